import { LABELS } from 'backstage-plugin-locust-common';
import { networkPolicy } from './children/networkPolicies';
import { service } from './children/service';
import { aLocust } from './children/testing/aLocust';
import { workers } from './children/workers';
import { ClusterView } from './ClusterView';
import { ENGINE_DEFAULTS } from './EngineConfig';
import { decodeChild } from './observed/ChildObject';
import { decodeCronJob } from './observed/CronJobObject';
import { decodeJob } from './observed/JobObject';
import { decodePod, JOB_CONTROLLER_UID } from './observed/PodObject';
import { decodeReplicaSet } from './observed/ReplicaSetObject';

const JOB = { namespace: 'load', name: 'job-x', uid: 'job-uid' };
const REPLICA_SET = 'replicaset-x';
const ELSEWHERE = 'another-team';

let made = 0;
const metadata = (name: string, more: object = {}) => {
  made += 1;
  return { name, namespace: JOB.namespace, uid: `uid-${made}`, ...more };
};
const owner = (kind: string, name: string, uid: string, more: object = {}) => ({
  ownerReferences: [
    { apiVersion: 'v1', kind, name, uid, controller: true, ...more },
  ],
});

const ofJob = owner('Job', JOB.name, JOB.uid);
const ofAnother = owner('ReplicaSet', 'evil', 'evil-uid');

const names = (objects: readonly { metadata: { name: string } }[]) =>
  objects.map(it => it.metadata.name).sort();

describe('What claims to be of another’s run', () => {
  describe('a pod with the labels of a master', () => {
    const labels = { locust: 'x', [JOB_CONTROLLER_UID]: JOB.uid };
    const shown = (...pods: readonly object[]) => {
      const view = new ClusterView();
      for (const [index, pod] of pods.entries()) {
        view.pods.put(
          decodePod({
            metadata: metadata(`pod-${index}`, {
              labels,
              // The newest would be the one.
              creationTimestamp: `2026-01-31T10:20:3${index}Z`,
              ...pod,
            }),
          }),
        );
      }
      return view.masterPod(JOB)?.metadata.name;
    };

    it('is the master where the Job has made it, or has left it alone', () => {
      expect(shown(ofJob)).toBe('pod-0');
      expect(shown({})).toBe('pod-0');
    });

    it.each<[string, object]>([
      ['is made by something else', ofAnother],
      ['lies in another namespace', { namespace: ELSEWHERE }],
      [
        'lies in another namespace and names the Job as its owner',
        { namespace: ELSEWHERE, ...ofJob },
      ],
      [
        'names the Job as an owner beside its own',
        {
          ownerReferences: [
            { ...ofJob.ownerReferences[0], controller: false },
            ...ofAnother.ownerReferences,
          ],
        },
      ],
    ])('is none where it %s', (_, forged) => {
      expect(shown(ofJob, forged)).toBe('pod-0');
      expect(shown(forged)).toBeUndefined();
    });
  });

  describe('a pod with the labels of a worker', () => {
    const labels = {
      locust: 'x',
      [LABELS.role]: 'worker',
      [LABELS.jobUid]: JOB.uid,
    };
    const shown = (pod: object) => {
      const view = new ClusterView();
      view.pods.put(
        decodePod({ metadata: metadata('pod', { labels, ...pod }) }),
      );
      return names(view.workerPods(JOB, REPLICA_SET));
    };

    it('is a worker where the run’s ReplicaSet has made it, or has left it alone', () => {
      expect(shown(owner('ReplicaSet', REPLICA_SET, 'rs'))).toEqual(['pod']);
      expect(shown({})).toEqual(['pod']);
    });

    it.each<[string, object]>([
      ['is made by something else', ofAnother],
      [
        'lies in another namespace',
        { namespace: ELSEWHERE, ...owner('ReplicaSet', REPLICA_SET, 'rs') },
      ],
    ])('is none where it %s', (_, forged) => {
      expect(shown(forged)).toEqual([]);
    });
  });

  describe('a Service, ReplicaSet or NetworkPolicy with the labels of a child', () => {
    const locust = aLocust({}, { namespace: JOB.namespace });
    const ours = {
      service: service(locust, JOB, 'x').metadata,
      workers: workers(locust, JOB, 'x', ENGINE_DEFAULTS).metadata,
      policy: networkPolicy('worker', locust, JOB, 'x', { destinations: [] })
        .metadata,
    };
    /** What would be removed at the run's end. */
    const shown = (more: object) => {
      const view = new ClusterView();
      view.services.put(
        decodeChild({
          metadata: { ...metadata('s'), ...ours.service, ...more },
        }),
      );
      view.replicaSets.put(
        decodeReplicaSet({
          metadata: { ...metadata('r'), ...ours.workers, ...more },
        }),
      );
      view.networkPolicies.put(
        decodeChild({
          metadata: { ...metadata('p'), ...ours.policy, ...more },
        }),
      );
      return names([
        ...view.servicesOf(JOB),
        ...view.replicaSetsOf(JOB),
        ...view.networkPoliciesOf(JOB),
      ]);
    };
    const all = [ours.policy.name, 'replicaset-x', 'service-x'].sort();

    it('is the run’s where its Job owns it', () => {
      expect(shown({})).toEqual(all);
    });

    it('is the run’s where its Job was deleted without it', () => {
      expect(shown({ ownerReferences: [] })).toEqual(all);
      expect(shown({ ownerReferences: null })).toEqual(all);
    });

    it.each<[string, object]>([
      ['something else looks after it', ofAnother],
      [
        'it has no label but the Job’s',
        { ownerReferences: [], labels: { [LABELS.jobUid]: JOB.uid } },
      ],
      ['it lies in another namespace', { namespace: ELSEWHERE }],
      [
        'it lies in another namespace and nobody owns it',
        { namespace: ELSEWHERE, ownerReferences: [] },
      ],
    ])('is left alone where %s', (_, forged) => {
      expect(shown(forged)).toEqual([]);
    });
  });

  describe('a Job', () => {
    const schedule = decodeCronJob({
      metadata: metadata('cronjob-x', { uid: 'cronjob-uid' }),
    });
    const ofSchedule = owner('CronJob', 'cronjob-x', 'cronjob-uid');
    const runs = (job: object) => {
      const view = new ClusterView();
      view.jobs.put(decodeJob({ metadata: metadata('a-job', job) }));
      return names(view.jobsOf(schedule));
    };

    it('is a run of the schedule that owns it', () => {
      expect(runs(ofSchedule)).toEqual(['a-job']);
    });

    it.each<[string, object]>([
      ['of another namespace', { namespace: ELSEWHERE, ...ofSchedule }],
      [
        'that is only labelled and called like one',
        { labels: { locust: 'x' }, name: 'cronjob-x-29384756' },
      ],
    ])('%s is none', (_, forged) => {
      expect(runs(forged)).toEqual([]);
    });

    it.each<[string, object, string | undefined]>([
      ['the resource owns', owner('Locust', 'x', 'u'), 'job-x'],
      [
        'one of the same name before it owns',
        owner('Locust', 'x', 'v'),
        undefined,
      ],
      ['nobody owns', { labels: { locust: 'x' } }, undefined],
    ])('that %s and that is called like its own', (_, job, expected) => {
      const view = new ClusterView();
      view.jobs.put(
        decodeJob({ metadata: metadata('job-x', { namespace: 'n', ...job }) }),
      );
      expect(view.ownJob(aLocust())?.metadata.name).toBe(expected);
    });
  });
});

