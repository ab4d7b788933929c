import {
  parseStopCondition,
  parseThreshold,
} from '../../thresholds/parseThreshold';
import {
  STOP_CONDITION_PATTERN,
  THRESHOLD_PATTERN,
} from '../../thresholds/thresholdPattern';
import { tryThreshold } from '../../thresholds/tryThreshold';
import { celText } from '../fields/cel';
import { listOf } from '../fields/listOf';
import { textField } from '../fields/textField';

/** Names of endpoints are cut at 1,000 characters by the reporter. */
const LONGEST = 1280;
/** How many thresholds, and how many conditions to stop on, a test may have. @public */
export const MOST_THRESHOLDS = 50;

function written(
  parse: (text: string) => unknown,
  pattern: string,
  accepted: string,
) {
  return textField({
    maxLength: LONGEST,
    accepted,
    check: text => tryThreshold(parse, text).mistake?.message,
    rules: [
      {
        rule: `self.matches(${celText(pattern)})`,
        message: `this cannot be read; write ${accepted}`,
      },
    ],
  });
}

export const THRESHOLDS = listOf(
  written(
    parseThreshold,
    THRESHOLD_PATTERN,
    'a threshold such as "p95 < 500ms", "fail_ratio < 1%", "rps >= 50" or "GET /checkout: p99 < 1s"',
  ),
  {
    description:
      'What the figures of a run are held against at its end: [METHOD name:] metric op value[unit]. The metrics are p50 to p99.99, avg, min, max, median, rps, fail_ratio, failures and requests.',
    accepted: 'a list of thresholds such as ["p95 < 500ms"]',
    maxItems: MOST_THRESHOLDS,
  },
);

export const STOP_WHEN = listOf(
  written(
    parseStopCondition,
    STOP_CONDITION_PATTERN,
    'a condition such as "fail_ratio > 50% for 60s" with p50, p95, median, rps or fail_ratio, or "GET /checkout: rps < 1 for 2m" with rps or fail_ratio',
  ),
  {
    description:
      'What stops a run in its course, gracefully and with the verdict failed: a threshold and how long it has to hold. Needs the reporter.',
    accepted: 'a list of conditions such as ["fail_ratio > 50% for 60s"]',
    maxItems: MOST_THRESHOLDS,
  },
);
