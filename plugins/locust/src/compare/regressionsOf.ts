import type { TestTrend } from 'backstage-plugin-locust-common';
import { TREND_FIGURES, usualRange } from '../trend/trendMetrics';

/** A figure of a run that the backend calls a regression. */
export interface Regression {
  readonly runId: string;
  readonly metric: string;
  readonly word: string;
  /** What was, and what is usual. */
  readonly sentence: string;
}

/** What of the runs is beyond the spread of those before them, as the trends of their tests have it. */
export function regressionsOf(
  trends: readonly TestTrend[],
  runIds: readonly string[],
): readonly Regression[] {
  return trends
    .flatMap(trend => trend.items)
    .filter(run => runIds.includes(run.runId))
    .flatMap(run =>
      TREND_FIGURES.filter(
        ({ metric }) => run.judgements[metric]?.kind === 'regression',
      ).map(figure => ({
        runId: run.runId,
        metric: figure.metric,
        word: `Regression: ${figure.name}`,
        sentence: `${figure.name} ${figure.format(
          run[figure.metric],
        )}; usual of the runs before it is ${usualRange(run, figure)}`,
      })),
    );
}
