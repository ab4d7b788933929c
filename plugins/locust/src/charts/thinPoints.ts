import type { Point } from 'backstage-plugin-locust-common';

function mean(values: ReadonlyArray<number | undefined>): number | undefined {
  const known = values.filter((value): value is number => value !== undefined);
  return known.length
    ? known.reduce((sum, value) => sum + value, 0) / known.length
    : undefined;
}

function highest(
  values: ReadonlyArray<number | undefined>,
): number | undefined {
  const known = values.filter((value): value is number => value !== undefined);
  return known.length ? Math.max(...known) : undefined;
}

/**
 * Fewer points with the same story, so that hours draw as fast as minutes. Rates and typical times are averaged;
 * of failures and the 95th percentile the highest stays, for a spike must not disappear.
 *
 * @param limit - how many points may be drawn
 */
export function thinPoints(
  points: readonly Point[],
  limit: number,
): readonly Point[] {
  const size = Math.ceil(points.length / limit);
  if (size <= 1) {
    return points;
  }
  const thinned: Point[] = [];
  for (let start = 0; start < points.length; start += size) {
    const bucket = points.slice(start, start + size);
    const last = bucket[bucket.length - 1];
    thinned.push({
      ...last,
      rps: mean(bucket.map(point => point.rps)) ?? last.rps,
      avg: mean(bucket.map(point => point.avg)),
      median: mean(bucket.map(point => point.median)),
      failuresPerSecond:
        highest(bucket.map(point => point.failuresPerSecond)) ??
        last.failuresPerSecond,
      p95: highest(bucket.map(point => point.p95)),
    });
  }
  return thinned;
}
