import type { Statistics } from '../schema/openapi';

/** Figures of a run or an endpoint that runs are compared by, in the order of a table. @public */
export const COMPARED_METRICS = [
  'requests',
  'failures',
  'failRatio',
  'rps',
  'failuresPerSecond',
  'avg',
  'min',
  'median',
  'p90',
  'p95',
  'p99',
  'max',
] as const;

/** @public */
export type ComparedMetric = (typeof COMPARED_METRICS)[number];

/** Which way a figure is better; how many requests were made is neither. */
const BETTER: Readonly<Record<ComparedMetric, 'lower' | 'higher' | 'neither'>> =
  {
    requests: 'neither',
    failures: 'lower',
    failRatio: 'lower',
    rps: 'higher',
    failuresPerSecond: 'lower',
    avg: 'lower',
    min: 'lower',
    median: 'lower',
    p90: 'lower',
    p95: 'lower',
    p99: 'lower',
    max: 'lower',
  };

/**
 * How a figure stands to another of its kind.
 *
 * @public
 */
export type Change = 'better' | 'worse' | 'same' | 'different';

/** Says whether a figure that went from one value to another got better. */
export function changeOf(
  metric: ComparedMetric,
  from: number,
  to: number,
): Change {
  if (from === to) {
    return 'same';
  }
  const better = BETTER[metric];
  if (better === 'neither') {
    return 'different';
  }
  return to < from === (better === 'lower') ? 'better' : 'worse';
}

/** A figure of statistics; undefined where there is none. */
export function figureOf(
  statistics: Statistics | undefined,
  metric: ComparedMetric,
): number | undefined {
  switch (metric) {
    case 'p90':
    case 'p95':
    case 'p99':
      return statistics?.percentiles[metric.slice(1)];
    case 'median':
      return statistics?.median ?? statistics?.percentiles['50'];
    default:
      return statistics?.[metric];
  }
}
