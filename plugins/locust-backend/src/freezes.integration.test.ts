import { mockServices, TestDatabases } from '@backstage/backend-test-utils';
import type { LocustStatus } from 'backstage-plugin-locust-common';
import type { NewFreeze } from './freezes/Freeze';
import { FreezeBook } from './freezes/FreezeBook';
import { DatabaseRunStore } from './history/DatabaseRunStore';
import { systemClock } from './kube/Clock';
import { CRON_JOBS, JOBS, PODS } from './kube/ResourceTypes';
import type { ClusterEngine } from './operator/ClusterEngine';
import { eventually } from './operator/testing/eventually';
import { TestNamespace } from './operator/testing/TestNamespace';
import { READ_TO_THE_END } from './operator/testing/ToldOutcomes';
import type { OwnerQuota } from './runs/OwnerQuota';
import { PortalGate } from './gate/PortalGate';

jest.setTimeout(120_000);

const SCHEDULE = '0 3 29 2 *';

/** What a Job made by hand from a schedule carries. */
const BY_HAND = { 'cronjob.kubernetes.io/instantiate': 'manual' };

describe('What the portal knows', () => {
  const databases = TestDatabases.create({ ids: ['SQLITE_3'] });
  let cluster: TestNamespace;
  let store: DatabaseRunStore;
  const engines: ClusterEngine[] = [];
  const books: FreezeBook[] = [];

  beforeEach(async () => {
    cluster = await TestNamespace.create();
    store = await DatabaseRunStore.create({
      database: mockServices.database({
        knex: await databases.init('SQLITE_3'),
      }),
    });
    engines.length = 0;
    books.length = 0;
  });

  afterEach(() => cluster.dispose());

  /** An engine as a replica of the portal has it. */
  const start = async (quota: OwnerQuota = {}) => {
    const book = new FreezeBook({
      windows: [],
      declared: now => store.freezes.current(now),
      clock: systemClock,
      onFailure: () => {},
    });
    book.onChange(() => engines.forEach(it => it.lookAgain()));
    await book.refresh();
    books.push(book);
    const engine = await cluster.startEngine(
      {},
      {
        gateOf: name =>
          new PortalGate({
            freezes: book,
            admitted: store.admitted,
            quotaOf: () => quota,
            placeOf: ({ metadata }) => ({
              cluster: name,
              namespace: metadata.namespace,
              owner: `group:default/${metadata.labels?.owner}`,
            }),
            now: () => new Date(),
          }),
      },
    );
    engines.push(engine);
    return engine;
  };

  const freeze = async (change: Partial<NewFreeze> = {}) => {
    const { id } = await store.freezes.declare(
      {
        reason: 'The shop is down',
        from: new Date(),
        stopsRuns: false,
        ...change,
      },
      new Date(),
    );
    await Promise.all(books.map(it => it.refresh()));
    return async () => {
      await store.freezes.lift(id, new Date());
      await Promise.all(books.map(it => it.refresh()));
    };
  };

  const apply = (name: string, owner = 'shop', spec: object = {}) =>
    cluster.apply(name, spec, { labels: { owner } });

  const admitted = (status: LocustStatus) =>
    status.conditions?.find(it => it.type === 'Admitted');

  /** As the kubelet does when the master's pod is over its deadline. */
  const endedByDeadline = async (jobName: string, runId: string) => {
    const pod = await cluster.masterPod(jobName);
    await eventually(
      'the master is ended',
      async () =>
        (
          await cluster.get(PODS, pod.metadata.name)
        )?.spec.activeDeadlineSeconds === 1,
    );
    cluster.outcomes.tell(runId, READ_TO_THE_END);
    await cluster.report(
      pod,
      'Failed',
      { terminated: { exitCode: 0, finishedAt: new Date().toISOString() } },
      { reason: 'DeadlineExceeded' },
    );
  };

  it('keeps what is asked for in a freeze waiting, says why, and begins it when that is lifted', async () => {
    await start();
    const lift = await freeze({ owners: ['group:default/shop'] });
    await apply('mine');
    const queued = await cluster.inPhase('mine', 'Queued');
    expect(admitted(queued)).toMatchObject({
      status: 'False',
      reason: 'Frozen',
      message:
        'Nothing starts here until the freeze is lifted: The shop is down',
    });
    expect(cluster.outcomes.of('mine')).toMatchObject([
      { last: { phase: 'queued', reason: { code: 'Frozen' } } },
    ]);
    // Others are not concerned.
    await apply('theirs', 'search');
    await cluster.there(JOBS, 'job-theirs');
    expect(await cluster.names(JOBS)).toEqual(['job-theirs']);

    await lift();
    await cluster.there(JOBS, 'job-mine');
  });

  it('skips what a schedule makes due in a freeze, and keeps what somebody has asked for beside it', async () => {
    await start();
    await apply('nightly', 'shop', { schedule: SCHEDULE });
    const cronJob = await cluster.there(CRON_JOBS, 'cronjob-nightly');
    const lift = await freeze();
    await cluster.jobFrom(cronJob, 'cronjob-nightly-due');
    await cluster.jobFrom(cronJob, 'cronjob-nightly-hand', BY_HAND);
    await cluster.gone(JOBS, 'cronjob-nightly-due');
    expect(cluster.outcomes.ofJob('cronjob-nightly-due')).toMatchObject({
      last: {
        phase: 'skipped',
        reason: {
          code: 'Frozen',
          message:
            'Skipped, for nothing starts here until the freeze is lifted: The shop is down',
        },
      },
    });
    await cluster.inPhase('nightly', 'Queued');
    await lift();
    await eventually(
      'the one asked for may run',
      async () =>
        (await cluster.get(JOBS, 'cronjob-nightly-hand'))?.spec.suspend ===
        false,
    );
  });

  it('stops everything in an emergency, says by whom and why, and nothing else starts', async () => {
    await start();
    await apply('going');
    await apply('other', 'search');
    const runId = await cluster.begin('job-going');
    await cluster.begin('job-other');
    await freeze({
      stopsRuns: true,
      owners: ['group:default/shop'],
      declaredBy: 'user:default/pat',
    });
    await endedByDeadline('job-going', runId);
    const stopped = await cluster.inPhase('going', 'Stopped');
    expect(stopped.message).toMatch(
      'Stopped with all load tests by user:default/pat: The shop is down',
    );
    expect(cluster.outcomes.of('going')).toMatchObject([
      { last: { phase: 'stopped', reason: { code: 'EmergencyStop' } } },
    ]);
    expect(cluster.outcomes.of('other')).toMatchObject([
      { last: { phase: expect.not.stringMatching('stop') } },
    ]);
    await apply('late');
    await cluster.inPhase('late', 'Queued');
  });

  it('stops it though the engine ends in the middle, and though the freeze is lifted before the run has ended', async () => {
    const engine = await start();
    await apply('going');
    const runId = await cluster.begin('job-going');
    const lift = await freeze({ stopsRuns: true });
    await eventually(
      'the stop is on the Job',
      async () =>
        (
          await cluster.get(JOBS, 'job-going')
        )?.metadata.annotations?.['locust-qa.xyz/stop'],
    );
    await engine.stop();
    await lift();
    await start();
    await endedByDeadline('job-going', runId);
    await cluster.inPhase('going', 'Stopped');
    expect(cluster.outcomes.of('going')).toMatchObject([
      { last: { phase: 'stopped', reason: { code: 'EmergencyStop' } } },
    ]);
  });

  it('lets an owner start so many runs a day, through a restart', async () => {
    const quota = { runsPerOwnerPerDay: 1 };
    const engine = await start(quota);
    await apply('first');
    await cluster.there(JOBS, 'job-first');
    await engine.stop();

    await start(quota);
    await apply('second');
    const queued = await cluster.inPhase('second', 'Queued');
    expect(admitted(queued)).toMatchObject({
      status: 'False',
      reason: 'DailyLimit',
      message: expect.stringContaining(
        'group:default/shop may start 1 run a day and has today',
      ),
    });
    await apply('other', 'search');
    await cluster.there(JOBS, 'job-other');
    expect(await cluster.names(JOBS)).toEqual(['job-first', 'job-other']);
  });

  it('holds a run back whose owner has enough going in another cluster, without holding up others', async () => {
    await store.admitted.admit(
      'run-elsewhere',
      'group:default/shop',
      {},
      new Date(),
    );
    await start({ concurrentRunsPerOwnerAcrossClusters: 1 });
    await apply('mine');
    const queued = await cluster.inPhase('mine', 'Queued');
    expect(admitted(queued)?.reason).toBe('OwnerLimitAcrossClusters');
    await apply('theirs', 'search');
    await cluster.there(JOBS, 'job-theirs');
  });
});
