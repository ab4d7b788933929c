import {
  CONFIG_MAPS,
  CRON_JOBS,
  JOBS,
  PODS,
  REPLICA_SETS,
  SERVICES,
} from '../../kube/ResourceTypes';
import { LOCUSTS } from '../LocustObject';
import { eventually } from '../testing/eventually';
import { type Loose, TestNamespace } from '../testing/TestNamespace';
import { READ_TO_THE_END } from '../testing/ToldOutcomes';

jest.setTimeout(120_000);

const SCHEDULE = '0 3 29 2 *';

describe("The original's faults, not kept", () => {
  let cluster: TestNamespace;

  beforeEach(async () => {
    cluster = await TestNamespace.create();
  });

  afterEach(() => cluster.dispose());

  const masterOf = (job: Loose) => job.spec.template.spec.containers[0];

  it('a deadline does not wrap at 24 h', async () => {
    await cluster.startEngine();
    await cluster.apply('demo', { runTime: '25h', workersReadyTimeout: '5m' });
    const job = await cluster.there(JOBS, 'job-demo');
    const seconds = 5 * 60 + 25 * 60 * 60 + 5 * 60;
    expect(job.spec.template.spec.activeDeadlineSeconds).toBe(seconds);
    expect(job.spec.activeDeadlineSeconds).toBe(seconds + 60);
  });

  it('a run time of 300 without a unit is accepted', async () => {
    await cluster.startEngine();
    await cluster.apply('demo', { runTime: '300', workersReadyTimeout: '5m' });
    const job = await cluster.there(JOBS, 'job-demo');
    expect(masterOf(job).env).toContainEqual({
      name: 'LOCUST_RUN_TIME',
      value: '300',
    });
    expect(job.spec.template.spec.activeDeadlineSeconds).toBe(3 * 300);
  });

  it('a finished resource that is deleted leaves its outcome', async () => {
    await cluster.startEngine({ ttlAfterFinished: '0', deleteFinished: 'all' });
    await cluster.apply('demo', {});
    await cluster.end('job-demo');
    await cluster.gone(LOCUSTS, 'demo');
    expect(cluster.outcomes.of('demo')).toMatchObject([
      { last: { phase: 'finished', exitCode: 0, total: { requests: 1234 } } },
    ]);
  });

  it('a finished Job is not deleted before its outcome is kept', async () => {
    await cluster.startEngine();
    await cluster.apply('demo', { schedule: SCHEDULE });
    const cronJob = await cluster.there(CRON_JOBS, 'cronjob-demo');
    await cluster.jobFrom(cronJob, 'cronjob-demo-1');
    const runId = await cluster.end('cronjob-demo-1', { stored: false });
    await eventually('the engine has seen the end', () =>
      cluster.outcomes.followed.some(it => it.runId === runId && it.ended),
    );
    await cluster.gone(REPLICA_SETS, 'replicaset-cronjob-demo-1');
    expect(await cluster.get(JOBS, 'cronjob-demo-1')).toBeDefined();

    // The log is read, but the database is away.
    cluster.outcomes.away = true;
    cluster.outcomes.tell(runId, READ_TO_THE_END);
    await cluster.apply('later', {});
    await cluster.there(REPLICA_SETS, 'replicaset-later');
    expect(await cluster.get(JOBS, 'cronjob-demo-1')).toBeDefined();

    cluster.outcomes.away = false;
    await cluster.gone(JOBS, 'cronjob-demo-1');
    expect(cluster.outcomes.ofJob('cronjob-demo-1')?.last).toMatchObject({
      phase: 'finished',
      total: { requests: 1234 },
    });
  });

  it('overlapping scheduled runs do not collide', async () => {
    await cluster.startEngine();
    await cluster.apply('demo', {
      schedule: SCHEDULE,
      concurrencyPolicy: 'Allow',
    });
    const cronJob = await cluster.there(CRON_JOBS, 'cronjob-demo');
    const names = ['cronjob-demo-1', 'cronjob-demo-2'];
    const jobs = [];
    for (const name of names) {
      jobs.push(await cluster.jobFrom(cronJob, name));
    }
    for (const [index, name] of names.entries()) {
      const workers = await cluster.there(REPLICA_SETS, `replicaset-${name}`);
      const service = await cluster.there(SERVICES, `service-${name}`);
      const { uid } = jobs[index].metadata;
      // Only this run's workers look for this Service, and it leads only to this run's master.
      expect(workers.spec.template.spec.containers[0].args).toContain(
        `--master-host=service-${name}`,
      );
      expect(service.spec.selector['batch.kubernetes.io/controller-uid']).toBe(
        uid,
      );
      expect(Object.values(workers.spec.selector.matchLabels)).toContain(uid);
    }
    await cluster.end('cronjob-demo-1');
    await cluster.gone(REPLICA_SETS, 'replicaset-cronjob-demo-1');
    expect(await cluster.names(REPLICA_SETS)).toEqual([
      'replicaset-cronjob-demo-2',
    ]);
    expect(await cluster.names(SERVICES)).toEqual(['service-cronjob-demo-2']);
    await cluster.end('cronjob-demo-2');
    await cluster.gone(JOBS, 'cronjob-demo-2');
    expect(cluster.outcomes.of('demo').map(it => it.last.phase)).toEqual([
      'finished',
      'finished',
    ]);
  });

  it('everything made has an owner', async () => {
    await cluster.startEngine();
    const once = await cluster.apply('once', {
      locustfile: { inline: 'import locust' },
    });
    const nightly = await cluster.apply('nightly', { schedule: SCHEDULE });
    const cronJob = await cluster.there(CRON_JOBS, 'cronjob-nightly');
    await cluster.jobFrom(cronJob, 'cronjob-nightly-1');
    await cluster.there(REPLICA_SETS, 'replicaset-once');
    await cluster.there(REPLICA_SETS, 'replicaset-cronjob-nightly-1');
    const roots = [once, nightly].map(it => it.metadata.uid);
    const made: Loose[] = [];
    for (const type of [
      CRON_JOBS,
      JOBS,
      SERVICES,
      REPLICA_SETS,
      PODS,
      CONFIG_MAPS,
    ]) {
      made.push(...(await cluster.list(type)));
    }
    const ours = made.filter(it => it.metadata.name !== 'kube-root-ca.crt');
    // The two Jobs' Services and ReplicaSets, the CronJob and the locustfile, and the pods.
    expect(ours.length).toBeGreaterThanOrEqual(8);
    const known = new Set([...roots, ...ours.map(it => it.metadata.uid)]);
    for (const { metadata } of ours) {
      const owner = metadata.ownerReferences?.find(it => it.controller);
      expect([metadata.name, known.has(owner?.uid ?? '')]).toEqual([
        metadata.name,
        true,
      ]);
    }
  });

  it('switching schedule on leaves the right child', async () => {
    await cluster.startEngine();
    await cluster.apply('ended', {});
    await cluster.apply('going', {});
    await cluster.end('job-ended');
    await cluster.inPhase('ended', 'Finished');
    await cluster.begin('job-going');
    for (const name of ['ended', 'going']) {
      await cluster.edit(name, { schedule: SCHEDULE });
      await cluster.there(CRON_JOBS, `cronjob-${name}`);
    }
    await cluster.gone(JOBS, 'job-ended');
    await cluster.inPhase('ended', 'Scheduled');
    // What has begun goes on to its end.
    await cluster.end('job-going');
    await cluster.gone(JOBS, 'job-going');
    await cluster.inPhase('going', 'Scheduled');
    expect(await cluster.names(CRON_JOBS)).toEqual([
      'cronjob-ended',
      'cronjob-going',
    ]);
    for (const name of ['ended', 'going']) {
      expect(cluster.outcomes.of(name).map(it => it.last.phase)).toEqual([
        'finished',
      ]);
    }
  });

  it('switching schedule off leaves the right child', async () => {
    await cluster.startEngine();
    await cluster.apply('demo', { schedule: SCHEDULE });
    await cluster.apply('going', { schedule: SCHEDULE });
    const cronJob = await cluster.there(CRON_JOBS, 'cronjob-going');
    await cluster.jobFrom(cronJob, 'cronjob-going-1');
    await cluster.begin('cronjob-going-1');
    for (const name of ['demo', 'going']) {
      await cluster.there(CRON_JOBS, `cronjob-${name}`);
      await cluster.edit(name, { schedule: '' });
    }
    await cluster.gone(CRON_JOBS, 'cronjob-demo');
    await cluster.there(JOBS, 'job-demo');
    await eventually(
      'no further run of the schedule begins',
      async () => (await cluster.get(CRON_JOBS, 'cronjob-going'))?.spec.suspend,
    );
    await cluster.end('cronjob-going-1');
    await cluster.gone(CRON_JOBS, 'cronjob-going');
    await cluster.there(JOBS, 'job-going');
    expect(await cluster.names(JOBS)).toEqual(['job-demo', 'job-going']);
  });
});
