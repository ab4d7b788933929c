import type { Point } from 'backstage-plugin-locust-common';

const REPORT = '@@locust ';
/** States of Locust's runner in which there is no test. */
const IDLE = ['ready', 'missing', 'stopped'];

/**
 * The points that a master's log has by the rule for keeping them: one of each whole second of the test, the first
 * that was printed in it. (No run here is long enough for its points to be thinned.)
 */
export function printedPoints(podLog: string): readonly Partial<Point>[] {
  const bySecond = new Map<number, Partial<Point>>();
  for (const line of podLog.split('\n')) {
    const at = line.indexOf(`${REPORT}{`);
    if (at < 0) {
      continue;
    }
    const report = JSON.parse(line.slice(at + REPORT.length));
    const { kind, final, elapsed, state, users, statistics } = report;
    if (kind !== 'total' || final || elapsed === null || IDLE.includes(state)) {
      continue;
    }
    const second = Math.floor(elapsed);
    if (!bySecond.has(second)) {
      bySecond.set(second, {
        elapsedSeconds: elapsed,
        users,
        requests: statistics.requests,
        failures: statistics.failures,
        rps: statistics.rps,
        failuresPerSecond: statistics.failuresPerSecond,
      });
    }
  }
  return [...bySecond.values()];
}

/** What of a stored point {@link printedPoints} tells. */
export function comparable(point: Point): Partial<Point> {
  const { elapsedSeconds, users, requests, failures, rps, failuresPerSecond } =
    point;
  return { elapsedSeconds, users, requests, failures, rps, failuresPerSecond };
}
