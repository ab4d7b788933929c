import { doubtsOf } from './doubtsOf';
import type { TrustFacts } from './TrustFacts';

const IDLE = { seconds: 0, most: 20 };
const FINE: TrustFacts = {
  seconds: 300,
  over: true,
  cpu: { master: IDLE, workers: IDLE, busyWorkers: [] },
  cpuWarnings: { master: false, workers: [] },
  mostWorkers: 4,
  workersLost: 0,
  lostWorkers: [],
  users: { wanted: 100, reached: 100, steady: true },
  missingLines: { beginning: 0, between: 0 },
};
const UNREPORTED: TrustFacts = { ...FINE, seconds: 0, cpu: undefined };

const codesOf = (facts: TrustFacts) => doubtsOf(facts).map(it => it.code);
const busyWorkers = (seconds: number, workers: readonly string[]) => ({
  ...FINE,
  cpu: {
    master: IDLE,
    workers: { seconds, most: 99.6 },
    busyWorkers: workers,
  },
});

describe('doubtsOf', () => {
  it('has none where nothing was seen', () => {
    expect(doubtsOf(FINE)).toEqual([]);
    expect(doubtsOf(UNREPORTED)).toEqual([]);
  });

  it('says which worker stood above 90 % of a core, for how long, and what to do', () => {
    expect(doubtsOf(busyWorkers(90, ['shop-1', 'shop-2']))).toEqual([
      {
        code: 'WorkerCpu',
        message:
          'Worker shop-1 stood above 90 % of a core, as did 1 more of 4 workers at times, for 1m30s of 5m and at most at 100 %. Use more workers, or give them more CPU, for their response times may hold waiting of their own.',
      },
    ]);
  });

  it('does not name a worker that is not known', () => {
    expect(doubtsOf(busyWorkers(90, []))[0].message).toMatch(
      /^A worker stood above 90 % of a core, for 1m30s of 5m/,
    );
  });

  it.each([
    [29, []],
    [30, ['WorkerCpu']],
  ])('with %p of 300 busy seconds has %p', (seconds, codes) => {
    expect(codesOf(busyWorkers(seconds, ['a']))).toEqual(codes);
  });

  it('says how the master stood', () => {
    const [doubt] = doubtsOf({
      ...FINE,
      cpu: { ...FINE.cpu!, master: { seconds: 60, most: 97 } },
    });
    expect(doubt.code).toBe('MasterCpu');
    expect(doubt.message).toMatch(
      /^The master stood above 90 % of a core, for 1m of 5m and at most at 97 %\. Give it more CPU/,
    );
  });

  it("passes Locust's own warnings on where there is no reporter to say how long", () => {
    const doubts = doubtsOf({
      ...UNREPORTED,
      cpuWarnings: { master: true, workers: ['a', 'b', 'c', 'd'] },
    });
    expect(doubts.map(it => it.message)).toEqual([
      expect.stringMatching(
        /^Locust warned that 4 workers \(a, b, c and 1 more\) went above 90 %/,
      ),
      expect.stringMatching(/^Locust warned that the master went above 90 %/),
    ]);
  });

  it("takes no notice of Locust's warnings where the reporter saw but a peak", () => {
    expect(
      codesOf({ ...FINE, cpuWarnings: { master: true, workers: ['a'] } }),
    ).toEqual([]);
  });

  it('says how many workers were lost, and which', () => {
    expect(
      doubtsOf({ ...FINE, workersLost: 2, lostWorkers: ['a', 'b'] }),
    ).toEqual([
      {
        code: 'WorkersLost',
        message: expect.stringMatching(
          /^2 of 4 workers were lost while the test ran \(a, b\), so .*See in their pods why/,
        ),
      },
    ]);
  });

  it.each([
    ['one user short', { wanted: 100, reached: 99, steady: true }, true],
    ['none at all', { wanted: 100, reached: 0, steady: true }, true],
    [
      'a shape that is followed a little late',
      { wanted: 100, reached: 95, steady: false },
      false,
    ],
    [
      'a shape that is not followed',
      { wanted: 100, reached: 94, steady: false },
      true,
    ],
    ['all of them', { wanted: 100, reached: 100, steady: true }, false],
  ])('of %s has a doubt: %#', (_what, users, doubted) => {
    expect(codesOf({ ...FINE, users })).toEqual(
      doubted ? ['UsersNotReached'] : [],
    );
  });

  it('does not ask for users that are still to come', () => {
    const users = { wanted: 100, reached: 10, steady: true };
    expect(codesOf({ ...FINE, over: false, users })).toEqual([]);
  });

  it('says which part of the log is missing', () => {
    expect(
      doubtsOf({ ...FINE, missingLines: { beginning: 12, between: 3 } })[0]
        .message,
    ).toMatch(/missing from the log, 12 at its beginning and 3 further on:/);
  });
});