describe('What the cluster tells without labels, annotations and owners', () => {
  const bare = { labels: null, annotations: null, ownerReferences: null };
  const odd = { labels: [], annotations: 'a', ownerReferences: {} };
  const wrong = {
    labels: { locust: null, [LABELS.jobUid]: 5, [LABELS.role]: {} },
    annotations: { 'locust-qa.xyz/locust-name': 7 },
    ownerReferences: [null, 'a', 5, {}, { uid: 7, controller: 'yes' }],
  };

  it.each([
    ['null', bare],
    ['of other kinds', odd],
    ['with members of other kinds', wrong],
  ])('is read all the same: %s', (_, more) => {
    const view = new ClusterView();
    const object = { metadata: metadata('it', more), spec: null, status: null };
    view.jobs.put(decodeJob(object));
    view.cronJobs.put(decodeCronJob(object));
    view.pods.put(decodePod(object));
    view.services.put(decodeChild(object));
    view.replicaSets.put(decodeReplicaSet(object));
    view.networkPolicies.put(decodeChild(object));
    view.locusts.put(aLocust({}, { ...more, namespace: JOB.namespace }));
    expect(view.masterPod(JOB)).toBeUndefined();
    expect(view.workerPods(JOB, REPLICA_SET)).toEqual([]);
    expect(view.servicesOf(JOB)).toEqual([]);
    expect(view.replicaSetsOf(JOB)).toEqual([]);
    expect(view.networkPoliciesOf(JOB)).toEqual([]);
    for (const locust of view.locusts.list()) {
      expect(view.ownJob(locust)).toBeUndefined();
      expect(view.cronJob(locust)).toBeUndefined();
      expect(view.podsOf(locust)).toEqual([]);
    }
  });
});
