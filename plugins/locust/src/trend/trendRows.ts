import type { TestTrendRun, TrendMetric } from 'backstage-plugin-locust-common';

/** A run as it is drawn. */
export interface TrendRow {
  readonly place: number;
  readonly run: TestTrendRun;
  readonly value?: number;
  /** From where to where its figure would be as usual; absent where the backend cannot say. */
  readonly usual?: readonly [number, number];
  readonly regression: boolean;
}

/** The runs of a trend with one of their figures, as they are drawn. No figure is below 0, and neither is its band. */
export function trendRows(
  runs: readonly TestTrendRun[],
  metric: TrendMetric,
): readonly TrendRow[] {
  return runs.map((run, place) => {
    const judgement = run.judgements[metric];
    return {
      place,
      run,
      value: run[metric],
      ...(judgement?.median !== undefined &&
        judgement.band !== undefined && {
          usual: [
            Math.max(0, judgement.median - judgement.band),
            judgement.median + judgement.band,
          ] as const,
        }),
      regression: judgement?.kind === 'regression',
    };
  });
}
