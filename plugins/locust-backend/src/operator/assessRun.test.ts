import { assessRun, type RunFacts } from './assessRun';
import { decodeJob } from './observed/JobObject';
import { decodePod } from './observed/PodObject';
import type { RunObservation } from '../runs/RunObserver';

const NOW = new Date('2026-01-31T10:10:00Z');
const CONFIG = { imagePullGraceSeconds: 60, outcomeTimeoutSeconds: 300 };
const METADATA = { name: 'x', namespace: 'n', uid: 'u' };

const job = (...conditions: object[]) =>
  decodeJob({ metadata: METADATA, status: { conditions } });

function pod(status: object, created = '2026-01-31T10:00:00Z') {
  return decodePod({
    metadata: { ...METADATA, creationTimestamp: created },
    status,
  });
}

const container = (state: object, more = {}) =>
  pod({
    ...more,
    containerStatuses: [
      { name: 'sidecar', state: { running: {} } },
      { name: 'locust', state },
    ],
  });

const GAVE_UP = {
  kind: 'noWorkers' as const,
  message: 'Gave up waiting for workers to connect',
};
const QUOTA = { code: 'QuotaExceeded', message: 'The quota leaves no pod.' };
const STOP_CONDITION = { code: 'StopWhen', message: 'Too many failures.' };

const UNSCHEDULABLE = {
  kind: 'placement' as const,
  code: 'Unschedulable',
  message: 'No node takes the worker: insufficient cpu; add one.',
};
const OUT_OF_MEMORY = {
  kind: 'lost' as const,
  code: 'OutOfMemory',
  message: 'A worker ran out of memory and was killed; give it more.',
};

const RUNNING = container({ running: { startedAt: '2026-01-31T10:00:05Z' } });
const exited = (exitCode: number, more: object = {}, reason = 'Error') =>
  container(
    {
      terminated: { exitCode, reason, finishedAt: '2026-01-31T10:09:00Z' },
    },
    more,
  );
const waiting = (reason: string, message = '') =>
  container({ waiting: { reason, message } });

const observed = (more: Partial<RunObservation> = {}): RunObservation => ({
  workersConnected: 2,
  hasFinalTable: true,
  stored: true,
  ...more,
});

function assess(facts: Partial<RunFacts>) {
  return assessRun(
    {
      job: job(),
      stopRequested: false,
      admittedAt: new Date('2026-01-31T10:00:00Z'),
      workersWanted: 2,
      deadlines: { runTime: 300, workersReady: 300, pod: 900, job: 960 },
      watchedForMs: 600_000,
      endKnownForMs: 0,
      ...facts,
    },
    CONFIG,
    NOW,
  );
}

describe('assessRun, while the run goes', () => {
  it.each([
    ['starts while workers connect', { workersConnected: 1 }, 'starting'],
    ['runs when all workers have connected', {}, 'running'],
    [
      'runs when users were spawned, though a worker was lost since',
      { workersConnected: 1, usersSpawnedAt: NOW },
      'running',
    ],
  ])('%s', (_what, observation, phase) => {
    expect(
      assess({
        master: RUNNING,
        observation: observed({
          hasFinalTable: false,
          stored: false,
          ...observation,
        }),
      }),
    ).toMatchObject({ kind: 'going', phase, endMaster: false });
  });

  it('ends a running master that is to stop', () => {
    expect(assess({ master: RUNNING, stopRequested: true })).toMatchObject({
      kind: 'going',
      phase: 'stopping',
      endMaster: true,
    });
  });

  it('ends a running master when a condition to stop was met', () => {
    expect(
      assess({ master: RUNNING, stopCondition: STOP_CONDITION }),
    ).toMatchObject({ kind: 'going', phase: 'stopping', endMaster: true });
  });

  it('tells of workers that find no node', () => {
    expect(
      assess({
        master: RUNNING,
        workers: { pods: 2, running: 0, trouble: UNSCHEDULABLE },
      }),
    ).toMatchObject({
      kind: 'going',
      trouble: { code: 'Unschedulable', message: UNSCHEDULABLE.message },
    });
  });

  it('tells that a host cannot be reached once all users are there', () => {
    const facts = {
      master: RUNNING,
      observation: observed({
        hasFinalTable: false,
        stored: false,
        unreachable: { cause: 'refused' },
      }),
    };
    expect(assess(facts)).toMatchObject({ kind: 'going', trouble: undefined });
    expect(
      assess({
        ...facts,
        observation: { ...facts.observation, usersSpawnedAt: NOW },
      }),
    ).toMatchObject({ kind: 'going', trouble: { code: 'HostUnreachable' } });
  });

  it('tells of a quota that leaves no pod, and goes on waiting for one', () => {
    expect(
      assess({ masterRefusal: QUOTA, watchedForMs: 10_000 }),
    ).toMatchObject({ kind: 'going', phase: 'starting', trouble: QUOTA });
  });

  it('gives a registry that hiccups some time', () => {
    const fresh = decodePod({
      metadata: { ...METADATA, creationTimestamp: '2026-01-31T10:09:30Z' },
      status: {
        containerStatuses: [
          { name: 'locust', state: { waiting: { reason: 'ErrImagePull' } } },
        ],
      },
    });
    expect(assess({ master: fresh })).toMatchObject({
      kind: 'going',
      trouble: { code: 'ImagePullFailed' },
    });
  });

  it('gives a large image the time it takes', () => {
    expect(assess({ master: waiting('ContainerCreating') })).toMatchObject({
      kind: 'going',
      phase: 'starting',
    });
  });
});

