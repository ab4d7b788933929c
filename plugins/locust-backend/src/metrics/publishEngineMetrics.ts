import type { MetricsService } from '@backstage/backend-plugin-api/alpha';
import { RECONCILE_BUCKETS } from './EngineMeter';
import type { LocustMetrics } from './LocustMetrics';
import type { MetricFamily } from './MetricFamily';

const DURATION = 'locust_operator_engine_reconcile_duration_seconds';

/** The histogram of Backstage's metrics service; histograms cannot be read at the time of a scrape. */
export function reconcileDurations(metrics: MetricsService) {
  const histogram = metrics.createHistogram(DURATION, {
    description: 'How long reconciles took.',
    advice: { explicitBucketBoundaries: [...RECONCILE_BUCKETS] },
  });
  return (cluster: string, seconds: number) =>
    histogram.record(seconds, { cluster });
}

/**
 * Offers the engines' metrics through Backstage's metrics service, under the names of the text route. Those of
 * `Locust` resources and Jobs are not among them: OpenTelemetry never ends a series and caps their number.
 */
export function publishEngineMetrics(
  metrics: MetricsService,
  source: Pick<LocustMetrics, 'engines'>,
): void {
  for (const family of source.engines()) {
    if (family.type === 'histogram') {
      continue;
    }
    const options = { description: family.help };
    const instrument =
      family.type === 'counter'
        ? metrics.createObservableCounter(family.name, options)
        : metrics.createObservableGauge(family.name, options);
    instrument.addCallback(result => {
      for (const { labels, value } of samplesOf(source, family.name)) {
        result.observe(value, labels);
      }
    });
  }
}

function samplesOf(source: Pick<LocustMetrics, 'engines'>, name: string) {
  const family: MetricFamily | undefined = source
    .engines()
    .find(it => it.name === name);
  return family && family.type !== 'histogram' ? family.samples : [];
}
