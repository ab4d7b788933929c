import type { Statistics } from 'backstage-plugin-locust-common';

/**
 * Whether exact figures are those that Locust printed. Its tables cut response times to whole milliseconds (`%d`)
 * and round rates to two digits (`%.2f`).
 */
export function agreesWithTable(
  exact: Statistics,
  printed: Statistics,
): boolean {
  return (
    exact.requests === printed.requests &&
    exact.failures === printed.failures &&
    sameTime(exact.min, printed.min) &&
    sameTime(exact.avg, printed.avg) &&
    sameTime(exact.median, printed.median) &&
    sameTime(exact.max, printed.max) &&
    sameRate(exact.rps, printed.rps) &&
    sameRate(exact.failuresPerSecond, printed.failuresPerSecond) &&
    Object.entries(printed.percentiles).every(
      ([percentile, value]) =>
        exact.percentiles[percentile] === undefined ||
        sameTime(exact.percentiles[percentile], value),
    )
  );
}

function sameTime(exact: number | undefined, printed: number | undefined) {
  return Math.trunc(exact ?? 0) === (printed ?? 0);
}

function sameRate(exact: number, printed: number): boolean {
  // Half a unit of the last digit, and as much again of rounding in between.
  return Math.abs(exact - printed) <= 0.005 + 1e-9;
}
