import type { TestTrendRun, TrendMetric } from 'backstage-plugin-locust-common';
import {
  formatRate,
  formatRatio,
  formatResponseTime,
} from '../format/formatNumber';
import type { Translate } from '../translations/Translate';

/** A figure that a trend shows. */
export interface TrendFigure {
  readonly metric: TrendMetric;
  readonly name: string;
  readonly format: (value: number | undefined) => string;
}

/** The figures of a trend, in the order in which they are looked at. */
export function trendFigures(t: Translate): readonly TrendFigure[] {
  return [
    {
      metric: 'p95',
      name: t('delta.names.p95'),
      format: value => formatResponseTime(value, t),
    },
    {
      metric: 'failRatio',
      name: t('delta.names.failRatio'),
      format: value => formatRatio(value, t),
    },
    {
      metric: 'rps',
      name: t('delta.names.rps'),
      format: value => formatRate(value, t),
    },
  ];
}

/** How a run's figure stands to those before it, where the backend has judged it: `usual is 358 ms ± 30 ms`. */
export function usualRange(
  run: Pick<TestTrendRun, 'judgements'>,
  { metric, format }: TrendFigure,
): string | undefined {
  const judgement = run.judgements[metric];
  return judgement?.median === undefined || judgement.band === undefined
    ? undefined
    : `${format(judgement.median)} ± ${format(judgement.band)}`;
}
