import { MasterLog } from './MasterLog';

const statistics = (requests: number) => ({
  requests,
  failures: 1,
  min: 1,
  avg: 2,
  median: 2,
  max: 9,
  rps: 99,
  failuresPerSecond: 99,
  totalRps: 5,
  totalFailuresPerSecond: 0.5,
  percentiles: [2, 3, 4, 5, 6, 7, 8, 9, 9, 9, 9],
});
const line = (n: number, record: object) =>
  `@@locust ${JSON.stringify({ final: true, v: 1, n, ...record })}`;
const entry = (n: number, name: string, change: object = {}) =>
  line(n, {
    kind: 'entry',
    method: 'GET',
    name,
    statistics: statistics(10),
    ...change,
  });
const total = (n: number, change: object = {}) =>
  line(n, {
    kind: 'total',
    elapsed: 60,
    state: 'stopped',
    statistics: statistics(20),
    ...change,
  });
const end = (n: number, entries: number) =>
  line(n, { kind: 'end', exitCode: 0, entries, errors: 0, exceptions: 0 });

function outcomeOf(...lines: readonly string[]) {
  const log = new MasterLog();
  lines.forEach(it => log.line(it));
  log.end();
  return log.outcome();
}

describe('the figures without a warm-up', () => {
  const SINCE = { seconds: 30, missing: null, statistics: statistics(7) };
  const WHOLE = [
    entry(0, '/b', { since: statistics(4) }),
    entry(1, '/a', { since: statistics(3) }),
    total(2, { since: SINCE }),
  ];

  it('are what the reporter tells at the end, beside those of the whole run', () => {
    const { total: all, sinceWarmUp } = outcomeOf(...WHOLE, end(3, 2));
    expect(all?.requests).toBe(20);
    expect(sinceWarmUp).toMatchObject({
      seconds: 30,
      total: { requests: 7, rps: 5, percentiles: { '95': 7 } },
      requests: [
        { method: 'GET', name: '/a', statistics: { requests: 3 } },
        { method: 'GET', name: '/b', statistics: { requests: 4 } },
      ],
    });
  });

  it('are not there before everything that belongs to the end is', () => {
    expect(outcomeOf(...WHOLE).sinceWarmUp).toBeUndefined();
    expect(outcomeOf(...WHOLE.slice(1), end(3, 2)).sinceWarmUp).toBeUndefined();
  });

  it('are not there where no warm-up was to be left out, or by an older reporter', () => {
    expect(outcomeOf(entry(0, '/a'), total(1), end(2, 1))).toMatchObject({
      final: true,
      sinceWarmUp: undefined,
    });
  });

  it.each([
    ['short', 'short'],
    ['reset', 'reset'],
    ['failed', 'failed'],
    ['something newer', 'failed'],
    [undefined, 'failed'],
  ])('are missing as the reporter says: %p', (word, missing) => {
    const since = { seconds: 30, missing: word, statistics: null };
    expect(
      outcomeOf(entry(0, '/a'), total(1, { since }), end(2, 1)).sinceWarmUp,
    ).toEqual({ seconds: 30, missing, requests: [] });
  });
});
