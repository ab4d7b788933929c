import fc from 'fast-check';
import type { Point } from '../schema/openapi';
import { overlaySeries } from './overlaySeries';

const point = (elapsedSeconds: number, rps: number): Point => ({
  elapsedSeconds,
  users: 1,
  rps,
  failuresPerSecond: 0,
});

const every = (seconds: number, count: number, rps: number) =>
  Array.from({ length: count }, (_, i) => point(i * seconds, rps));

describe('overlaySeries', () => {
  it('lays runs over each other by the time since each began', () => {
    expect(overlaySeries([every(2, 3, 10), every(2, 2, 20)], 'rps')).toEqual([
      { elapsedSeconds: 0, values: [10, 20] },
      { elapsedSeconds: 2, values: [10, 20] },
      { elapsedSeconds: 4, values: [10, undefined] },
    ]);
  });

  it('takes the mean where several points fall together', () => {
    const coarse = every(10, 3, 5);
    const fine = [point(0, 1), point(4, 2), point(8, 3), point(12, 9)];
    expect(overlaySeries([coarse, fine], 'rps').slice(0, 2)).toEqual([
      { elapsedSeconds: 0, values: [5, 2] },
      { elapsedSeconds: 10, values: [5, 9] },
    ]);
  });

  it('has nothing of a run without that figure, and no row where no run has any', () => {
    expect(overlaySeries([every(2, 2, 1), []], 'p95')).toEqual([]);
    expect(overlaySeries([every(2, 1, 1), []], 'rps')).toEqual([
      { elapsedSeconds: 0, values: [1, undefined] },
    ]);
    expect(overlaySeries([[], []], 'rps')).toEqual([]);
  });

  it('leaves a pause of a run a pause', () => {
    const paused = [...every(2, 5, 1), point(100, 1), point(102, 1)];
    expect(
      overlaySeries([paused, paused], 'rps').map(it => it.elapsedSeconds),
    ).toEqual([0, 2, 4, 6, 8, 100, 102]);
  });

  it('makes a day short enough for a chart, without gaps', () => {
    const rows = overlaySeries([every(64, 1350, 7), every(2, 2000, 7)], 'rps');
    expect(rows.length).toBeLessThanOrEqual(300);
    expect(rows.length).toBeGreaterThan(200);
    expect(rows.every(it => it.values[0] === 7)).toBe(true);
  });

  it('keeps every mean within what it is the mean of, in rows that rise', () => {
    const series = fc
      .array(
        fc.record({
          second: fc.double({ min: 0, max: 5_000, noNaN: true }),
          rps: fc.double({ min: 0, max: 1_000, noNaN: true }),
        }),
        { maxLength: 80 },
      )
      .map(it =>
        it
          .sort((a, b) => a.second - b.second)
          .map(({ second, rps }) => point(second, rps)),
      );
    fc.assert(
      fc.property(fc.array(series, { minLength: 2, maxLength: 10 }), runs => {
        const rows = overlaySeries(runs, 'rps');
        expect(rows.length).toBeLessThanOrEqual(301);
        rows.forEach((row, i) => {
          expect(row.values).toHaveLength(runs.length);
          expect(row.elapsedSeconds).toBeGreaterThan(
            rows[i - 1]?.elapsedSeconds ?? -1,
          );
        });
        runs.forEach((points, place) => {
          const values = rows.flatMap(it => it.values[place] ?? []);
          expect(values.length > 0).toBe(points.length > 0);
          const all = points.map(it => it.rps);
          for (const value of values) {
            expect(value).toBeGreaterThanOrEqual(Math.min(...all) - 1e-6);
            expect(value).toBeLessThanOrEqual(Math.max(...all) + 1e-6);
          }
        });
      }),
    );
  });
});
