import { localeOf } from '../translations/localeOf';
import type { Translate } from '../translations/Translate';

/** What stands where there is no figure. */
export const NO_FIGURE = '—';

/** Formats of up to so many digits behind the point, by locale. Making one takes longer than using it a hundred times. */
const formats = new Map<string, Intl.NumberFormat>();

function format(value: number, t: Translate, most: number, least = 0): string {
  const locale = localeOf(t);
  const key = `${locale} ${least} ${most}`;
  let known = formats.get(key);
  if (!known) {
    known = new Intl.NumberFormat(locale, {
      minimumFractionDigits: least,
      maximumFractionDigits: most,
    });
    formats.set(key, known);
  }
  return known.format(value);
}

/** A figure with so many digits behind the point: `0.31`. */
export function formatDigits(
  value: number,
  digits: number,
  t: Translate,
): string {
  return format(value, t, digits, digits);
}

/** A count, as the chosen language writes it: `38,410`. */
export function formatCount(value: number | undefined, t: Translate): string {
  return value === undefined ? NO_FIGURE : format(value, t, 0);
}

/** A count where there is little room: `950`, `1.2k`, `38k`, `1.5M`. */
export function formatCompact(value: number, t: Translate): string {
  for (const [unit, size] of [
    ['M', 1_000_000],
    ['k', 1_000],
  ] as const) {
    if (value >= size) {
      const amount = value / size;
      return `${format(amount, t, amount < 10 ? 1 : 0)}${unit}`;
    }
  }
  return format(value, t, 0);
}

/** Something per second; small figures keep a digit, for 0.4 requests a second are not 0. */
export function formatRate(value: number | undefined, t: Translate): string {
  return value === undefined ? NO_FIGURE : format(value, t, value < 10 ? 1 : 0);
}

/** Milliseconds without the unit, for columns headed with it. */
export function formatMilliseconds(
  value: number | undefined,
  t: Translate,
): string {
  return formatRate(value, t);
}

/** Milliseconds with the unit: `388 ms`. */
export function formatResponseTime(
  value: number | undefined,
  t: Translate,
): string {
  return value === undefined ? NO_FIGURE : `${formatMilliseconds(value, t)} ms`;
}

/**
 * A ratio from 0 to 1 as a percentage. Two digits below one per cent, and never `0.00 %` for a ratio that is
 * above zero: a single failure among a million is not none.
 */
export function formatRatio(ratio: number | undefined, t: Translate): string {
  if (ratio === undefined) {
    return NO_FIGURE;
  }
  const percent = ratio * 100;
  if (percent > 0 && percent < 0.01) {
    return `< ${format(0.01, t, 2)} %`;
  }
  const digits = percent < 10 ? 2 : 1;
  return `${format(percent, t, digits, percent === 0 ? 0 : digits)} %`;
}
