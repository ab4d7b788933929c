import type {
  ReportedStatistics,
  ReporterRecord,
  TotalRecord,
} from './ReporterRecord';
import { StopJudge } from './StopJudge';

const statistics = (more: Partial<ReportedStatistics>): ReportedStatistics => ({
  requests: 0,
  failures: 0,
  min: 0,
  avg: 0,
  median: 0,
  max: 0,
  rps: 10,
  failuresPerSecond: 0,
  totalRps: 0,
  totalFailuresPerSecond: 0,
  percentiles: {},
  ...more,
});

const total = (
  elapsed: number | undefined,
  figures: Partial<ReportedStatistics>,
  more: Partial<TotalRecord> = {},
): TotalRecord => ({
  kind: 'total',
  n: 0,
  final: false,
  elapsed,
  state: 'running',
  users: 1,
  targetUsers: 1,
  workers: 1,
  missingWorkers: 0,
  workerList: [],
  statistics: statistics({ requests: 10 * (elapsed ?? 0), ...figures }),
  ...more,
});

const entry = (
  name: string,
  figures: Partial<ReportedStatistics>,
): ReporterRecord => ({
  kind: 'entry',
  n: 0,
  final: false,
  method: 'GET',
  name,
  statistics: statistics(figures),
});

function judge(
  condition: string,
  records: readonly ReporterRecord[],
): StopJudge {
  const stop = new StopJudge([condition]);
  records.forEach(it => stop.add(it));
  return stop;
}

/** Every two seconds, as the reporter tells. */
const every2s = (
  to: number,
  record: (seconds: number) => readonly ReporterRecord[],
) => Array.from({ length: to / 2 + 1 }, (_, index) => record(2 * index)).flat();

describe('StopJudge', () => {
  it.each([
    ['fail_ratio > 50% for 6s', { failuresPerSecond: 6 }, {}, 0.6],
    ['fail_ratio >= 60% for 6s', { failuresPerSecond: 6 }, {}, 0.6],
    ['fail_ratio > 60% for 6s', { failuresPerSecond: 6 }, {}, undefined],
    ['rps < 11 for 6s', {}, {}, 10],
    ['p95 > 1s for 6s', {}, { recentP95: 1200 }, 1200],
    ['median > 1s for 6s', {}, { recentMedian: 1100 }, 1100],
    ['p50 > 1s for 6s', {}, { recentMedian: 1100 }, 1100],
    ['p95 < 1s for 6s', {}, { recentP95: 0 }, undefined],
    ['p95 < 1s for 6s', {}, {}, undefined],
  ])(
    'judges %s by the last ten seconds',
    (condition, figures, more, actual) => {
      const stop = judge(
        condition,
        every2s(6, at => [total(at, figures, more)]),
      );
      expect(stop.met?.actual).toBe(actual);
    },
  );

  it('knows of an endpoint by its own lines', () => {
    const lines = every2s(6, at => [
      total(at, {}),
      entry('/a', { requests: at, failuresPerSecond: 9 }),
      entry('/b', { requests: at, failuresPerSecond: 1 }),
    ]);
    expect(judge('GET /a: fail_ratio > 50% for 6s', lines).met).toMatchObject({
      condition: 'GET /a: fail_ratio > 50% for 6s',
      actual: 0.9,
    });
    expect(judge('GET /b: fail_ratio > 50% for 6s', lines).met).toBe(undefined);
    expect(judge('POST /a: fail_ratio > 1% for 6s', lines).met).toBe(undefined);
  });

  it('takes the rate for nought where no more requests come, though Locust’s own stands still', () => {
    const stuck = every2s(30, at => [total(at, { requests: 100, rps: 10 })]);
    expect(judge('rps < 1 for 20s', stuck).met).toMatchObject({ actual: 0 });
    // Nothing was measured any more, so nothing is known of failures.
    expect(
      judge('fail_ratio > 50% for 20s', [
        ...every2s(30, at => [
          total(at, { requests: 100, failuresPerSecond: 9 }),
        ]),
      ]).met,
    ).toBeUndefined();
  });

  it('takes the rate of an endpoint for nought that is told of no more while others are', () => {
    const lines = [
      total(0, {}),
      entry('/a', { requests: 5 }),
      entry('/b', { requests: 5 }),
      ...every2s(30, at => [
        total(at + 2, {}),
        entry('/b', { requests: 6 + at }),
      ]),
    ];
    expect(judge('GET /a: rps < 1 for 10s', lines).met).toMatchObject({
      actual: 0,
    });
    expect(judge('GET /b: rps < 1 for 10s', lines).met).toBeUndefined();
    // Of whom nothing was ever asked there is nothing to say.
    expect(judge('GET /c: rps < 1 for 10s', lines).met).toBeUndefined();
  });

  it('waits for an endpoint’s turn where the reporter tells of all of them rarely', () => {
    const lines = [
      total(0, {}),
      entry('/a', { requests: 5 }),
      ...every2s(60, at => [total(at + 2, {})]),
    ];
    expect(judge('GET /a: rps < 1 for 10s', lines).met).toBeUndefined();
  });

  it.each([
    ['before users are spawned', { elapsed: undefined, state: 'ready' }],
    ['while Locust stops', { state: 'stopping' }],
    ['of the end', { final: true }],
  ])('does not go by figures %s', (_what, more) => {
    const lines = every2s(30, at => [total(at, { rps: 0 }, more)]);
    expect(judge('rps < 1 for 10s', lines).met).toBeUndefined();
  });

  it.each([[undefined], [null], ['rps < 1 for 2s'], [[7]], [[]]])(
    'watches nothing where the spec says %j',
    stopWhen => {
      const stop = new StopJudge(stopWhen);
      every2s(30, at => [total(at, { rps: 0 })]).forEach(it => stop.add(it));
      expect(stop.met).toBeUndefined();
    },
  );
});
