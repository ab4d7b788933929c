import type { TestTrendRun, TrendMetric } from 'backstage-plugin-locust-common';
import {
  formatRate,
  formatRatio,
  formatResponseTime,
} from '../format/formatNumber';

/** A figure that a trend shows. */
export interface TrendFigure {
  readonly metric: TrendMetric;
  readonly name: string;
  readonly format: (value: number | undefined) => string;
}

/** The figures of a trend, in the order in which they are looked at. */
export const TREND_FIGURES: readonly TrendFigure[] = [
  { metric: 'p95', name: 'p95', format: formatResponseTime },
  { metric: 'failRatio', name: 'Failure ratio', format: formatRatio },
  { metric: 'rps', name: 'Requests/s', format: formatRate },
];

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
