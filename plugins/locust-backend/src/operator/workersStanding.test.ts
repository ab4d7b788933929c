import type { LocustFailure } from '../runs/LocustFailure';
import { decodePod, type PodObject } from './observed/PodObject';
import { workersStanding } from './workersStanding';

const pod = (name: string, state: object, more: object = {}): PodObject =>
  decodePod({
    metadata: { name, namespace: 'n', uid: name },
    status: {
      phase: 'Running',
      containerStatuses: [{ name: 'locust', ...state }],
      ...more,
    },
  });

const HEALTHY = pod('healthy', { state: { running: {} } });
const OUT_OF_MEMORY = pod('greedy', {
  state: { running: {} },
  lastState: { terminated: { exitCode: 137, reason: 'OOMKilled' } },
});
const FAILING = pod('failing', {
  state: { waiting: { reason: 'CrashLoopBackOff' } },
  lastState: { terminated: { exitCode: 1, reason: 'Error' } },
});

const unread = () => undefined;

describe('workersStanding', () => {
  it('counts those that run', () => {
    expect(
      workersStanding(
        [HEALTHY, pod('new', { state: { waiting: {} } })],
        undefined,
        unread,
      ),
    ).toEqual({ pods: 2, running: 1, trouble: undefined });
  });

  it('remembers a worker that ran out of memory, though it was begun again', () => {
    expect(
      workersStanding([HEALTHY, OUT_OF_MEMORY], undefined, unread),
    ).toMatchObject({
      running: 2,
      trouble: { kind: 'lost', code: 'OutOfMemory' },
    });
  });

  it('tells of a worker that ends again and again by its exit code, until its log is read', () => {
    const failure: LocustFailure = {
      kind: 'locustfile',
      message: "ModuleNotFoundError: No module named 'shop'",
      place: '/mnt/locustfile.py:3',
    };
    const asked: string[] = [];
    const readLater = (it: PodObject) => {
      asked.push(it.metadata.name);
      return asked.length > 1 ? failure : undefined;
    };
    const look = () =>
      workersStanding([OUT_OF_MEMORY, FAILING], undefined, readLater).trouble;
    expect(look()).toMatchObject({
      code: 'WorkerFailed',
      message:
        'The worker ends again and again (exit code 1); its log tells why.',
    });
    expect(look()).toMatchObject({
      code: 'LocustFailed',
      message:
        "The locustfile cannot be run on the workers: ModuleNotFoundError: No module named 'shop' (/mnt/locustfile.py:3); put the module into the image or beside the locustfile and run the test again.",
    });
    expect(asked).toEqual(['failing', 'failing']);
  });

  it.each([
    ['who left because the master did', { exitCode: 0, reason: 'Completed' }],
    ['who is begun again after the first failure', undefined],
  ])('does not call a worker failing %s', (_what, terminated) => {
    const worker = pod('w', {
      state: terminated
        ? { waiting: { reason: 'CrashLoopBackOff' } }
        : { running: {} },
      lastState: { terminated: terminated ?? { exitCode: 1, reason: 'Error' } },
    });
    expect(
      workersStanding([worker], undefined, unread).trouble,
    ).toBeUndefined();
  });

  it('tells of a worker that ended again and again where nobody was looking until its pod was on its way out', () => {
    const ended = { terminated: { exitCode: 1, reason: 'Error' } };
    const known = (state: object) =>
      workersStanding([pod('w', state)], undefined, unread).trouble?.code;
    expect(known({ state: ended, lastState: ended })).toBe('WorkerFailed');
    expect(known({ state: ended })).toBeUndefined();
  });

  it('tells why no pods are made, where nothing is wrong with those that are', () => {
    const refusal =
      'pods "replicaset-demo-" is forbidden: exceeded quota: small, requested: pods=1, used: pods=1, limited: pods=1';
    expect(workersStanding([HEALTHY], refusal, unread).trouble).toMatchObject({
      kind: 'placement',
      code: 'QuotaExceeded',
      message: expect.stringMatching(/leaves no pod for the workers/),
    });
    expect(workersStanding([FAILING], refusal, unread).trouble?.code).toBe(
      'WorkerFailed',
    );
  });
});
