/** The most points that are kept of one run. */
export const MAX_POINTS = 2_000;

/** Anything that stands at a whole second of a run. */
export interface AtSecond {
  readonly second: number;
}

/** Points that are kept, and the interval in seconds of which each but the newest stands for one. */
export interface ThinnedPoints<T extends AtSecond> {
  readonly interval: number;
  readonly kept: readonly T[];
}

/**
 * Thins to one point for each interval, doubling the interval until no more than `max` are left.
 *
 * The first of a doubled interval is the first of its two halves' firsts. So what is kept depends only on
 * which points there ever were, not on the order or the portions they came in, or on how often, as long
 * as the interval of the last time is handed in again.
 *
 * @param points - one for each second at most, in the order of time
 */
export function thinPoints<T extends AtSecond>(
  points: readonly T[],
  interval: number,
  max: number = MAX_POINTS,
): ThinnedPoints<T> {
  let widened = interval;
  let kept = onePerInterval(points, widened);
  while (kept.length > Math.max(max, 2)) {
    widened *= 2;
    kept = onePerInterval(points, widened);
  }
  return { interval: widened, kept };
}

/** The first point of each interval, and the newest of all, so that a live chart is never behind. */
export function onePerInterval<T extends AtSecond>(
  points: readonly T[],
  interval: number,
): readonly T[] {
  return points.filter(
    (point, index) =>
      index === 0 ||
      index === points.length - 1 ||
      intervalStart(point, interval) !==
        intervalStart(points[index - 1], interval),
  );
}

/** The second at which the interval of a point begins. */
export function intervalStart(point: AtSecond, interval: number): number {
  return Math.floor(point.second / interval) * interval;
}
