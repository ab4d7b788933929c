import {
  ENDPOINT_INTERVAL_METRICS,
  INTERVAL_METRICS,
  THRESHOLD_METRICS,
  THRESHOLD_OPERATORS,
  type ThresholdMetric,
  type ThresholdQuantity,
} from './Threshold';

/*
 * The grammar as regular expressions that JavaScript and RE2 (the resource definition's) read alike. No metric, number
 * or unit holds a colon, so the last colon of a threshold ends its endpoint, whatever the endpoint's name holds.
 */

/** White space between words. Not `\s`, which is Unicode's in one dialect and ASCII's in the other. */
export const SPACE = '[ \\t\\r\\n]';
/** A text as JSON writes it. */
export const QUOTED =
  '"(?:[^"\\\\\\x00-\\x1f]|\\\\(?:["\\\\/bfnrt]|u[0-9a-fA-F]{4}))*"';
/** Twelve digits and six decimals: more than any figure has, and no more than a double holds apart. */
export const NUMBER = '(?:0|[1-9][0-9]{0,11})(?:\\.[0-9]{1,6})?';
/** Three digits less, so that they are no more than twelve as milliseconds. */
export const SECONDS = '(?:0|[1-9][0-9]{0,8})(?:\\.[0-9]{1,6})?';
export const WHOLE = '(?:0|[1-9][0-9]{0,11})';
export const PERCENT = '(?:100(?:\\.0{1,6})?|[1-9]?[0-9](?:\\.[0-9]{1,6})?)';
export const SHARE = '(?:1(?:\\.0{1,6})?|0(?:\\.[0-9]{1,6})?)';
const COUNT = '[1-9][0-9]{0,5}';
/** A duration as Locust writes it, of at least a second. */
export const LASTING = `(?:${COUNT}h(?:${COUNT}m)?(?:${COUNT}s)?|${COUNT}m(?:${COUNT}s)?|${COUNT}s?)`;

const LIMITS: Readonly<Record<ThresholdQuantity, string>> = {
  time: `(?:${NUMBER}(?:${SPACE}*ms)?|${SECONDS}${SPACE}*s)`,
  ratio: `(?:${PERCENT}${SPACE}*%|${SHARE})`,
  rate: `${NUMBER}(?:${SPACE}*/s)?`,
  count: WHOLE,
};

/** A method is one word, a name anything; either is quoted where it would not be read back otherwise. */
export const PLAIN_METHOD = '[^" \\t\\r\\n][^ \\t\\r\\n]*';
export const PLAIN_NAME = '[^" \\t\\r\\n](?:[\\s\\S]*[^ \\t\\r\\n])?';
const ENDPOINT = `(?:${QUOTED}|${PLAIN_METHOD})${SPACE}+(?:${QUOTED}|${PLAIN_NAME})${SPACE}*:`;

function comparison(metrics: readonly ThresholdMetric[]): string {
  const byQuantity = new Map<ThresholdQuantity, ThresholdMetric[]>();
  for (const metric of metrics) {
    const quantity = THRESHOLD_METRICS[metric];
    byQuantity.set(quantity, [...(byQuantity.get(quantity) ?? []), metric]);
  }
  const kinds = [...byQuantity].map(
    ([quantity, names]) =>
      `(?:${names
        .map(name => name.replace('.', '\\.'))
        .join('|')})${SPACE}*(?:${THRESHOLD_OPERATORS.join('|')})${SPACE}*${
        LIMITS[quantity]
      }`,
  );
  return `(?:${kinds.join('|')})`;
}

const ALL = Object.keys(THRESHOLD_METRICS) as ThresholdMetric[];

/** Exactly what {@link parseThreshold} reads. */
export const THRESHOLD_PATTERN = `^${SPACE}*(?:${ENDPOINT})?${SPACE}*${comparison(
  ALL,
)}${SPACE}*$`;

/** Exactly what {@link parseStopCondition} reads. */
export const STOP_CONDITION_PATTERN = `^${SPACE}*(?:${ENDPOINT}${SPACE}*${comparison(
  ENDPOINT_INTERVAL_METRICS,
)}|${comparison(INTERVAL_METRICS)})${SPACE}+for${SPACE}+${LASTING}${SPACE}*$`;
