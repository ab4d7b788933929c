import { ClusterView } from '../ClusterView';
import { StoreWriter } from '../../kube/cache/StoreWriter';
import type { Store } from '../../kube/cache/Store';
import type { KubeObject } from '../../kube/KubeObject';
import { RecordingLogger } from '../../kube/testing/RecordingLogger';
import { findOrphans } from './findOrphans';

/** An object as it is kept, of the resource `demo` in the namespace `load`. */
const object = (
  name: string,
  metadata: Partial<KubeObject['metadata']> = {},
): any => ({
  metadata: {
    name,
    namespace: 'load',
    uid: `uid-${name}`,
    resourceVersion: '1',
    labels: {
      locust: 'demo',
      'app.kubernetes.io/managed-by': 'backstage-plugin-locust',
    },
    annotations: {},
    ...metadata,
  },
});

const ownedBy = (uid: string) => ({
  ownerReferences: [{ apiVersion: 'v1', kind: 'Any', name: 'any', uid }],
});

function fill(store: Store<any>, ...objects: readonly KubeObject[]): void {
  const writer = new StoreWriter<any>({
    store,
    project: it => it as KubeObject,
    onChange: () => {},
    logger: new RecordingLogger(),
    resource: 'any',
  });
  objects.forEach(it => writer.upsert(it));
}

function setUp() {
  const view = new ClusterView();
  fill(view.locusts, object('demo', { labels: {} }));
  return view;
}

const found = (view: ClusterView) =>
  findOrphans(view).map(it => `${it.kind} ${it.name}: ${it.because}`);

describe('what nobody answers for', () => {
  it('is nothing of what leads to its Locust', () => {
    const view = setUp();
    fill(view.cronJobs, object('cronjob-demo', ownedBy('uid-demo')));
    fill(
      view.jobs,
      object('job-demo', ownedBy('uid-demo')),
      object('cronjob-demo-1', ownedBy('uid-cronjob-demo')),
    );
    fill(view.services, object('service-demo', ownedBy('uid-job-demo')));
    fill(
      view.replicaSets,
      object('replicaset-demo', ownedBy('uid-cronjob-demo-1')),
    );
    fill(
      view.networkPolicies,
      object('networkpolicy-master-demo', ownedBy('uid-job-demo')),
    );
    expect(found(view)).toEqual([]);
  });

  it('is what is left of a Locust that is gone', () => {
    const view = new ClusterView();
    fill(view.cronJobs, object('cronjob-demo', ownedBy('uid-demo')));
    fill(view.jobs, object('job-demo'));
    fill(view.services, object('service-demo', ownedBy('uid-job-demo')));
    fill(view.replicaSets, object('replicaset-demo'));
    expect(found(view)).toEqual([
      'Job job-demo: noLocust',
      'CronJob cronjob-demo: noLocust',
      'Service service-demo: noLocust',
      'ReplicaSet replicaset-demo: noLocust',
    ]);
  });

  it('is what belongs to one of the same name before', () => {
    const view = setUp();
    fill(view.jobs, object('job-demo', ownedBy('uid-of-the-one-before')));
    fill(
      view.cronJobs,
      object('cronjob-demo', ownedBy('uid-of-the-one-before')),
    );
    expect(found(view)).toEqual([
      'Job job-demo: otherOwner',
      'CronJob cronjob-demo: otherOwner',
    ]);
  });

  it('is what served a Job that is gone', () => {
    const view = setUp();
    fill(view.services, object('service-demo', ownedBy('uid-gone')));
    fill(
      view.networkPolicies,
      object('networkpolicy-master-demo', ownedBy('uid-gone')),
    );
    expect(found(view)).toEqual([
      'Service service-demo: noJob',
      'NetworkPolicy networkpolicy-master-demo: noJob',
    ]);
  });

  it('is nothing that others have made, and nothing that is going', () => {
    const view = new ClusterView();
    fill(view.jobs, object('theirs', { labels: { locust: 'demo' } }));
    fill(
      view.services,
      object('going', { deletionTimestamp: '2026-01-31T00:00:00Z' }),
    );
    expect(found(view)).toEqual([]);
  });
});
