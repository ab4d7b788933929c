import fc from 'fast-check';
import type { Run, Statistics } from '../schema/openapi';
import { type ComparedRun, compareRuns } from './compareRuns';

const statistics = (overrides: Partial<Statistics> = {}): Statistics => ({
  requests: 100,
  failures: 0,
  failRatio: 0,
  avg: 50,
  rps: 10,
  failuresPerSecond: 0,
  percentiles: { '50': 40, '95': 200, '99': 400 },
  ...overrides,
});

const compared = (
  total: Statistics | undefined,
  overrides: Partial<ComparedRun> & { readonly spec?: Run['spec'] } = {},
): ComparedRun => ({
  requests: [],
  points: [],
  ...overrides,
  run: {
    id: 'a',
    cluster: 'local',
    namespace: 'shop',
    name: 'checkout',
    test: 'checkout',
    trigger: 'user',
    phase: 'finished',
    verdict: 'none',
    createdAt: new Date(0),
    workersWanted: 1,
    workersConnected: 1,
    spec: overrides.spec ?? {},
    total,
  },
});

const metric = (
  runs: readonly ComparedRun[],
  name: string,
  reference?: number,
) => compareRuns(runs, reference).total.find(it => it.metric === name);

describe('compareRuns', () => {
  it('tells each figure of each run, and how far it is from the first', () => {
    const runs = [
      compared(statistics()),
      compared(statistics({ percentiles: { '95': 300 } })),
      compared(statistics({ percentiles: { '95': 100 } })),
      compared(undefined),
    ];
    expect(metric(runs, 'p95')).toEqual({
      metric: 'p95',
      values: [200, 300, 100, undefined],
      deltas: [
        undefined,
        { absolute: 100, relative: 0.5, change: 'worse' },
        { absolute: -100, relative: -0.5, change: 'better' },
        undefined,
      ],
    });
  });

  it('holds the others against any of them', () => {
    const runs = [
      compared(statistics({ rps: 10 })),
      compared(statistics({ rps: 20 })),
    ];
    expect(metric(runs, 'rps', 1)?.deltas).toEqual([
      { absolute: -10, relative: -0.5, change: 'worse' },
      undefined,
    ]);
  });

  it('knows no part of nothing', () => {
    const runs = [
      compared(statistics({ failures: 0 })),
      compared(statistics({ failures: 3 })),
    ];
    expect(metric(runs, 'failures')?.deltas[1]).toEqual({
      absolute: 3,
      change: 'worse',
    });
  });

  it.each([
    ['rps', 'better'],
    ['requests', 'different'],
    ['avg', 'worse'],
    ['failRatio', 'worse'],
    ['min', 'same'],
  ] as const)('says of more %s that it is %s', (name, change) => {
    const runs = [
      compared(statistics({ min: 1 })),
      compared(
        statistics({ rps: 11, requests: 101, avg: 51, failRatio: 1, min: 1 }),
      ),
    ];
    expect(metric(runs, name)?.deltas[1]?.change).toBe(change);
  });

  it('has the endpoints of all, those of the reference first', () => {
    const requests = (...names: string[]) =>
      names.map(name => ({ method: 'GET', name, statistics: statistics() }));
    const { endpoints } = compareRuns(
      [
        compared(statistics(), { requests: requests('/new', '/b') }),
        compared(statistics(), { requests: requests('/b', '/a') }),
      ],
      1,
    );
    expect(endpoints.map(it => [it.name, it.present])).toEqual([
      ['/b', [true, true]],
      ['/a', [false, true]],
      ['/new', [true, false]],
    ]);
    expect(endpoints[2].figures.find(it => it.metric === 'requests')).toEqual({
      metric: 'requests',
      values: [100, undefined],
      deltas: [undefined, undefined],
    });
  });

  it('tells endpoints of the same name by their method', () => {
    const { endpoints } = compareRuns([
      compared(statistics(), {
        requests: [
          { method: 'GET', name: '/', statistics: statistics() },
          { method: 'POST', name: '/', statistics: statistics() },
        ],
      }),
      compared(statistics()),
    ]);
    expect(endpoints.map(it => it.method)).toEqual(['GET', 'POST']);
  });

  it('tells the settings that differ, and lays every series over each other', () => {
    const comparison = compareRuns([
      compared(statistics(), {
        spec: { users: 1 },
        points: [
          { elapsedSeconds: 0, users: 1, rps: 5, failuresPerSecond: 0, p95: 9 },
        ],
      }),
      compared(statistics(), { spec: { users: 2 } }),
    ]);
    expect(comparison.settings).toEqual([{ path: 'users', values: [1, 2] }]);
    expect(comparison.series.p95).toEqual([
      { elapsedSeconds: 0, values: [9, undefined] },
    ]);
    expect(Object.keys(comparison.series)).toHaveLength(6);
  });

  it.each([0, 1, 11])('refuses %i runs', count => {
    expect(() =>
      compareRuns(Array.from({ length: count }, () => compared(undefined))),
    ).toThrow(`${count} runs cannot be compared; it takes 2 to 10`);
  });

  it.each([-1, 2, 0.5])('refuses to hold runs against run %d of two', place => {
    expect(() =>
      compareRuns([compared(undefined), compared(undefined)], place),
    ).toThrow(RangeError);
  });

  it('says the opposite the other way round', () => {
    const figure = fc.double({ min: 0, max: 1e6, noNaN: true });
    fc.assert(
      fc.property(figure, figure, (a, b) => {
        const runs = [
          compared(statistics({ avg: a })),
          compared(statistics({ avg: b })),
        ];
        const there = metric(runs, 'avg')?.deltas[1];
        const back = metric(runs, 'avg', 1)?.deltas[0];
        const opposite = { better: 'worse', worse: 'better', same: 'same' };
        expect(back?.change).toBe(
          opposite[there?.change as keyof typeof opposite],
        );
        expect(Math.abs(back?.absolute ?? 0)).toBe(
          Math.abs(there?.absolute ?? 0),
        );
      }),
    );
  });
});
