import type { Point } from 'backstage-plugin-locust-common';

/** Figures in the order of their times, none missing: as columns, for twenty lines of thousands are drawn at once. */
export interface Samples {
  /** Since the run began. */
  readonly seconds: Float64Array;
  readonly values: Float64Array;
}

/** A figure of a point that can be drawn. */
export type PointField =
  | 'users'
  | 'rps'
  | 'failuresPerSecond'
  | 'avg'
  | 'median'
  | 'p95';

/** What was made of points, by the array itself: a live page has the same array until something new has come. */
const known = new WeakMap<readonly Point[], Map<PointField, Samples>>();

/** A figure of points; the same object for the same array, so that nothing is drawn again for nothing. */
export function samplesOf(
  points: readonly Point[],
  field: PointField,
): Samples {
  const fields = known.get(points) ?? new Map<PointField, Samples>();
  known.set(points, fields);
  const made =
    fields.get(field) ??
    toSamples(
      points.map(point => [point.elapsedSeconds, point[field]] as const),
    );
  fields.set(field, made);
  return made;
}

/** Figures as columns; those that are missing are left out. */
export function toSamples(
  pairs: ReadonlyArray<readonly [number, number | null | undefined]>,
): Samples {
  const there = pairs.filter(
    (pair): pair is readonly [number, number] =>
      pair[1] !== undefined && pair[1] !== null,
  );
  return {
    seconds: Float64Array.from(there, pair => pair[0]),
    values: Float64Array.from(there, pair => pair[1]),
  };
}

/** The place of the first time that is not before `at`; the number of times where all are. */
export function placeOf(seconds: Float64Array, at: number): number {
  let low = 0;
  let high = seconds.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (seconds[middle] < at) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

/** The place of the time nearest to `at`; undefined without any. */
export function nearestPlace(
  seconds: Float64Array,
  at: number,
): number | undefined {
  if (seconds.length === 0) {
    return undefined;
  }
  const after = Math.min(placeOf(seconds, at), seconds.length - 1);
  const before = Math.max(after - 1, 0);
  return at - seconds[before] <= seconds[after] - at ? before : after;
}

/** A line says nothing of moments further than this from what was measured. */
const LEAST_REACH_SECONDS = 2;

/** What was measured nearest to a moment; undefined where nothing was anywhere near. */
export function valueAt(samples: Samples, at: number): number | undefined {
  const { seconds, values } = samples;
  const place = nearestPlace(seconds, at);
  if (place === undefined) {
    return undefined;
  }
  const distance =
    (seconds[seconds.length - 1] - seconds[0]) /
    Math.max(seconds.length - 1, 1);
  const reach = Math.max(LEAST_REACH_SECONDS, distance * 1.5);
  return Math.abs(seconds[place] - at) <= reach ? values[place] : undefined;
}

/** The highest of the figures; undefined without any. */
export function highestOf({ values }: Samples): number | undefined {
  let highest: number | undefined;
  for (const value of values) {
    if (highest === undefined || value > highest) {
      highest = value;
    }
  }
  return highest;
}

/** The mean of the figures; undefined without any. */
export function meanOf({ values }: Samples): number | undefined {
  return values.length
    ? values.reduce((sum, value) => sum + value, 0) / values.length
    : undefined;
}
