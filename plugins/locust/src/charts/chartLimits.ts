import {
  formatQuantity,
  holds,
  parseThreshold,
  tryThreshold,
  type Endpoint,
  type Run,
  type Threshold,
  type ThresholdMetric,
} from 'backstage-plugin-locust-common';
import { formatClock } from '../format/formatClock';
import type { Translate } from '../translations/Translate';
import type { ChartMarker } from './chartMarkers';
import type { PointField, Samples } from './Samples';

/** Metrics of thresholds that have a line over time. */
const FIELDS: Partial<Record<ThresholdMetric, PointField>> = {
  p95: 'p95',
  p50: 'median',
  median: 'median',
  avg: 'avg',
  rps: 'rps',
};

/** A threshold as it stands on a chart. */
export interface ChartLimit {
  /** As it was written. */
  readonly threshold: string;
  readonly field: PointField;
  /** Undefined: of all requests. */
  readonly endpoint?: Endpoint;
  readonly operator: Threshold['operator'];
  /** In the unit of the field. */
  readonly value: number;
  /** `limit 500ms`. */
  readonly word: string;
}

/** The thresholds of a run that have a line over time to be held against, each once. */
export function chartLimits(
  run: Pick<Run, 'spec' | 'thresholds'>,
  t: Translate,
): readonly ChartLimit[] {
  // Judged by others than it was started with: what counts is what it was judged by.
  const written: unknown =
    run.thresholds?.map(({ threshold }) => threshold) ?? run.spec.thresholds;
  const texts = Array.isArray(written) ? written : [];
  return [...new Set(texts)].flatMap((text): ChartLimit[] => {
    const threshold =
      typeof text === 'string'
        ? tryThreshold(parseThreshold, text).read
        : undefined;
    const field = threshold && FIELDS[threshold.metric];
    return threshold && field
      ? [
          {
            threshold: text,
            field,
            endpoint: threshold.endpoint,
            operator: threshold.operator,
            value: threshold.limit,
            word: t('charts.limit.word', {
              limit: formatQuantity(threshold.metric, threshold.limit),
            }),
          },
        ]
      : [];
  });
}

/**
 * When a line first was beyond a limit. What has to be at least so much begins below it, so there only what comes
 * after it once was enough counts.
 */
export function firstCrossing(
  { operator, value }: Pick<ChartLimit, 'operator' | 'value'>,
  { seconds, values }: Samples,
): number | undefined {
  let counts = operator === '<' || operator === '<=';
  for (let place = 0; place < seconds.length; place++) {
    const good = holds(values[place], operator, value);
    if (!good && counts) {
      return seconds[place];
    }
    counts ||= good;
  }
  return undefined;
}

/** The moment at which a line first was beyond a limit, as a marker. */
export function crossingMarker(
  limit: ChartLimit,
  samples: Samples,
  t: Translate,
): ChartMarker | undefined {
  const seconds = firstCrossing(limit, samples);
  return seconds === undefined
    ? undefined
    : {
        kind: 'crossing',
        seconds,
        word: t('charts.limit.beyond'),
        text: t('charts.limit.crossed', {
          threshold: limit.threshold,
          time: formatClock(seconds),
        }),
      };
}