/** What an old Locust says that waits for its workers until it is ended. */
const WAITED_IN_VAIN: Partial<RunFacts> = {
  workers: { pods: 2, running: 0, trouble: UNSCHEDULABLE },
  observation: observed({
    hasFinalTable: false,
    workersConnected: 0,
    failure: { kind: 'other', message: 'Waiting for workers' },
  }),
};

const NO_WORKERS_IN_ITS_TIME = {
  phase: 'error',
  reason: {
    code: 'WorkersNotConnected',
    message: expect.stringMatching(/within 15m: no node takes/),
  },
};

describe('assessRun, at the end', () => {
  it.each([
    [
      'finished, all requests well',
      { master: exited(0), observation: observed() },
      { phase: 'finished', exitCode: 0, reason: undefined },
    ],
    [
      'finished, though requests failed',
      { master: exited(1), observation: observed() },
      { phase: 'finished', exitCode: 1, reason: undefined },
    ],
    [
      'an error where Locust ended before its final statistics',
      { master: exited(1), observation: observed({ hasFinalTable: false }) },
      { phase: 'error', reason: { code: 'LocustFailed' } },
    ],
    [
      'an error in the words of the traceback',
      {
        master: exited(1),
        observation: observed({
          hasFinalTable: false,
          failure: {
            kind: 'locustfile',
            message: 'ImportError: no module named shop',
            place: '/mnt/locustfile.py:3',
          },
        }),
      },
      {
        phase: 'error',
        reason: {
          code: 'LocustFailed',
          message: expect.stringMatching(
            /no module named shop \(\/mnt\/locustfile\.py:3\)/,
          ),
        },
      },
    ],
    [
      'an error on any other exit code',
      { master: exited(3), observation: observed() },
      {
        phase: 'error',
        exitCode: 3,
        reason: { message: expect.stringMatching(/exit code 3/) },
      },
    ],
    [
      'an error where too few workers came',
      {
        master: exited(1),
        observation: observed({ hasFinalTable: false, workersConnected: 1 }),
      },
      {
        phase: 'error',
        reason: {
          code: 'WorkersNotConnected',
          message: expect.stringMatching(
            /Only 1 of 2 workers connected within 5m/,
          ),
        },
      },
    ],
    [
      'an error where too few workers came, in the words of what kept them',
      {
        master: exited(1),
        workers: { pods: 2, running: 1, trouble: UNSCHEDULABLE },
        observation: observed({
          hasFinalTable: false,
          workersConnected: 1,
          failure: GAVE_UP,
        }),
      },
      {
        phase: 'error',
        reason: {
          code: 'WorkersNotConnected',
          message:
            'Only 1 of 2 workers connected within 5m: no node takes the worker: insufficient cpu; add one.',
        },
      },
    ],
    [
      'an error where all workers run and none came',
      {
        master: exited(1),
        workers: { pods: 2, running: 2 },
        observation: observed({
          hasFinalTable: false,
          workersConnected: 0,
          failure: GAVE_UP,
        }),
      },
      {
        phase: 'error',
        reason: {
          code: 'WorkersNotConnected',
          message: expect.stringMatching(
            /Only 0 of 2 workers .*though all run; .*network policies/,
          ),
        },
      },
    ],
    [
      'an error where workers were still starting',
      {
        master: exited(1),
        workers: { pods: 2, running: 0 },
        observation: observed({
          hasFinalTable: false,
          workersConnected: 0,
          failure: GAVE_UP,
        }),
      },
      {
        phase: 'error',
        reason: {
          code: 'WorkersNotConnected',
          message: expect.stringMatching(/longer workersReadyTimeout/),
        },
      },
    ],
    [
      'an error for want of workers where an old Locust waits for them until the deadline',
      {
        master: exited(143, { phase: 'Failed', reason: 'DeadlineExceeded' }),
        ...WAITED_IN_VAIN,
      },
      NO_WORKERS_IN_ITS_TIME,
    ],
    [
      'an error where Locust did not accept its arguments, whoever had connected',
      {
        master: exited(2),
        observation: observed({
          hasFinalTable: false,
          workersConnected: 0,
          failure: {
            kind: 'arguments',
            message: 'unrecognized arguments: --wokers',
          },
        }),
      },
      {
        phase: 'error',
        exitCode: 2,
        reason: {
          code: 'LocustFailed',
          message: expect.stringMatching(
            /unrecognized arguments: --wokers; correct master\.extraArgs/,
          ),
        },
      },
    ],
    [
      'finished, and says so, where no request reached the host',
      {
        master: exited(1),
        host: 'http://shop',
        observation: observed({ unreachable: { cause: 'unresolved' } }),
      },
      {
        phase: 'finished',
        reason: {
          code: 'HostUnreachable',
          message: expect.stringMatching(/the host http:\/\/shop.*resolved/),
        },
      },
    ],
    [
      'finished, and says so, where a worker was lost on the way',
      {
        master: exited(0),
        workers: { pods: 2, running: 2, trouble: OUT_OF_MEMORY },
        observation: observed(),
      },
      {
        phase: 'finished',
        reason: { code: 'OutOfMemory', message: OUT_OF_MEMORY.message },
      },
    ],
    [
      'finished without a word about what kept a worker for a while',
      {
        master: exited(0),
        workers: { pods: 2, running: 2, trouble: UNSCHEDULABLE },
        observation: observed(),
      },
      { phase: 'finished', reason: undefined },
    ],
    [
      'an error where Locust was killed by nobody knows whom',
      { master: exited(137), observation: observed({ hasFinalTable: false }) },
      { phase: 'error', reason: { code: 'Killed' } },
    ],
    [
      'an error where the quota leaves no pod for the master',
      { masterRefusal: QUOTA },
      { phase: 'error', removeJob: true, reason: QUOTA },
    ],
    [
      'an error where the quota left no pod for the master until the Job was over',
      {
        job: job({
          type: 'Failed',
          status: 'True',
          reason: 'DeadlineExceeded',
        }),
        masterRefusal: QUOTA,
      },
      { phase: 'error', reason: QUOTA },
    ],
    [
      'an error where the node was drained, though Locust had time for its final statistics',
      {
        master: exited(0, {
          conditions: [
            {
              type: 'DisruptionTarget',
              status: 'True',
              reason: 'EvictionByEvictionAPI',
              message: 'Eviction API: evicting',
              lastTransitionTime: '2026-01-31T10:08:58Z',
            },
          ],
        }),
        observation: observed(),
      },
      {
        phase: 'error',
        reason: {
          code: 'Evicted',
          message: expect.stringMatching(/EvictionByEvictionAPI/),
        },
      },
    ],
    [
      'finished, where the node was drained after the end',
      {
        master: exited(0, {
          conditions: [
            {
              type: 'DisruptionTarget',
              status: 'True',
              reason: 'EvictionByEvictionAPI',
              lastTransitionTime: '2026-01-31T10:09:05Z',
            },
          ],
        }),
        observation: observed(),
      },
      { phase: 'finished', reason: undefined },
    ],
    [
      'an error where memory ran out',
      { master: exited(137, {}, 'OOMKilled'), observation: observed() },
      { phase: 'error', reason: { code: 'OutOfMemory' } },
    ],
    [
      'an error where the node evicted the pod',
      {
        master: exited(137, {
          phase: 'Failed',
          reason: 'Evicted',
          message: 'low on ephemeral-storage',
        }),
        observation: observed(),
      },
      {
        phase: 'error',
        reason: {
          code: 'Evicted',
          message: expect.stringMatching(/low on ephemeral-storage; /),
        },
      },
    ],
    [
      'an error at the deadline',
      {
        master: exited(0, { phase: 'Failed', reason: 'DeadlineExceeded' }),
        observation: observed(),
      },
      {
        phase: 'error',
        reason: {
          code: 'DeadlineExceeded',
          message: expect.stringMatching(/ended after 15m/),
        },
      },
    ],
    [
      'stopped, where the deadline was our stop',
      {
        master: exited(0, { phase: 'Failed', reason: 'DeadlineExceeded' }),
        observation: observed(),
        stopRequested: true,
      },
      { phase: 'stopped', reason: { code: 'StopRequested' } },
    ],
    [
      'stopped by a condition, where that was why we stopped it',
      {
        master: exited(0, { phase: 'Failed', reason: 'DeadlineExceeded' }),
        observation: observed(),
        stopRequested: true,
        stopCondition: STOP_CONDITION,
      },
      { phase: 'stopped', reason: STOP_CONDITION },
    ],
    [
      'stopped by a condition, where the pod is gone with its log',
      {
        job: job({ type: 'Failed', status: 'True' }),
        stopRequested: true,
        stopCondition: STOP_CONDITION,
      },
      { phase: 'stopped', reason: STOP_CONDITION },
    ],
    [
      'finished, where a condition was met but nobody stopped it in time',
      {
        master: exited(0),
        observation: observed(),
        stopCondition: STOP_CONDITION,
      },
      { phase: 'finished' },
    ],
    [
      'an error by the deadline, where a condition was met but nobody was there to stop it',
      {
        master: exited(0, { phase: 'Failed', reason: 'DeadlineExceeded' }),
        observation: observed(),
        stopCondition: STOP_CONDITION,
      },
      { phase: 'error', reason: { code: 'DeadlineExceeded' } },
    ],
    [
      'stopped with the reason, where the Job has failed and the end of its pod was not told',
      {
        job: job({ type: 'Failed', status: 'True' }),
        master: RUNNING,
        observation: observed(),
        stopRequested: true,
      },
      { phase: 'stopped', reason: { code: 'StopRequested' } },
    ],
    [
      'finished, where the stop came too late to matter',
      { master: exited(0), observation: observed(), stopRequested: true },
      { phase: 'finished' },
    ],
    [
      'finished, where the stop came too late and the pod is gone',
      {
        job: job({ type: 'Complete', status: 'True' }),
        observation: observed(),
        stopRequested: true,
      },
      { phase: 'finished' },
    ],
    [
      'an error where the Job was deleted',
      { job: undefined },
      { phase: 'error', reason: { code: 'JobDeleted' } },
    ],
    [
      'stopped where the Job was deleted after a stop',
      { job: undefined, stopRequested: true },
      { phase: 'stopped' },
    ],
    [
      'an error where the master pod was lost',
      { job: job({ type: 'Failed', status: 'True' }) },
      { phase: 'error', reason: { code: 'MasterLost' } },
    ],
    [
      'an error where the Job deadline was the last resort',
      {
        job: job({
          type: 'Failed',
          status: 'True',
          reason: 'DeadlineExceeded',
        }),
      },
      { phase: 'error', reason: { code: 'DeadlineExceeded' } },
    ],
    [
      'an error by what kept it from beginning where only the deadline ends it',
      {
        master: container(
          { waiting: { reason: 'ErrImagePull', message: 'no such host' } },
          { phase: 'Failed', reason: 'DeadlineExceeded' },
        ),
        watchedForMs: 5_000,
      },
      {
        phase: 'error',
        reason: {
          code: 'ImagePullFailed',
          message: expect.stringMatching(/no such host/),
        },
      },
    ],
    [
      'the same where workers that did not come either are known to be missing',
      {
        master: container(
          { waiting: { reason: 'ErrImagePull', message: 'no such host' } },
          { phase: 'Failed', reason: 'DeadlineExceeded' },
        ),
        workers: { pods: 2, running: 0 },
        observation: observed({ hasFinalTable: false, workersConnected: 0 }),
        watchedForMs: 5_000,
      },
      { phase: 'error', reason: { code: 'ImagePullFailed' } },
    ],
    [
      'an error for want of workers where the master that waited for them is gone with its deadline',
      {
        job: job({
          type: 'Failed',
          status: 'True',
          reason: 'DeadlineExceeded',
        }),
        ...WAITED_IN_VAIN,
      },
      NO_WORKERS_IN_ITS_TIME,
    ],
    [
      'the same where the Job’s end is told before its pod’s',
      {
        job: job({
          type: 'Failed',
          status: 'True',
          reason: 'DeadlineExceeded',
        }),
        master: waiting('ErrImagePull', 'no such host'),
        watchedForMs: 5_000,
      },
      { phase: 'error', reason: { code: 'ImagePullFailed' } },
    ],
    [
      'an error where the image cannot be pulled',
      { master: waiting('ImagePullBackOff', 'Back-off pulling "x"') },
      {
        phase: 'error',
        removeJob: true,
        reason: {
          code: 'ImagePullFailed',
          message: expect.stringMatching(/Back-off pulling "x"/),
        },
      },
    ],
    [
      'an error where a Secret is missing',
      {
        master: waiting(
          'CreateContainerConfigError',
          'secret "keys" not found',
        ),
      },
      {
        phase: 'error',
        removeJob: true,
        reason: {
          code: 'CreateContainerConfigError',
          message: expect.stringMatching(/secret "keys" not found/),
        },
      },
    ],
    [
      'an error where no pod was made',
      {},
      { phase: 'error', removeJob: true, reason: { code: 'NoMasterPod' } },
    ],
    [
      'stopped before it began',
      { stopRequested: true },
      { phase: 'stopped', removeJob: true },
    ],
  ])('is %s', (_what, facts, expected) => {
    expect(assess(facts as Partial<RunFacts>)).toMatchObject({
      kind: 'over',
      ...expected,
    });
  });

  it('waits for the log of a pod that has ended, though its container is not yet said to have', () => {
    const master = container(
      { running: { startedAt: '2026-01-31T10:00:05Z' } },
      { phase: 'Failed', reason: 'DeadlineExceeded' },
    );
    expect(
      assess({
        master,
        observation: observed({ stored: false, hasFinalTable: false }),
      }),
    ).toMatchObject({ kind: 'over', awaitsOutcome: true });
  });

  it('waits until the log is stored, but not for ever', () => {
    const unstored = observed({ stored: false });
    expect(assess({ master: exited(0), observation: unstored })).toMatchObject({
      kind: 'over',
      awaitsOutcome: true,
    });
    expect(
      assess({
        master: exited(0),
        observation: unstored,
        endKnownForMs: 300_000,
      }),
    ).toMatchObject({ kind: 'over', awaitsOutcome: false });
  });

  it('waits for the log where the Job has ended and the end of its pod was not told yet', () => {
    const jobEnded = job({ type: 'Complete', status: 'True' });
    expect(
      assess({
        job: jobEnded,
        master: RUNNING,
        observation: observed({ stored: false }),
      }),
    ).toMatchObject({ kind: 'over', awaitsOutcome: true });
    expect(
      assess({ job: jobEnded, observation: observed({ stored: false }) }),
    ).toMatchObject({ kind: 'over', awaitsOutcome: false });
  });

  it('dates an end that nobody has dated from when it was known, however often it is looked at', () => {
    expect(assess({ job: undefined, endKnownForMs: 60_000 })).toMatchObject({
      kind: 'over',
      finishedAt: new Date('2026-01-31T10:09:00Z'),
    });
  });

  it('waits for the log of a run that ended long ago by the clock, for nobody may have looked or the clock be wrong', () => {
    const longAgo = container({
      terminated: { exitCode: 0, finishedAt: '2026-01-31T09:00:00Z' },
    });
    expect(assess({ master: longAgo, endKnownForMs: 0 })).toMatchObject({
      kind: 'over',
      awaitsOutcome: true,
    });
  });

  it.each([
    ['no pod yet', {}],
    ['an image that is being pulled', { master: waiting('ImagePullBackOff') }],
  ])(
    'is not given up for %s by a process that has only begun to look at it',
    (_what, facts) => {
      expect(assess({ ...facts, watchedForMs: 1_000 }).kind).toBe('going');
    },
  );

  it('ends when Locust does, though a sidecar lives on', () => {
    expect(
      assess({
        master: exited(0, { phase: 'Running' }),
        observation: observed(),
      }),
    ).toMatchObject({ kind: 'over', phase: 'finished' });
  });
});
