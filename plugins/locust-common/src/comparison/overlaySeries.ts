import type { Point } from '../schema/openapi';

/** Figures of points that can be laid over each other. @public */
export const OVERLAID_METRICS = [
  'users',
  'rps',
  'failuresPerSecond',
  'avg',
  'median',
  'p95',
] as const;

/** @public */
export type OverlaidMetric = (typeof OVERLAID_METRICS)[number];

/** What the runs came to in the same stretch of their time. @public */
export interface OverlaidRow {
  /** Where the stretch begins, in seconds since each run's own beginning. */
  readonly elapsedSeconds: number;
  /** The mean of each run's points there, in the order of the runs; undefined where it has none. */
  readonly values: readonly (number | undefined)[];
}

/** More than a chart has room for does not show more. */
const MOST_ROWS = 300;

/**
 * Lays a figure of runs over each other on the time since each began. Stretches are whole seconds and so long that
 * a run whose points are further apart has no gaps from that.
 *
 * @param series - of each run, in the order of time
 * @public
 */
export function overlaySeries(
  runs: readonly (readonly Point[])[],
  metric: OverlaidMetric,
): readonly OverlaidRow[] {
  const end = Math.max(
    ...runs.flatMap(points => points.map(it => it.elapsedSeconds)),
    0,
  );
  const step = Math.max(
    Math.ceil((end + 1) / MOST_ROWS),
    ...runs.map(points => Math.ceil(usualDistance(points))),
    1,
  );
  const sums = runs.map(points => sumsBy(points, metric, step));
  const rows: OverlaidRow[] = [];
  for (let index = 0; index * step <= end; index++) {
    const values = sums.map(run => {
      const stretch = run.get(index);
      return stretch && stretch.sum / stretch.count;
    });
    if (values.some(it => it !== undefined)) {
      rows.push({ elapsedSeconds: index * step, values });
    }
  }
  return rows;
}

function sumsBy(
  points: readonly Point[],
  metric: OverlaidMetric,
  step: number,
): ReadonlyMap<number, { readonly sum: number; readonly count: number }> {
  const sums = new Map<number, { sum: number; count: number }>();
  for (const point of points) {
    const value = point[metric];
    if (value !== undefined) {
      const index = Math.floor(Math.max(0, point.elapsedSeconds) / step);
      const stretch = sums.get(index) ?? { sum: 0, count: 0 };
      stretch.sum += value;
      stretch.count += 1;
      sums.set(index, stretch);
    }
  }
  return sums;
}

/** The median of the seconds from one point to the next: a pause in between does not count. */
function usualDistance(points: readonly Point[]): number {
  const distances = points
    .slice(1)
    .map((point, i) => point.elapsedSeconds - points[i].elapsedSeconds)
    .sort((a, b) => a - b);
  return distances[Math.floor(distances.length / 2)] ?? 0;
}
