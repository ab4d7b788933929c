import type { TimeSpan } from './TimeSpan';

/** Steps that a person counts time in, in seconds. */
const STEPS = [
  1, 2, 5, 10, 15, 30, 60, 120, 150, 300, 600, 900, 1800, 3600, 7200, 10800,
  21600, 43200, 86400,
];

/** Round times of a stretch, at most `most` of them. */
export function timeTicks(
  { from, to }: TimeSpan,
  most: number,
): readonly number[] {
  const length = to - from;
  const step =
    STEPS.find(one => length / one <= most - 1) ??
    Math.ceil(length / (most - 1));
  const ticks: number[] = [];
  for (let at = Math.ceil(from / step) * step; at <= to + 1e-9; at += step) {
    ticks.push(at);
  }
  return ticks;
}
