import type { RunPhase, Verdict } from '../schema/openapi';
import {
  judgeRegression,
  type RegressionJudgement,
  TREND_METRICS,
  type TrendMetric,
} from './judgeRegression';

/** What a run that has ended adds to the trend of its test. @public */
export interface TrendRun {
  readonly runId: string;
  readonly createdAt: Date;
  readonly phase: RunPhase;
  readonly verdict: Verdict;
  readonly users?: number;
  /** Milliseconds. */
  readonly p95?: number;
  /** 0 to 1. */
  readonly failRatio?: number;
  readonly rps?: number;
}

/** A run and how it stands to those before it; a metric that it has no figure of is left out. @public */
export interface JudgedTrendRun<T extends TrendRun = TrendRun> {
  readonly run: T;
  readonly judgements: Readonly<
    Partial<Record<TrendMetric, RegressionJudgement>>
  >;
}

/** @public */
export interface Trend<T extends TrendRun = TrendRun> {
  /** The oldest first. */
  readonly runs: readonly JudgedTrendRun<T>[];
  /** Of the runs that were judged, the part that has passed; undefined where none was. */
  readonly passRate?: number;
}

/** A run is held against no more than so many before it: what a service did long ago is no measure. */
const WINDOW = 20;

/**
 * Judges each run of a test by those before it that had as many users and ran to their end; a run that was stopped
 * or failed to run says nothing about what is usual, and is not judged itself.
 *
 * @param runs - in any order
 * @public
 */
export function judgeTrend<T extends TrendRun>(runs: readonly T[]): Trend<T> {
  const sorted = [...runs].sort(
    (a, b) =>
      a.createdAt.getTime() - b.createdAt.getTime() ||
      (a.runId < b.runId ? -1 : 1),
  );
  const judged = sorted.filter(it => it.verdict !== 'none');
  return {
    runs: sorted.map((run, place) => ({
      run,
      judgements: judgementsOf(run, sorted.slice(0, place)),
    })),
    ...(judged.length > 0 && {
      passRate:
        judged.filter(it => it.verdict === 'passed').length / judged.length,
    }),
  };
}

function judgementsOf(
  run: TrendRun,
  before: readonly TrendRun[],
): JudgedTrendRun['judgements'] {
  if (run.phase !== 'finished') {
    return {};
  }
  const comparable = before.filter(
    it => it.phase === 'finished' && it.users === run.users,
  );
  return Object.fromEntries(
    TREND_METRICS.flatMap(metric => {
      const current = run[metric];
      if (current === undefined) {
        return [];
      }
      const previous = comparable
        .flatMap(it => it[metric] ?? [])
        .slice(-WINDOW);
      return [[metric, judgeRegression(metric, previous, current)] as const];
    }),
  );
}
