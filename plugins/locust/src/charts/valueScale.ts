/** What the figures of a chart are held against: from 0 to `top`, with round figures on the way. */
export interface ValueScale {
  readonly top: number;
  readonly ticks: readonly number[];
}

const ROUND = [1, 2, 2.5, 5, 10];
const STEPS = 4;

/** The shortest scale of round steps that a figure is on. */
export function valueScale(highest: number): ValueScale {
  const least = highest > 0 ? highest / STEPS : 1 / STEPS;
  const size = 10 ** Math.floor(Math.log10(least));
  // What a binary fraction is off by does not make another step.
  const step =
    size * (ROUND.find(one => one * size >= least * (1 - 1e-9)) ?? 10);
  const count = Math.max(1, Math.ceil(highest / step - 1e-9));
  return {
    top: count * step,
    ticks: Array.from({ length: count + 1 }, (_, place) =>
      Number((place * step).toPrecision(12)),
    ),
  };
}
