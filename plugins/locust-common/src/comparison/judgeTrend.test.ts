import { judgeTrend, type TrendRun } from './judgeTrend';

const run = (day: number, overrides: Partial<TrendRun> = {}): TrendRun => ({
  runId: `run${day}`,
  createdAt: new Date(Date.UTC(2026, 0, 1 + day)),
  phase: 'finished',
  verdict: 'passed',
  users: 50,
  p95: 200,
  failRatio: 0,
  rps: 100,
  ...overrides,
});

/** Runs of so many days, one after the other. */
const days = (count: number, overrides: Partial<TrendRun> = {}) =>
  Array.from({ length: count }, (_, day) => run(day, overrides));

const kinds = (runs: readonly TrendRun[]) =>
  judgeTrend(runs).runs.map(it => it.judgements.p95?.kind);

describe('judgeTrend', () => {
  it('holds each run against those before it', () => {
    expect(kinds([...days(5), run(5, { p95: 400 }), run(6)])).toEqual([
      ...Array(5).fill('tooFew'),
      'regression',
      'usual',
    ]);
  });

  it('takes the runs in the order of time, however they come', () => {
    const runs = [...days(5), run(5, { p95: 400 })];
    expect(judgeTrend([...runs].reverse())).toEqual(judgeTrend(runs));
    expect(judgeTrend([...runs].reverse()).runs.at(-1)?.run.runId).toBe('run5');
  });

  it('judges every metric that a run has a figure of', () => {
    const last = run(5, { p95: undefined, rps: 50, failRatio: 0.5 });
    expect(judgeTrend([...days(5), last]).runs.at(-1)?.judgements).toEqual({
      rps: { kind: 'regression', median: 100, band: 5 },
      failRatio: { kind: 'regression', median: 0, band: 0.01 },
    });
  });

  it('compares runs of as many users only', () => {
    expect(kinds([...days(5), run(5, { users: 500, p95: 400 })]).at(-1)).toBe(
      'tooFew',
    );
  });

  it.each(['stopped', 'error', 'skipped'] as const)(
    'neither judges a run that is %s nor judges by it',
    phase => {
      expect(kinds([...days(5), run(5, { phase, p95: 9999 })]).at(-1)).toBe(
        undefined,
      );
      expect(kinds([...days(5, { phase }), run(5, { p95: 400 })]).at(-1)).toBe(
        'tooFew',
      );
    },
  );

  it('forgets what was usual long ago', () => {
    const recent = Array.from({ length: 20 }, (_, i) =>
      run(50 + i, { p95: 400 }),
    );
    expect(kinds([...days(40), ...recent, run(90, { p95: 400 })]).at(-1)).toBe(
      'usual',
    );
  });

  it('tells the part of the judged runs that has passed', () => {
    expect(
      judgeTrend([
        run(0),
        run(1, { verdict: 'failed' }),
        run(2, { verdict: 'none' }),
        run(3),
        run(4),
      ]).passRate,
    ).toBe(0.75);
    expect(judgeTrend(days(3, { verdict: 'none' }))).not.toHaveProperty(
      'passRate',
    );
    expect(judgeTrend([])).toEqual({ runs: [] });
  });
});
