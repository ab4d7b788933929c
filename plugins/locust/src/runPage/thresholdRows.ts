import {
  formatQuantity,
  judgeThresholds,
  parseThreshold,
  THRESHOLD_METRICS,
  tryThreshold,
  type RequestStatistics,
  type Run,
  type ThresholdMetric,
  type ThresholdResult,
} from 'backstage-plugin-locust-common';
import { formatRatio } from '../format/formatNumber';
import type { Translate } from '../translations/Translate';

/** A threshold as the table shows it; figures with their units. */
export interface ThresholdRow {
  readonly threshold: string;
  readonly passed: boolean;
  readonly limit?: string;
  readonly actual?: string;
  /** How far the figure is from its limit, on whichever side. */
  readonly margin?: string;
  readonly message: string;
}

/** Part of the limit that lies between it and the figure; nothing can be a part of 0. */
function marginOf(
  { limit, actual }: ThresholdResult,
  t: Translate,
): string | undefined {
  return limit === undefined || actual === undefined || limit === 0
    ? undefined
    : formatRatio(Math.abs(actual - limit) / limit, t);
}

/** As precisely as a person reads a figure; limits stand as they were written. */
function formatActual(
  metric: ThresholdMetric,
  actual: number,
  t: Translate,
): string {
  return THRESHOLD_METRICS[metric] === 'ratio'
    ? formatRatio(actual, t)
    : formatQuantity(metric, Math.round(actual * 10) / 10);
}

export function thresholdRow(
  result: ThresholdResult,
  t: Translate,
): ThresholdRow {
  const { limit, actual } = result;
  const { read } = tryThreshold(parseThreshold, result.threshold);
  return {
    threshold: result.threshold,
    passed: result.passed,
    limit:
      read && limit !== undefined
        ? `${read.operator} ${formatQuantity(read.metric, limit)}`
        : undefined,
    actual:
      read && actual !== undefined
        ? formatActual(read.metric, actual, t)
        : undefined,
    margin: marginOf(result, t),
    message: result.message,
  };
}

/** What the run's resource is held to. */
export function thresholdsOfRun({ spec }: Run): readonly string[] {
  return Array.isArray(spec.thresholds) ? spec.thresholds.map(String) : [];
}

/**
 * How a run's thresholds stand: as they were judged at its end, or by the figures so far, which judge nothing yet.
 * Without the warm-up there are figures only at the end.
 */
export function standingOf(
  run: Run,
  requests: readonly RequestStatistics[],
): readonly ThresholdResult[] {
  return (
    run.thresholds ??
    judgeThresholds(thresholdsOfRun(run), { total: run.total, requests })
      .results
  );
}
