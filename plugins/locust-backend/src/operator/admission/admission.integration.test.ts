import { ANNOTATIONS, type LocustStatus } from 'backstage-plugin-locust-common';
import {
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

/** Tests name the owner's group in a label; the portal knows it from the catalog. */
const ownerOf = (_cluster: string, { metadata }: Pick<Loose, 'metadata'>) =>
  `group:default/${metadata.labels?.owner}`;

describe('Admission', () => {
  let cluster: TestNamespace;

  beforeEach(async () => {
    cluster = await TestNamespace.create();
  });

  afterEach(() => cluster.dispose());

  const start = (limits: object) =>
    cluster.startEngine({ limits }, { ownerOf });

  const apply = (name: string, owner: string, spec: object = {}) =>
    cluster.apply(name, spec, { labels: { owner } });

  const admitted = (status: LocustStatus) =>
    status.conditions?.find(it => it.type === 'Admitted');

  const released = (job: string) =>
    eventually(
      `${job} may run`,
      async () => (await cluster.get(JOBS, job))?.spec.suspend === false,
    );

  /** The Job that comes beside those of these resources. */
  const newJob = (known: readonly string[]) =>
    eventually('the next begins', async () =>
      (await cluster.names(JOBS)).find(
        it => !known.includes(it.slice('job-'.length)),
      ),
    );

  /** Kubernetes tells the order of creation in whole seconds. */
  const nextSecond = () => new Promise(resolve => setTimeout(resolve, 1_050));

  it('holds a one-off back that is over its owner’s limit, says why, and makes nothing of it until it may go', async () => {
    await start({ concurrentRunsPerOwner: 1 });
    await apply('first', 'a');
    await cluster.there(REPLICA_SETS, 'replicaset-first');
    await apply('second', 'a');
    const queued = await cluster.inPhase('second', 'Queued');
    expect(admitted(queued)).toMatchObject({
      status: 'False',
      reason: 'OwnerLimit',
      message:
        'Waiting as the next in the queue among the runs of group:default/a, of which one may go at a time.',
      observedGeneration: 1,
    });
    expect(queued.message).toBe(admitted(queued)?.message);
    expect(queued.activeRuns).toMatchObject([
      { job: 'job-second', phase: 'queued' },
    ]);
    expect(cluster.outcomes.of('second')).toMatchObject([
      { last: { phase: 'queued', reason: { code: 'OwnerLimit' } } },
    ]);
    expect(await cluster.names(JOBS)).toEqual(['job-first']);
    // Another owner is not held up by it.
    await apply('other', 'b');
    await cluster.there(JOBS, 'job-other');

    await cluster.end('job-first');
    await cluster.there(JOBS, 'job-second');
    const going = await cluster.inPhase('second', 'Starting');
    expect(admitted(going)).toMatchObject({ status: 'True' });
    expect(cluster.outcomes.of('second')[0].phases).toEqual([
      'queued',
      'starting',
    ]);
  });

  it('counts the runs of namespaces without an owner together', async () => {
    await cluster.startEngine({ limits: { concurrentRunsPerOwner: 1 } });
    await cluster.apply('first', {});
    await cluster.there(JOBS, 'job-first');
    await cluster.apply('second', {});
    const queued = await cluster.inPhase('second', 'Queued');
    expect(admitted(queued)?.message).toContain(
      `the runs of namespace ${cluster.name}`,
    );
  });

  it('takes owners in turn and the runs of one in the order they came, through a restart while they wait', async () => {
    await start({ concurrentRunsPerCluster: 1 });
    await apply('a1', 'a');
    await cluster.there(REPLICA_SETS, 'replicaset-a1');
    for (const [name, owner] of [
      ['a2', 'a'],
      ['a3', 'a'],
      ['b1', 'b'],
    ]) {
      await nextSecond();
      await apply(name, owner);
      await cluster.inPhase(name, 'Queued');
    }
    await cluster.stopEngines();
    // Comes while no engine looks, and must wait behind those before it all the same.
    await nextSecond();
    await apply('b2', 'b');
    await start({ concurrentRunsPerCluster: 1 });
    await cluster.inPhase('b2', 'Queued');

    const order: string[] = [];
    for (let turn = 0; turn < 4; turn += 1) {
      const going = order[order.length - 1] ?? 'a1';
      await cluster.end(`job-${going}`);
      const next = await newJob(['a1', ...order]);
      order.push(next.slice(4));
      // Never two at once.
      expect(await cluster.names(JOBS)).toHaveLength(order.length + 1);
      await cluster.inPhase(going, 'Finished');
    }
    expect(order).toEqual(['b1', 'a2', 'b2', 'a3']);
  });

  it('holds scheduled runs back with their Jobs suspended, in one queue with the one-offs', async () => {
    await start({ concurrentRunsPerCluster: 1 });
    await apply('once', 'a');
    await cluster.there(REPLICA_SETS, 'replicaset-once');
    await apply('nightly', 'b', { schedule: SCHEDULE });
    const cronJob = await cluster.there(CRON_JOBS, 'cronjob-nightly');
    await cluster.jobFrom(cronJob, 'cronjob-nightly-1');
    const queued = await cluster.inPhase('nightly', 'Queued');
    expect(admitted(queued)).toMatchObject({
      status: 'False',
      reason: 'ClusterLimit',
    });
    expect((await cluster.there(JOBS, 'cronjob-nightly-1')).spec.suspend).toBe(
      true,
    );
    expect(await cluster.names(SERVICES)).toEqual(['service-once']);
    await cluster.end('job-once');
    await released('cronjob-nightly-1');
    await cluster.there(REPLICA_SETS, 'replicaset-cronjob-nightly-1');
  });

  it('skips a scheduled run whose starting deadline passes in the queue, at that moment and with the reason', async () => {
    await start({ concurrentRunsPerCluster: 1 });
    await apply('once', 'a');
    await cluster.there(REPLICA_SETS, 'replicaset-once');
    await apply('nightly', 'b', {
      schedule: SCHEDULE,
      startingDeadlineSeconds: 10,
    });
    const cronJob = await cluster.there(CRON_JOBS, 'cronjob-nightly');
    await cluster.jobFrom(cronJob, 'cronjob-nightly-1');
    await cluster.inPhase('nightly', 'Queued');
    await cluster.gone(JOBS, 'cronjob-nightly-1');
    expect(cluster.outcomes.ofJob('cronjob-nightly-1')).toMatchObject({
      phases: ['queued', 'skipped'],
      last: { reason: { code: 'MissedStartingDeadline' } },
    });
    await cluster.inPhase('nightly', 'Scheduled');
  });

  it('takes a run out of the queue that is stopped, suspended or deleted, and calls the next', async () => {
    await start({ concurrentRunsPerCluster: 1 });
    await apply('going', 'a');
    await cluster.there(REPLICA_SETS, 'replicaset-going');
    for (const name of ['stopped', 'suspended', 'deleted', 'last']) {
      await apply(name, 'a');
      await cluster.inPhase(name, 'Queued');
    }
    await cluster.edit('stopped', { stop: true });
    await cluster.edit('suspended', { suspend: true });
    await cluster.remove(LOCUSTS, 'deleted');
    await cluster.inPhase('stopped', 'Stopped');
    await cluster.inPhase('suspended', 'Suspended');
    await cluster.end('job-going');
    await cluster.there(JOBS, 'job-last');
    expect(await cluster.names(JOBS)).toEqual(['job-going', 'job-last']);
    expect(cluster.outcomes.of('stopped')).toMatchObject([
      { last: { phase: 'stopped', reason: { code: 'StopRequested' } } },
    ]);
  });

  it('writes nothing to those who wait while nothing moves, and little when it does', async () => {
    await start({ concurrentRunsPerCluster: 1 });
    await apply('going', 'a');
    await cluster.there(REPLICA_SETS, 'replicaset-going');
    const names = Array.from({ length: 20 }, (_, index) => `w${index}`);
    for (const name of names) {
      await apply(name, 'a');
    }
    await Promise.all(names.map(it => cluster.inPhase(it, 'Queued')));
    const versions = async () =>
      Object.fromEntries(
        (await cluster.list(LOCUSTS)).map(it => [
          it.metadata.name,
          it.metadata.resourceVersion,
        ]),
      );
    const before = await versions();
    await cluster.end('job-going');
    await eventually(
      'the next has begun',
      async () => (await cluster.names(JOBS)).length === 2,
    );
    const changed = Object.entries(await versions())
      .filter(([name, version]) => before[name] !== version)
      .map(([name]) => name);
    // The one that ended and the one that began.
    expect(changed).toHaveLength(2);
  });

  it('carries on what had begun before a limit was set, and admits nothing above it', async () => {
    await start({});
    await apply('one', 'a');
    await apply('two', 'a');
    await cluster.there(REPLICA_SETS, 'replicaset-one');
    await cluster.there(REPLICA_SETS, 'replicaset-two');
    await cluster.stopEngines();
    await start({ concurrentRunsPerCluster: 1 });
    await apply('three', 'b');
    await cluster.inPhase('three', 'Queued');
    await cluster.end('job-one');
    await cluster.inPhase('one', 'Finished');
    expect(await cluster.get(JOBS, 'job-three')).toBeUndefined();
    await cluster.end('job-two');
    await cluster.there(JOBS, 'job-three');
  });

  describe('of runs of one test', () => {
    const scheduled = async (concurrencyPolicy: string) => {
      await start({});
      await apply('demo', 'a', { schedule: SCHEDULE, concurrencyPolicy });
      return cluster.there(CRON_JOBS, 'cronjob-demo');
    };
    /** `kubectl create job --from=cronjob/…`, as run-now does it too. */
    const byHand = { 'cronjob.kubernetes.io/instantiate': 'manual' };

    it.each([
      ['a scheduled run while one started by hand goes', byHand, {}],
      ['a run by hand while a scheduled one goes', {}, byHand],
    ])('Forbid skips %s', async (_what, older, newer) => {
      const cronJob = await scheduled('Forbid');
      await cluster.jobFrom(cronJob, 'cronjob-demo-1', older);
      await cluster.begin('cronjob-demo-1');
      await cluster.jobFrom(cronJob, 'cronjob-demo-2', newer);
      await cluster.gone(JOBS, 'cronjob-demo-2');
      expect(cluster.outcomes.ofJob('cronjob-demo-2')?.last).toMatchObject({
        phase: 'skipped',
        reason: { code: 'StillRunning' },
      });
      expect((await cluster.status('demo')).activeRuns).toMatchObject([
        { job: 'cronjob-demo-1' },
      ]);
    });

    it.each([
      ['a scheduled run and one started by hand', byHand, {}],
      ['a run by hand and a scheduled one', {}, byHand],
    ])(
      'Allow lets %s overlap, each with workers of its own',
      async (_what, older, newer) => {
        const cronJob = await scheduled('Allow');
        await cluster.jobFrom(cronJob, 'cronjob-demo-1', older);
        await cluster.begin('cronjob-demo-1');
        await cluster.jobFrom(cronJob, 'cronjob-demo-2', newer);
        await cluster.begin('cronjob-demo-2');
        expect(await cluster.names(REPLICA_SETS)).toEqual([
          'replicaset-cronjob-demo-1',
          'replicaset-cronjob-demo-2',
        ]);
        // The younger ends first; the older goes on.
        await cluster.end('cronjob-demo-2');
        await cluster.gone(JOBS, 'cronjob-demo-2');
        expect(await cluster.names(REPLICA_SETS)).toEqual([
          'replicaset-cronjob-demo-1',
        ]);
        await cluster.end('cronjob-demo-1');
        await cluster.none(JOBS, REPLICA_SETS, SERVICES);
        expect((await cluster.status('demo')).lastRuns).toMatchObject([
          { job: 'cronjob-demo-1', phase: 'finished' },
          { job: 'cronjob-demo-2', phase: 'finished' },
        ]);
      },
    );

    it.each([
      ['a scheduled run by one started by hand', {}, byHand],
      ['a run by hand by a scheduled one', byHand, {}],
    ])(
      'Replace stops %s gracefully and begins the newer after it',
      async (_what, older, newer) => {
        const cronJob = await scheduled('Replace');
        await cluster.jobFrom(cronJob, 'cronjob-demo-1', older);
        const runId = await cluster.begin('cronjob-demo-1');
        await cluster.jobFrom(cronJob, 'cronjob-demo-2', newer);
        const pod = await cluster.masterPod('cronjob-demo-1');
        await eventually(
          'the older is asked to end',
          async () =>
            (
              await cluster.get(PODS, pod.metadata.name)
            )?.spec.activeDeadlineSeconds === 1,
        );
        const waits = await eventually('the newer waits', async () => {
          const status = await cluster.status('demo');
          return status.activeRuns?.length === 2 && status;
        });
        expect(admitted(waits)).toMatchObject({
          status: 'False',
          reason: 'ReplacesOlder',
        });
        expect((await cluster.there(JOBS, 'cronjob-demo-2')).spec.suspend).toBe(
          true,
        );
        cluster.outcomes.tell(runId, READ_TO_THE_END);
        await cluster.end('cronjob-demo-1', { exitCode: 0 });
        await released('cronjob-demo-2');
        expect(cluster.outcomes.ofJob('cronjob-demo-1')?.last.phase).toMatch(
          /stopped|finished/,
        );
        await cluster.gone(JOBS, 'cronjob-demo-1');
      },
    );

    it('stops one of two scheduled runs that is asked to by its Job, and leaves the other alone', async () => {
      const cronJob = await scheduled('Allow');
      for (const job of ['cronjob-demo-1', 'cronjob-demo-2']) {
        await cluster.jobFrom(cronJob, job);
        await cluster.begin(job);
      }
      await cluster.client.mergePatch(
        JOBS,
        { namespace: cluster.name, name: 'cronjob-demo-1' },
        { metadata: { annotations: { [ANNOTATIONS.stop]: 'true' } } },
      );
      const stopped = await cluster.masterPod('cronjob-demo-1');
      await eventually(
        'the one is asked to end',
        async () =>
          (
            await cluster.get(PODS, stopped.metadata.name)
          )?.spec.activeDeadlineSeconds === 1,
      );
      const other = await cluster.masterPod('cronjob-demo-2');
      expect(other.spec.activeDeadlineSeconds).toBeGreaterThan(1);
    });

    it('forbids a scheduled run while the one-off goes that the resource was before', async () => {
      await start({});
      await apply('demo', 'a');
      await cluster.begin('job-demo');
      await cluster.edit('demo', { schedule: SCHEDULE });
      const cronJob = await cluster.there(CRON_JOBS, 'cronjob-demo');
      await cluster.jobFrom(cronJob, 'cronjob-demo-1');
      await cluster.gone(JOBS, 'cronjob-demo-1');
      expect(cluster.outcomes.ofJob('cronjob-demo-1')?.last.reason?.code).toBe(
        'StillRunning',
      );
      await cluster.end('job-demo');
      await cluster.inPhase('demo', 'Scheduled');
    });

    it('runs what lost its schedule once, after its scheduled runs have ended, and skips those that wait', async () => {
      await start({ concurrentRunsPerCluster: 1 });
      await apply('demo', 'a', {
        schedule: SCHEDULE,
        concurrencyPolicy: 'Allow',
      });
      const cronJob = await cluster.there(CRON_JOBS, 'cronjob-demo');
      await cluster.jobFrom(cronJob, 'cronjob-demo-1');
      await cluster.begin('cronjob-demo-1');
      await cluster.jobFrom(cronJob, 'cronjob-demo-2');
      await eventually(
        'the second waits',
        async () => (await cluster.status('demo')).activeRuns?.length === 2,
      );
      await cluster.edit('demo', { schedule: '' });
      await cluster.gone(JOBS, 'cronjob-demo-2');
      expect(cluster.outcomes.ofJob('cronjob-demo-2')?.last.reason?.code).toBe(
        'ScheduleRemoved',
      );
      expect(await cluster.get(JOBS, 'job-demo')).toBeUndefined();
      await cluster.end('cronjob-demo-1');
      await cluster.there(JOBS, 'job-demo');
      await cluster.gone(CRON_JOBS, 'cronjob-demo');
      expect((await cluster.status('demo')).lastRuns).toMatchObject(
        expect.arrayContaining([
          expect.objectContaining({ job: 'cronjob-demo-1' }),
          expect.objectContaining({ job: 'cronjob-demo-2' }),
        ]),
      );
    });
  });
});
