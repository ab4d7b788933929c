/** The value that so great a part (0 to 1) of the values does not exceed (nearest rank). */
export function quantile(values: readonly number[], part: number): number {
  if (values.length === 0) {
    throw new TypeError('There is no quantile of no values');
  }
  const sorted = [...values].sort((a, b) => a - b);
  const rank = Math.max(1, Math.ceil(part * sorted.length));
  return sorted[rank - 1];
}
