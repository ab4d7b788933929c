import { type ComparedMetric, changeOf } from './ComparedMetric';

/** Figures that a trend shows and that can regress. @public */
export const TREND_METRICS = [
  'p95',
  'failRatio',
  'rps',
] as const satisfies readonly ComparedMetric[];

/** @public */
export type TrendMetric = (typeof TREND_METRICS)[number];

/** Fewer runs have no spread to speak of. @public */
export const REGRESSION_RUNS = 5;

/** Median absolute deviations that a figure may be from the median. */
const DEVIATIONS = 3;

/** What a figure may always differ by, as a part of the median. */
const LEAST_PART = 0.05;

/** Where the median is close to 0, a part of it is nothing; this is a percentage point. */
const LEAST_FAIL_RATIO = 0.01;

/** Milliseconds. */
const ROUNDING_STEPS = [
  { below: 100, step: 1 },
  { below: 1_000, step: 10 },
  { below: 10_000, step: 100 },
] as const;

/** How a figure stands to those of the runs before it. @public */
export type RegressionJudgement =
  | {
      /** There are fewer than {@link REGRESSION_RUNS} runs before it, so nothing can be said. */
      readonly kind: 'tooFew';
      readonly runs: number;
    }
  | {
      readonly kind: 'usual' | 'regression' | 'improvement';
      /** Of the runs before. */
      readonly median: number;
      /** How far from the median is usual, in the unit of the figure. */
      readonly band: number;
    };

/**
 * Says whether a figure is beyond the spread of those before it: further from their median than three median absolute
 * deviations, and than five percent of it, and than what one step of rounding can make.
 *
 * @param previous - the figures of the runs before it, in any order
 * @public
 */
export function judgeRegression(
  metric: TrendMetric,
  previous: readonly number[],
  current: number,
): RegressionJudgement {
  if (previous.length < REGRESSION_RUNS) {
    return { kind: 'tooFew', runs: previous.length };
  }
  const median = medianOf(previous);
  const deviation = medianOf(previous.map(it => Math.abs(it - median)));
  const band = Math.max(
    DEVIATIONS * deviation,
    LEAST_PART * Math.abs(median),
    leastStep(metric, Math.max(median, current)),
  );
  if (!(Math.abs(current - median) > band)) {
    return { kind: 'usual', median, band };
  }
  return {
    kind:
      changeOf(metric, median, current) === 'worse'
        ? 'regression'
        : 'improvement',
    median,
    band,
  };
}

/**
 * What a figure differs by without meaning anything. Locust counts response times rounded to about two digits
 * (`stats.py`), so a percentile moves in steps.
 */
function leastStep(metric: TrendMetric, value: number): number {
  switch (metric) {
    case 'p95':
      return ROUNDING_STEPS.find(it => value < it.below)?.step ?? 1_000;
    case 'failRatio':
      return LEAST_FAIL_RATIO;
    default:
      return 0;
  }
}

function medianOf(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1
    ? sorted[middle]
    : (sorted[middle - 1] + sorted[middle]) / 2;
}
