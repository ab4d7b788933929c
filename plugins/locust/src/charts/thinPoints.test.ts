import type { Point } from 'backstage-plugin-locust-common';
import { thinPoints } from './thinPoints';
import { timeTicks } from './timeTicks';

const points: Point[] = Array.from({ length: 1_000 }, (_, second) => ({
  elapsedSeconds: second,
  users: 10,
  rps: 100,
  failuresPerSecond: second === 500 ? 40 : 0,
  p95: second === 700 ? 9_000 : 300,
}));

describe('thinPoints', () => {
  it('leaves few points as they are', () => {
    expect(thinPoints(points, 1_000)).toBe(points);
  });

  it('draws no more than asked for', () => {
    expect(thinPoints(points, 300).length).toBeLessThanOrEqual(300);
  });

  it('keeps a spike of failures and of the 95th percentile', () => {
    const thinned = thinPoints(points, 100);
    expect(Math.max(...thinned.map(point => point.failuresPerSecond))).toBe(40);
    expect(Math.max(...thinned.map(point => point.p95 ?? 0))).toBe(9_000);
  });

  it('ends where the run is', () => {
    expect(thinPoints(points, 300).slice(-1)[0].elapsedSeconds).toBe(999);
  });

  it('makes up no figure that nobody reported', () => {
    expect(thinPoints(points, 100)[0].median).toBeUndefined();
  });
});

describe('timeTicks', () => {
  it.each([
    [20, [0, 5, 10, 15, 20]],
    [600, [0, 120, 240, 360, 480, 600]],
  ])('counts %d seconds in round steps', (seconds, ticks) => {
    expect(timeTicks(seconds, 6)).toEqual(ticks);
  });
});
