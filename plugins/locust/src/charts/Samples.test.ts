import type { Point } from 'backstage-plugin-locust-common';
import {
  highestOf,
  meanOf,
  nearestPlace,
  placeOf,
  samplesOf,
  toSamples,
  valueAt,
} from './Samples';

const points: Point[] = Array.from({ length: 50 }, (_, place) => ({
  elapsedSeconds: place * 2,
  users: 10,
  rps: place,
  failuresPerSecond: 0,
  p95: place % 2 ? 300 : undefined,
}));

describe('the figures of points', () => {
  it('are those that somebody reported', () => {
    expect(samplesOf(points, 'p95').seconds).toHaveLength(25);
    expect(samplesOf(points, 'avg').seconds).toHaveLength(0);
    expect(samplesOf(points, 'rps').values[49]).toBe(49);
  });

  it('are made once of the same points', () => {
    expect(samplesOf(points, 'rps')).toBe(samplesOf(points, 'rps'));
    expect(samplesOf([...points], 'rps')).not.toBe(samplesOf(points, 'rps'));
  });

  it('have a mean and a highest, or none', () => {
    const { rps, none } = {
      rps: samplesOf(points, 'rps'),
      none: toSamples([]),
    };
    expect([highestOf(rps), meanOf(rps)]).toEqual([49, 24.5]);
    expect([highestOf(none), meanOf(none)]).toEqual([undefined, undefined]);
    expect(highestOf(toSamples([[0, -3]]))).toBe(-3);
  });
});

describe('finding a moment', () => {
  const seconds = Float64Array.from([0, 2, 4, 10]);

  it.each([
    [-1, 0],
    [0, 0],
    [0.5, 1],
    [4, 2],
    [11, 4],
  ])('%d is before place %d', (at, place) => {
    expect(placeOf(seconds, at)).toBe(place);
  });

  it('finds the nearest, as one that looks at all of them would', () => {
    for (let at = -2; at <= 12; at += 0.25) {
      const place = nearestPlace(seconds, at)!;
      const distances = [...seconds].map(one => Math.abs(one - at));
      expect(distances[place]).toBe(Math.min(...distances));
    }
  });

  it('finds none where nothing was measured', () => {
    expect(nearestPlace(new Float64Array(), 3)).toBeUndefined();
    expect(valueAt(toSamples([]), 3)).toBeUndefined();
  });

  it('says nothing of a moment that is far from what was measured', () => {
    const samples = toSamples([
      [0, 1],
      [2, 2],
      [4, 3],
    ]);
    expect(valueAt(samples, 2.4)).toBe(2);
    expect(valueAt(samples, 6)).toBe(3);
    expect(valueAt(samples, 60)).toBeUndefined();
  });
});
