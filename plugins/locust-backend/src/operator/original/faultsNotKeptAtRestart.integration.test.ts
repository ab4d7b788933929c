import {
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

const SCHEDULE = '0 3 29 2 *';

describe("The original's faults, not kept", () => {
  let cluster: TestNamespace;

  beforeEach(async () => {
    cluster = await TestNamespace.create();
  });

  afterEach(() => cluster.dispose());

  it('what is added while the operator is down is applied', async () => {
    await cluster.apply('once', {});
    await cluster.apply('nightly', { schedule: SCHEDULE });
    await cluster.startEngine();
    await cluster.there(REPLICA_SETS, 'replicaset-once');
    await cluster.there(CRON_JOBS, 'cronjob-nightly');
    expect(await cluster.names(JOBS)).toEqual(['job-once']);
  });

  it('what is edited while the operator is down is applied', async () => {
    await cluster.startEngine();
    await cluster.apply('nightly', { schedule: SCHEDULE });
    await cluster.apply('once', {});
    await cluster.there(CRON_JOBS, 'cronjob-nightly');
    await cluster.begin('job-once');
    await cluster.stopEngines();

    await cluster.edit('nightly', { schedule: '30 4 * * 1', image: 'b' });
    await cluster.edit('once', { stop: true });
    await cluster.startEngine();

    const cronJob = await eventually('the CronJob has followed', async () => {
      const now = await cluster.there(CRON_JOBS, 'cronjob-nightly');
      return now.spec.schedule === '30 4 * * 1' && now;
    });
    expect(
      cronJob.spec.jobTemplate.spec.template.spec.containers[0].image,
    ).toBe('b');
    await eventually(
      'the master is asked to end',
      async () =>
        (await cluster.masterPod('job-once')).spec.activeDeadlineSeconds === 1,
    );
  });

  it('what is deleted while the operator is down is applied', async () => {
    await cluster.startEngine();
    await cluster.apply('nightly', { schedule: SCHEDULE });
    await cluster.apply('once', {});
    const cronJob = await cluster.there(CRON_JOBS, 'cronjob-nightly');
    await cluster.jobFrom(cronJob, 'cronjob-nightly-1');
    await cluster.begin('cronjob-nightly-1');
    await cluster.begin('job-once');
    await cluster.stopEngines();

    await cluster.remove(LOCUSTS, 'nightly');
    await cluster.remove(LOCUSTS, 'once');
    await cluster.none(CRON_JOBS, JOBS, SERVICES, REPLICA_SETS, PODS);
    await cluster.startEngine();
    await eventually(
      'the runs are closed',
      async () => (await cluster.outcomes.unfinished()).length === 0,
    );
    const closed = { last: { phase: 'stopped' } };
    expect(cluster.outcomes.of('nightly')).toMatchObject([closed]);
    expect(cluster.outcomes.of('once')).toMatchObject([closed]);
  });

  it('a schedule switched on or off while the operator is down is applied', async () => {
    await cluster.startEngine();
    await cluster.apply('off', { schedule: SCHEDULE });
    await cluster.apply('on', {});
    await cluster.there(CRON_JOBS, 'cronjob-off');
    await cluster.end('job-on');
    await cluster.inPhase('on', 'Finished');
    await cluster.stopEngines();

    await cluster.edit('off', { schedule: null });
    await cluster.edit('on', { schedule: SCHEDULE });
    await cluster.startEngine();
    await cluster.there(JOBS, 'job-off');
    await cluster.there(CRON_JOBS, 'cronjob-on');
    await cluster.gone(CRON_JOBS, 'cronjob-off');
    await cluster.gone(JOBS, 'job-on');
    expect(await cluster.names(JOBS)).toEqual(['job-off']);
  });

  it('a restart does not run a finished test again', async () => {
    await cluster.startEngine();
    await cluster.apply('kept', {});
    await cluster.apply('lost', {});
    for (const name of ['kept', 'lost']) {
      await cluster.end(`job-${name}`);
      await cluster.inPhase(name, 'Finished');
    }
    const { metadata } = await cluster.there(JOBS, 'job-kept');
    await cluster.stopEngines();
    await cluster.remove(JOBS, 'job-lost');
    await cluster.gone(JOBS, 'job-lost');

    await cluster.startEngine();
    // An edit of each is a reason to look at it once more, and shows that it was.
    for (const name of ['kept', 'lost']) {
      await cluster.edit(name, { users: 3 });
      expect((await cluster.seen(name)).phase).toBe('Finished');
      expect(cluster.outcomes.of(name)).toHaveLength(1);
    }
    expect((await cluster.list(JOBS)).map(it => it.metadata.uid)).toEqual([
      metadata.uid,
    ]);
    expect(await cluster.names(REPLICA_SETS)).toEqual([]);
  });

  it('a restart does not run a test again that is going', async () => {
    await cluster.startEngine();
    await cluster.apply('demo', { workers: 2 });
    await cluster.there(REPLICA_SETS, 'replicaset-demo');
    await cluster.begin('job-demo');
    const before = await Promise.all(
      [JOBS, SERVICES, REPLICA_SETS].map(type => cluster.list(type)),
    );
    await cluster.stopEngines();

    await cluster.startEngine();
    await cluster.edit('demo', { users: 3 });
    await cluster.seen('demo');
    const after = await Promise.all(
      [JOBS, SERVICES, REPLICA_SETS].map(type => cluster.list(type)),
    );
    const uids = (found: typeof before) =>
      found.flat().map(it => it.metadata.uid);
    expect(uids(after)).toEqual(uids(before));
    await cluster.end('job-demo');
    await cluster.inPhase('demo', 'Finished');
    expect(cluster.outcomes.of('demo')).toHaveLength(1);
  });
});
