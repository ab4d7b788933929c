/** What stands where there is no figure. */
export const NO_FIGURE = '—';

const whole = new Intl.NumberFormat(undefined, { maximumFractionDigits: 0 });
const tenths = new Intl.NumberFormat(undefined, { maximumFractionDigits: 1 });

/** A count, in the viewer's locale: `38,410`. */
export function formatCount(value: number | undefined): string {
  return value === undefined ? NO_FIGURE : whole.format(value);
}

/** Something per second; small figures keep a digit, for 0.4 requests a second are not 0. */
export function formatRate(value: number | undefined): string {
  if (value === undefined) {
    return NO_FIGURE;
  }
  return value < 10 ? tenths.format(value) : whole.format(value);
}

/** Milliseconds without the unit, for columns headed with it. */
export function formatMilliseconds(value: number | undefined): string {
  if (value === undefined) {
    return NO_FIGURE;
  }
  return value < 10 ? tenths.format(value) : whole.format(value);
}

/** Milliseconds with the unit: `388 ms`. */
export function formatResponseTime(value: number | undefined): string {
  return value === undefined ? NO_FIGURE : `${formatMilliseconds(value)} ms`;
}

/**
 * A ratio from 0 to 1 as a percentage. Two digits below one per cent, and never `0.00 %` for a ratio that is
 * above zero: a single failure among a million is not none.
 */
export function formatRatio(ratio: number | undefined): string {
  if (ratio === undefined) {
    return NO_FIGURE;
  }
  const percent = ratio * 100;
  if (percent > 0 && percent < 0.01) {
    return '< 0.01 %';
  }
  const digits = percent < 10 ? 2 : 1;
  return `${percent.toLocaleString(undefined, {
    minimumFractionDigits: percent === 0 ? 0 : digits,
    maximumFractionDigits: digits,
  })} %`;
}
