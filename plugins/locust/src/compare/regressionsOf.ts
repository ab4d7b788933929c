import type { TestTrend } from 'backstage-plugin-locust-common';
import { NO_FIGURE } from '../format/formatNumber';
import { trendFigures, usualRange } from '../trend/trendMetrics';
import type { Translate } from '../translations/Translate';

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
  t: Translate,
): readonly Regression[] {
  return trends
    .flatMap(trend => trend.items)
    .filter(run => runIds.includes(run.runId))
    .flatMap(run =>
      trendFigures(t)
        .filter(({ metric }) => run.judgements[metric]?.kind === 'regression')
        .map(figure => ({
          runId: run.runId,
          metric: figure.metric,
          word: t('compare.regression', { figure: figure.name }),
          sentence: t('compare.regressionHint', {
            figure: figure.name,
            value: figure.format(run[figure.metric]),
            usual: usualRange(run, figure) ?? NO_FIGURE,
          }),
        })),
    );
}
