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
import { TestNamespace } from '../testing/TestNamespace';

jest.setTimeout(120_000);

/** Every minute of the year comes; this one is not met by chance. */
const SCHEDULE = '0 3 29 2 *';

describe("The original's behaviour, kept", () => {
  let cluster: TestNamespace;

  beforeEach(async () => {
    cluster = await TestNamespace.create();
  });

  afterEach(() => cluster.dispose());

  it('Locust added: a CronJob where schedule is set', async () => {
    await cluster.startEngine();
    await cluster.apply('demo', { schedule: SCHEDULE });
    const cronJob = await cluster.there(CRON_JOBS, 'cronjob-demo');
    expect(cronJob.spec.schedule).toBe(SCHEDULE);
    await cluster.inPhase('demo', 'Scheduled');
    expect(await cluster.names(JOBS)).toEqual([]);
  });

  it('Locust added: else a Job', async () => {
    await cluster.startEngine();
    await cluster.apply('demo', { schedule: '' });
    await cluster.apply('other', {});
    await cluster.there(JOBS, 'job-demo');
    await cluster.there(JOBS, 'job-other');
    expect(await cluster.names(CRON_JOBS)).toEqual([]);
  });

  it('Locust modified: the CronJob follows', async () => {
    await cluster.startEngine();
    await cluster.apply('demo', { schedule: SCHEDULE, image: 'a/locust:1' });
    const before = await cluster.there(CRON_JOBS, 'cronjob-demo');
    await cluster.edit('demo', {
      schedule: '30 4 * * 1',
      image: 'a/locust:2',
      workers: 7,
      runTime: '20m',
    });
    const after = await eventually('the CronJob has followed', async () => {
      const now = await cluster.there(CRON_JOBS, 'cronjob-demo');
      return now.spec.schedule === '30 4 * * 1' && now;
    });
    expect(after.metadata.uid).toBe(before.metadata.uid);
    const [master] = after.spec.jobTemplate.spec.template.spec.containers;
    expect(master).toMatchObject({
      image: 'a/locust:2',
      args: ['--master', '--headless', '--expect-workers=7'],
    });
    expect(master.env).toContainEqual({
      name: 'LOCUST_RUN_TIME',
      value: '20m',
    });
  });

  it('Locust deleted: everything of a one-off goes', async () => {
    await cluster.startEngine();
    await cluster.apply('demo', { locustfile: { inline: 'import locust' } });
    await cluster.there(REPLICA_SETS, 'replicaset-demo');
    await cluster.begin('job-demo');
    await cluster.remove(LOCUSTS, 'demo');
    await cluster.none(JOBS, SERVICES, REPLICA_SETS, PODS);
    await eventually(
      'the locustfile is gone',
      async () => (await cluster.names(CONFIG_MAPS)).length === 1,
    );
    expect(await cluster.names(CONFIG_MAPS)).toEqual(['kube-root-ca.crt']);
  });

  it('Locust deleted: everything of a scheduled one goes', async () => {
    await cluster.startEngine();
    await cluster.apply('demo', { schedule: SCHEDULE });
    const cronJob = await cluster.there(CRON_JOBS, 'cronjob-demo');
    await cluster.jobFrom(cronJob, 'cronjob-demo-1');
    await cluster.there(REPLICA_SETS, 'replicaset-cronjob-demo-1');
    await cluster.begin('cronjob-demo-1');
    await cluster.remove(LOCUSTS, 'demo');
    await cluster.none(CRON_JOBS, JOBS, SERVICES, REPLICA_SETS, PODS);
    expect(await cluster.get(LOCUSTS, 'demo')).toBeUndefined();
  });

  it('Job added: its Service and workers, for a one-off', async () => {
    await cluster.startEngine();
    await cluster.apply('demo', { workers: 3 });
    const workers = await cluster.there(REPLICA_SETS, 'replicaset-demo');
    const service = await cluster.there(SERVICES, 'service-demo');
    expect(workers.spec.replicas).toBe(3);
    expect(workers.spec.template.spec.containers[0].args).toEqual([
      '--worker',
      '--headless',
      '--master-host=service-demo',
    ]);
    expect(service.spec.ports.map((it: any) => it.port)).toEqual([5557, 8089]);
    await eventually(
      'three workers and a master have pods',
      async () => (await cluster.names(PODS)).length === 4,
    );
  });

  it('Job added: its Service and workers, for a scheduled one', async () => {
    await cluster.startEngine();
    await cluster.apply('demo', { schedule: SCHEDULE, workers: 2 });
    const cronJob = await cluster.there(CRON_JOBS, 'cronjob-demo');
    const job = await cluster.jobFrom(cronJob, 'cronjob-demo-1');
    const workers = await cluster.there(
      REPLICA_SETS,
      'replicaset-cronjob-demo-1',
    );
    const service = await cluster.there(SERVICES, 'service-cronjob-demo-1');
    expect(workers.spec.replicas).toBe(2);
    for (const child of [workers, service]) {
      expect(child.metadata.ownerReferences).toMatchObject([
        { kind: 'Job', uid: job.metadata.uid },
      ]);
    }
  });

  it('Job finished, one-off: its children are removed', async () => {
    await cluster.startEngine();
    await cluster.apply('demo', { workers: 2 });
    await cluster.there(REPLICA_SETS, 'replicaset-demo');
    await cluster.end('job-demo');
    await cluster.gone(REPLICA_SETS, 'replicaset-demo');
    await cluster.gone(SERVICES, 'service-demo');
    await cluster.inPhase('demo', 'Finished');
    expect(await cluster.names(JOBS)).toEqual(['job-demo']);
  });

  it('Job finished, one-off: the Locust itself goes at ttlAfterFinished', async () => {
    await cluster.startEngine();
    await cluster.apply('demo', { ttlAfterFinished: '4s' });
    await cluster.end('job-demo');
    const { lastRuns } = await cluster.inPhase('demo', 'Finished');
    await cluster.gone(LOCUSTS, 'demo');
    expect(Date.now()).toBeGreaterThanOrEqual(
      new Date(lastRuns![0].endTime!).getTime() + 4_000,
    );
    await cluster.gone(JOBS, 'job-demo');
  });

  it('Job finished, one-off: the Locust itself goes at once where ttlAfterFinished is 0, as in the original', async () => {
    await cluster.startEngine({ ttlAfterFinished: '0', deleteFinished: 'all' });
    await cluster.apply('demo', {});
    await cluster.apply('own', { ttlAfterFinished: '0' });
    await cluster.apply('kept', { ttlAfterFinished: 'never' });
    for (const name of ['demo', 'own', 'kept']) {
      await cluster.end(`job-${name}`);
    }
    await cluster.gone(LOCUSTS, 'demo');
    await cluster.gone(LOCUSTS, 'own');
    await cluster.inPhase('kept', 'Finished');
    expect(await cluster.names(LOCUSTS)).toEqual(['kept']);
  });

  it('Job finished, scheduled: the Job is removed once its outcome is recorded', async () => {
    await cluster.startEngine();
    await cluster.apply('demo', { schedule: SCHEDULE });
    const cronJob = await cluster.there(CRON_JOBS, 'cronjob-demo');
    await cluster.jobFrom(cronJob, 'cronjob-demo-1');
    await cluster.begin('cronjob-demo-1');
    const phasesAtTheEnd: unknown[] = [];
    const removal = cluster.gone(JOBS, 'cronjob-demo-1').then(() => {
      phasesAtTheEnd.push(cluster.outcomes.ofJob('cronjob-demo-1')?.last.phase);
    });
    await cluster.end('cronjob-demo-1');
    await removal;
    expect(phasesAtTheEnd).toEqual(['finished']);
    expect(await cluster.inPhase('demo', 'Scheduled')).toMatchObject({
      lastRuns: [{ job: 'cronjob-demo-1', phase: 'finished', requests: 1234 }],
    });
  });

  it('Job deleted: its Service and workers go', async () => {
    await cluster.startEngine();
    await cluster.apply('once', {});
    await cluster.apply('orphaned', {});
    await cluster.apply('nightly', { schedule: SCHEDULE });
    const cronJob = await cluster.there(CRON_JOBS, 'cronjob-nightly');
    await cluster.jobFrom(cronJob, 'cronjob-nightly-1');
    await cluster.there(REPLICA_SETS, 'replicaset-once');
    await cluster.there(REPLICA_SETS, 'replicaset-cronjob-nightly-1');
    await cluster.there(REPLICA_SETS, 'replicaset-orphaned');
    await cluster.remove(JOBS, 'job-once');
    // As with --cascade=orphan.
    await cluster.client.delete(
      JOBS,
      { namespace: cluster.name, name: 'job-orphaned' },
      { propagationPolicy: 'Orphan' },
    );
    await cluster.remove(JOBS, 'cronjob-nightly-1');
    await cluster.none(SERVICES, REPLICA_SETS);
    // Whoever says orphan is left the master's pod, and that alone.
    await eventually('no worker has a pod', async () =>
      (
        await cluster.names(PODS)
      ).every(name => name.startsWith('job-orphaned-')),
    );
    // And do not come back.
    expect((await cluster.inPhase('once', 'Error')).message).toMatch(
      /The Job was deleted/,
    );
    expect(await cluster.names(JOBS)).toEqual([]);
  });

  /** A Job that nobody is to begin: whoever takes it for one of ours lifts its suspension. */
  const foreignJob = (
    name: string,
    labels: Readonly<Record<string, string>>,
    ownerReferences: readonly object[],
  ) =>
    cluster.client.create(JOBS, {
      metadata: {
        name,
        namespace: cluster.name,
        labels,
        ownerReferences,
        finalizers: [],
      },
      spec: {
        suspend: true,
        template: {
          spec: {
            restartPolicy: 'Never',
            containers: [{ name: 'locust', image: 'i' }],
          },
        },
      },
    });

  /** The engine has looked at everything from before. */
  async function engineIsDone() {
    await cluster.apply('later', {});
    await cluster.there(REPLICA_SETS, 'replicaset-later');
  }

  it('Jobs without our label are ignored', async () => {
    await cluster.startEngine();
    await cluster.apply('demo', { schedule: SCHEDULE });
    const { metadata } = await cluster.there(CRON_JOBS, 'cronjob-demo');
    await foreignJob('foreign', {}, [
      {
        apiVersion: 'batch/v1',
        kind: 'CronJob',
        name: metadata.name,
        uid: metadata.uid,
        controller: true,
      },
    ]);
    await cluster.edit('demo', { workers: 2 });
    await engineIsDone();
    expect((await cluster.get(JOBS, 'foreign'))?.spec.suspend).toBe(true);
    expect(await cluster.names(REPLICA_SETS)).toEqual(['replicaset-later']);
    expect(cluster.outcomes.of('demo')).toEqual([]);
  });

  it('Jobs without our owner are ignored', async () => {
    await cluster.startEngine();
    await cluster.apply('demo', { schedule: SCHEDULE });
    await cluster.there(CRON_JOBS, 'cronjob-demo');
    const labels = { locust: 'demo', issued_by: 'cronjob' };
    await foreignJob('cronjob-demo-1', labels, []);
    await foreignJob('cronjob-demo-2', labels, [
      {
        apiVersion: 'batch/v1',
        kind: 'CronJob',
        name: 'cronjob-demo',
        // Of a CronJob of this name that was there before.
        uid: '00000000-0000-4000-8000-000000000000',
        controller: true,
      },
    ]);
    await foreignJob('job-demo', { locust: 'demo', issued_by: 'locust' }, []);
    await cluster.edit('demo', { workers: 2 });
    await engineIsDone();
    for (const name of ['cronjob-demo-1', 'job-demo']) {
      expect((await cluster.get(JOBS, name))?.spec.suspend).toBe(true);
    }
    expect(await cluster.names(REPLICA_SETS)).toEqual(['replicaset-later']);
    expect(cluster.outcomes.of('demo')).toEqual([]);
  });
});
