/** Steps that a person counts time in, in seconds. */
const STEPS = [
  1, 2, 5, 10, 15, 30, 60, 120, 150, 300, 600, 900, 1800, 3600, 7200, 10800,
  21600, 43200, 86400,
];

/** Round times from 0 to `seconds`, at most `most` of them. */
export function timeTicks(seconds: number, most: number): readonly number[] {
  const step =
    STEPS.find(one => seconds / one <= most - 1) ??
    Math.ceil(seconds / (most - 1));
  const ticks: number[] = [];
  for (let at = 0; at <= seconds + 1e-9; at += step) {
    ticks.push(at);
  }
  return ticks;
}
