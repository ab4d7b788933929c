/** The percentiles that Locust reports of a whole run, as its own final table has them. @public */
export const REPORTED_PERCENTILES = [
  '50',
  '66',
  '75',
  '80',
  '90',
  '95',
  '98',
  '99',
  '99.9',
  '99.99',
] as const;

/**
 * What a figure counts, and with it the unit of its limit: `time` milliseconds, `ratio` 0 to 1, `rate` per second,
 * `count` whole things.
 *
 * @public
 */
export type ThresholdQuantity = 'time' | 'ratio' | 'rate' | 'count';

/** @public */
export type ThresholdMetric =
  | `p${(typeof REPORTED_PERCENTILES)[number]}`
  | 'avg'
  | 'min'
  | 'max'
  | 'median'
  | 'rps'
  | 'fail_ratio'
  | 'failures'
  | 'requests';

/** What can be judged, in the order in which it is offered. @public */
export const THRESHOLD_METRICS: Readonly<
  Record<ThresholdMetric, ThresholdQuantity>
> = {
  p50: 'time',
  p66: 'time',
  p75: 'time',
  p80: 'time',
  p90: 'time',
  p95: 'time',
  p98: 'time',
  p99: 'time',
  'p99.9': 'time',
  'p99.99': 'time',
  avg: 'time',
  min: 'time',
  max: 'time',
  median: 'time',
  rps: 'rate',
  fail_ratio: 'ratio',
  failures: 'count',
  requests: 'count',
};

/** Figures that the reporter gives of an interval of a run: all of them for the whole, the second list per endpoint. */
export const INTERVAL_METRICS: readonly ThresholdMetric[] = [
  'p50',
  'p95',
  'median',
  'rps',
  'fail_ratio',
];
export const ENDPOINT_INTERVAL_METRICS: readonly ThresholdMetric[] = [
  'rps',
  'fail_ratio',
];

/** @public */
export const THRESHOLD_OPERATORS = ['<=', '>=', '==', '<', '>'] as const;

/** @public */
export type ThresholdOperator = (typeof THRESHOLD_OPERATORS)[number];

/** An endpoint as Locust counts it: both parts are any text. @public */
export interface Endpoint {
  readonly method: string;
  readonly name: string;
}

/** A bound that the figures of a run are held against. @public */
export interface Threshold {
  /** Undefined: the run as a whole. */
  readonly endpoint?: Endpoint;
  readonly metric: ThresholdMetric;
  readonly operator: ThresholdOperator;
  /** In the unit of the metric's {@link ThresholdQuantity}. */
  readonly limit: number;
}

/** A threshold on what happens at the moment; the run is stopped where it holds for so long. @public */
export interface StopCondition extends Threshold {
  readonly forSeconds: number;
}
