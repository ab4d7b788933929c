import type {
  RequestStatistics,
  Statistics,
  ThresholdResult,
  Verdict,
} from '../schema/openapi';
import { formatDuration } from '../duration/formatDuration';
import { formatQuantity } from './formatThreshold';
import { holds } from './holds';
import { parseThreshold } from './parseThreshold';
import type { Endpoint, Threshold } from './Threshold';
import { tryThreshold } from './tryThreshold';

/** What thresholds are held against: the figures of a run, whole or without its warm-up. @public */
export interface JudgedOutcome {
  /** Undefined: the run left no figures. */
  readonly total?: Statistics;
  readonly requests: readonly RequestStatistics[];
  /** Undefined: they are those of the whole run. */
  readonly withoutFirstSeconds?: number;
  /** Why the figures to judge are not known, as a sentence; every threshold then fails with it. */
  readonly unknownBecause?: string;
}

/** @public */
export interface ThresholdsJudgement {
  /** `none` without thresholds. */
  readonly verdict: Verdict;
  /** In the order in which they were written. */
  readonly results: readonly ThresholdResult[];
}

/**
 * Holds thresholds against the figures of a run. Where no request was made there is nothing to judge, so a threshold
 * fails there, whatever it compares: a test that did nothing has not shown anything. Never throws: a threshold that
 * cannot be read fails and says why.
 *
 * @public
 */
export function judgeThresholds(
  thresholds: readonly string[],
  outcome: JudgedOutcome,
): ThresholdsJudgement {
  const results = thresholds.map(text => judge(text, outcome));
  if (results.length === 0) {
    return { verdict: 'none', results };
  }
  return {
    verdict: results.every(it => it.passed) ? 'passed' : 'failed',
    results,
  };
}

function judge(text: string, outcome: JudgedOutcome): ThresholdResult {
  const { read: threshold, mistake } = tryThreshold(parseThreshold, text);
  if (mistake) {
    return { threshold: text, passed: false, message: mistake.message };
  }
  const { endpoint, metric, operator, limit } = threshold;
  const { withoutFirstSeconds, unknownBecause } = outcome;
  const first =
    withoutFirstSeconds === undefined
      ? undefined
      : `the first ${formatDuration(withoutFirstSeconds)}`;
  const result = {
    threshold: text,
    limit,
    ...(withoutFirstSeconds !== undefined && { withoutFirstSeconds }),
  };
  if (unknownBecause !== undefined) {
    return { ...result, passed: false, message: unknownBecause };
  }
  const statistics = endpoint
    ? outcome.requests.find(it => isSame(it, endpoint))?.statistics
    : outcome.total;
  if (!statistics || statistics.requests <= 0) {
    const to = endpoint ? ` to ${nameOf(endpoint)}` : '';
    const after = first ? ` after ${first}` : '';
    return {
      ...result,
      passed: false,
      message: `No request was made${to}${after}, so there is nothing to judge.${
        endpoint ? similar(endpoint, outcome) : ''
      }`,
    };
  }
  const actual = figure(statistics, threshold);
  const what = `${metric}${endpoint ? ` of ${nameOf(endpoint)}` : ''}${
    first ? ` without ${first}` : ''
  }`;
  if (actual === undefined) {
    return {
      ...result,
      passed: false,
      message: `There is no figure for ${what}; this run's log does not have it.`,
    };
  }
  const bound = `${operator} ${formatQuantity(metric, limit)}`;
  const passed = holds(actual, operator, limit);
  return {
    ...result,
    passed,
    actual,
    message: `${what} was ${formatQuantity(metric, actual)}${
      passed ? `, as wanted: ${bound}` : `; wanted: ${bound}`
    }.`,
  };
}

function figure(
  statistics: Statistics,
  { metric }: Threshold,
): number | undefined {
  switch (metric) {
    case 'requests':
    case 'failures':
    case 'rps':
    case 'min':
    case 'avg':
    case 'max':
      return statistics[metric];
    case 'fail_ratio':
      // Of the counts themselves: a ratio from elsewhere may be rounded.
      return statistics.failures / statistics.requests;
    case 'median':
      return statistics.median ?? statistics.percentiles['50'];
    default:
      return statistics.percentiles[metric.slice(1)];
  }
}

function isSame(one: Endpoint, other: Endpoint): boolean {
  return one.method === other.method && one.name === other.name;
}

/** What was probably meant: the same name with another method, or but for upper and lower case. */
function similar(endpoint: Endpoint, { requests }: JudgedOutcome): string {
  const name = endpoint.name.toLowerCase();
  const near = requests.filter(it => it.name.toLowerCase() === name);
  return near.length > 0
    ? ` There were requests to ${near.slice(0, 3).map(nameOf).join(', ')}.`
    : '';
}

function nameOf({ method, name }: Endpoint): string {
  return method === '' ? name : `${method} ${name}`;
}
