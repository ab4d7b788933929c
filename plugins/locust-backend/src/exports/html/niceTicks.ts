/** Round numbers from 0 to the first that is not below a value, about so many steps apart. */
export function niceTicks(top: number, steps: number): readonly number[] {
  if (!(top > 0) || !Number.isFinite(top)) {
    return [0, 1];
  }
  const rough = top / steps;
  const magnitude = 10 ** Math.floor(Math.log10(rough));
  const step =
    [1, 2, 5, 10].map(it => it * magnitude).find(it => it >= rough) ?? rough;
  const count = Math.ceil(top / step);
  // Multiplied and not added up, so that 0.1 three times is 0.3.
  return Array.from({ length: count + 1 }, (_, index) =>
    Number((index * step).toPrecision(12)),
  );
}
