import type { TestTrend, TestTrendRun } from 'backstage-plugin-locust-common';
import { formatCount } from '../format/formatNumber';
import type { Translate } from '../translations/Translate';
import { trendFigures, usualRange, type TrendFigure } from './trendMetrics';

/** A figure that the latest run that ran to its end is told to have regressed in. */
export interface TrendRegression {
  readonly figure: TrendFigure;
  readonly run: TestTrendRun;
  /** What is usual of the runs before it: `358 ms ± 30 ms`. */
  readonly usual: string;
  /** The first of the runs in a row that are regressions. */
  readonly since: TestTrendRun;
  readonly runsInARow: number;
}

/** The latest run that ran to its end; only such a one is held against those before it. */
function latestFinished(trend: TestTrend): TestTrendRun | undefined {
  return [...trend.items].reverse().find(run => run.phase === 'finished');
}

/** In what the latest run regressed, and since when. Nothing is called so that the backend does not call so. */
export function regressionsNow(
  trend: TestTrend,
  t: Translate,
): readonly TrendRegression[] {
  const latest = latestFinished(trend);
  if (!latest) {
    return [];
  }
  const finished = trend.items.filter(run => run.phase === 'finished');
  return trendFigures(t).flatMap(figure => {
    const usual = usualRange(latest, figure);
    if (latest.judgements[figure.metric]?.kind !== 'regression' || !usual) {
      return [];
    }
    let first = finished.length - 1;
    while (
      first > 0 &&
      finished[first - 1].judgements[figure.metric]?.kind === 'regression'
    ) {
      first -= 1;
    }
    return [
      {
        figure,
        run: latest,
        usual,
        since: finished[first],
        runsInARow: finished.length - first,
      },
    ];
  });
}

/** How many earlier runs the latest could be held against, where they are too few to call anything a regression. */
export function tooFewBefore(trend: TestTrend): number | undefined {
  const judgement = latestFinished(trend)?.judgements.p95;
  return judgement?.kind === 'tooFew' ? judgement.runs ?? 0 : undefined;
}

/** The last run that passed, where the latest did not. */
export function lastGood(
  trend: TestTrend,
): { readonly good: TestTrendRun; readonly latest: TestTrendRun } | undefined {
  const latest = latestFinished(trend);
  const good =
    latest &&
    latest.verdict !== 'passed' &&
    [...trend.items]
      .reverse()
      .find(run => run.phase === 'finished' && run.verdict === 'passed');
  return good ? { good, latest } : undefined;
}

/** `12 of 14 passed`; nothing where no run was judged. */
export function passedOf(trend: TestTrend, t: Translate): string | undefined {
  const judged = trend.items.filter(run => run.verdict !== 'none');
  const passed = judged.filter(run => run.verdict === 'passed');
  return judged.length
    ? t('trend.passedOf', {
        passed: formatCount(passed.length, t),
        judged: formatCount(judged.length, t),
      })
    : undefined;
}
