/** A figure for a person: three or four significant digits, thousands apart. */
export function formatFigure(value: number | undefined): string {
  if (value === undefined || !Number.isFinite(value)) {
    return '–';
  }
  const size = Math.abs(value);
  let digits = 0;
  if (size < 1) {
    digits = 3;
  } else if (size < 10) {
    digits = 2;
  } else if (size < 100) {
    digits = 1;
  }
  return value.toLocaleString('en-US', { maximumFractionDigits: digits });
}

/** A ratio of 0 to 1 in percent. */
export function formatPercent(ratio: number): string {
  return `${formatFigure(ratio * 100)}%`;
}
