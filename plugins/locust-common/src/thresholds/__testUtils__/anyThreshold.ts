import fc from 'fast-check';
import {
  ENDPOINT_INTERVAL_METRICS,
  INTERVAL_METRICS,
  THRESHOLD_METRICS,
  THRESHOLD_OPERATORS,
  type ThresholdMetric,
} from '../Threshold';

const METRICS = Object.keys(THRESHOLD_METRICS) as readonly ThresholdMetric[];

/** Text that names of endpoints may be, the grammar's own signs among it. */
export const anyText = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.string({
    unit: fc.constantFrom('a', ':', '"', '\\', ' ', '\n', '<', '🛒'),
  }),
);
const endpoint = fc.record({ method: anyText, name: anyText });
const limitOf = (metric: ThresholdMetric) => {
  switch (THRESHOLD_METRICS[metric]) {
    case 'count':
      return fc.nat({ max: 999_999_999 });
    case 'ratio':
      return fc.nat({ max: 100_000 }).map(it => Number(`${it}e-5`));
    default:
      return fc.nat({ max: 999_999_999 }).map(it => Number(`${it}e-3`));
  }
};
export const thresholdOf = (metrics: readonly ThresholdMetric[]) =>
  fc.constantFrom(...metrics).chain(metric =>
    fc.record({
      metric: fc.constant(metric),
      operator: fc.constantFrom(...THRESHOLD_OPERATORS),
      limit: limitOf(metric),
    }),
  );
const withEndpoint = (metrics: readonly ThresholdMetric[]) =>
  fc
    .tuple(endpoint, thresholdOf(metrics))
    .map(([of, threshold]) => ({ endpoint: of, ...threshold }));

/** A threshold on the whole run or on an endpoint. */
export const anyThreshold = fc.oneof(
  thresholdOf(METRICS),
  withEndpoint(METRICS),
);

/** A condition to stop on; it has to hold for up to a day, or for a year. */
export const anyStopCondition = fc
  .tuple(
    fc.oneof(
      thresholdOf(INTERVAL_METRICS),
      withEndpoint(ENDPOINT_INTERVAL_METRICS),
    ),
    fc.oneof(
      fc.integer({ min: 1, max: 86_400 }),
      fc.integer({ min: 1, max: 31_536_000 }),
    ),
  )
  .map(([threshold, forSeconds]) => ({ ...threshold, forSeconds }));
