import type { Point, RequestStatistics, Run } from '../schema/openapi';
import { compareEndpoints, type EndpointComparison } from './compareEndpoints';
import { compareFigures, type FigureComparison } from './compareFigures';
import { compareSettings, type SettingDifference } from './compareSettings';
import {
  OVERLAID_METRICS,
  type OverlaidMetric,
  type OverlaidRow,
  overlaySeries,
} from './overlaySeries';

/** How many runs can be compared at once. @public */
export const COMPARED_RUNS = { least: 2, most: 10 } as const;

/** What is compared of a run. @public */
export interface ComparedRun {
  readonly run: Run;
  readonly requests: readonly RequestStatistics[];
  readonly points: readonly Point[];
}

/** Runs side by side. Everything is in the order of the runs. @public */
export interface RunComparison {
  /** The place of the run that the others are held against. */
  readonly reference: number;
  readonly settings: readonly SettingDifference[];
  readonly total: readonly FigureComparison[];
  readonly endpoints: readonly EndpointComparison[];
  readonly series: Readonly<Record<OverlaidMetric, readonly OverlaidRow[]>>;
}

/**
 * Sets two to ten runs side by side.
 *
 * @param reference - the place of the run that the others are held against; by default the first
 * @throws RangeError where there are fewer or more runs, or no such place
 * @public
 */
export function compareRuns(
  runs: readonly ComparedRun[],
  reference: number = 0,
): RunComparison {
  const { least, most } = COMPARED_RUNS;
  if (runs.length < least || runs.length > most) {
    throw new RangeError(
      `${runs.length} runs cannot be compared; it takes ${least} to ${most}`,
    );
  }
  if (!Number.isInteger(reference) || !runs[reference]) {
    throw new RangeError(
      `There is no run ${reference} among ${runs.length} to hold the others against`,
    );
  }
  const points = runs.map(it => it.points);
  return {
    reference,
    settings: compareSettings(runs.map(it => it.run.spec)),
    total: compareFigures(
      runs.map(it => it.run.total),
      reference,
    ),
    endpoints: compareEndpoints(
      runs.map(it => it.requests),
      reference,
    ),
    series: Object.fromEntries(
      OVERLAID_METRICS.map(metric => [metric, overlaySeries(points, metric)]),
    ) as Record<OverlaidMetric, readonly OverlaidRow[]>,
  };
}
