import fc from 'fast-check';
import type { Point } from 'backstage-plugin-locust-common';
import { MAX_POINTS, thinPoints } from '../runs/thinPoints';
import { PointSeries } from './PointSeries';

function point(elapsedSeconds: number, more: Partial<Point> = {}): Point {
  return { elapsedSeconds, users: 1, rps: 0, failuresPerSecond: 0, ...more };
}

function seriesOf(seconds: readonly number[]): PointSeries {
  const series = new PointSeries();
  seconds.forEach(it => series.add(point(it)));
  return series;
}

/** Of the points that there ever were, what is to be left. */
function thinned(seconds: readonly number[], interval = 1): number[] {
  const placed = seconds.map(it => ({ second: Math.floor(it), elapsed: it }));
  return thinPoints(placed, interval).kept.map(it => it.elapsed);
}

const elapsed = (points: readonly Point[]) =>
  points.map(it => it.elapsedSeconds);

/** Steps between the points of a long run, in seconds. */
const STEPS = fc.array(fc.double({ min: 1, max: 7, noNaN: true }), {
  minLength: 1,
  maxLength: 3 * MAX_POINTS,
  size: 'max',
});

function sums(steps: readonly number[]): number[] {
  let sum = 0;
  return steps.map(step => (sum += step));
}

describe('PointSeries', () => {
  it('gives back what was put in, without what is not known', () => {
    const whole: Required<Point> = {
      elapsedSeconds: 4.25,
      time: new Date('2026-01-31T10:20:30.123Z'),
      users: 10,
      rps: 12.5,
      failuresPerSecond: 0.5,
      avg: 21.5,
      median: 20,
      p95: 61,
      workers: 2,
      requests: 50,
      failures: 2,
    };
    const series = new PointSeries();
    series.add(whole);
    series.add(point(6, { avg: undefined, time: undefined }));
    expect(series.points()).toStrictEqual([whole, point(6)]);
  });

  it('takes one for each second, and none that comes late or again', () => {
    expect(elapsed(seriesOf([0.2, 0.9, 2, 1.5, 2, 3.5]).points())).toEqual([
      0.2, 2, 3.5,
    ]);
  });

  it('is thinned as the history thins, at every length', () => {
    fc.assert(
      fc.property(STEPS, steps => {
        const seconds = sums(steps);
        const series = seriesOf(seconds);
        expect(elapsed(series.points())).toEqual(thinned(seconds));
        expect(series.size).toBeLessThanOrEqual(MAX_POINTS);
      }),
      { numRuns: 30 },
    );
  });

  it('is of no more than so many points after a week', () => {
    const series = new PointSeries();
    const week = Array.from({ length: 302_400 }, (_, i) => 2 * i);
    week.forEach(it => series.add(point(it)));
    expect(series.size).toBeLessThanOrEqual(MAX_POINTS);
    expect(elapsed(series.points())).toEqual(thinned(week));
  });

  it('hands out what is new, of which the history makes the same by its interval', () => {
    fc.assert(
      fc.property(STEPS, fc.integer({ min: 1, max: 500 }), (steps, portion) => {
        const seconds = sums(steps);
        const series = new PointSeries();
        const taken: number[] = [];
        for (const [index, second] of seconds.entries()) {
          series.add(point(second));
          if (index % portion === 0 || index === seconds.length - 1) {
            taken.push(...elapsed(series.take()));
          }
        }
        expect(series.take()).toEqual([]);
        expect(new Set(taken).size).toBe(taken.length);
        expect(thinned(taken, series.interval)).toEqual(thinned(seconds));
      }),
      { numRuns: 20, endOnFailure: true },
    );
  });

  it('keeps of points only what it is to', () => {
    const series = new PointSeries(['elapsedSeconds', 'rps']);
    series.add(point(1, { rps: 2, p95: 3 }));
    expect(series.points()).toStrictEqual([{ elapsedSeconds: 1, rps: 2 }]);
  });

  it('is of no more points than it is to be', () => {
    const series = new PointSeries(undefined, 10);
    const seconds = Array.from({ length: 1000 }, (_, index) => index);
    seconds.forEach(it => series.add(point(it)));
    const placed = seconds.map(second => ({ second }));
    const { kept, interval } = thinPoints(placed, 1, 10);
    expect(elapsed(series.points())).toEqual(kept.map(it => it.second));
    expect(series.interval).toBe(interval);
  });
});
