import type { Statistics } from '../schema/openapi';
import {
  type Change,
  changeOf,
  COMPARED_METRICS,
  type ComparedMetric,
  figureOf,
} from './ComparedMetric';

/** How far a figure is from the reference's. @public */
export interface Delta {
  /** In the unit of the figure. */
  readonly absolute: number;
  /** As a part of the reference's: 0.1 is ten percent more. Undefined where that is 0. */
  readonly relative?: number;
  readonly change: Change;
}

/** One figure of each run. @public */
export interface FigureComparison {
  readonly metric: ComparedMetric;
  /** In the order of the runs; undefined where a run has none. */
  readonly values: readonly (number | undefined)[];
  /** To the reference; undefined for itself, and where either has no figure. */
  readonly deltas: readonly (Delta | undefined)[];
}

/**
 * Sets figures of runs side by side.
 *
 * @param reference - the place of the run that the others are held against
 * @public
 */
export function compareFigures(
  statistics: readonly (Statistics | undefined)[],
  reference: number,
): readonly FigureComparison[] {
  return COMPARED_METRICS.map(metric => {
    const values = statistics.map(it => figureOf(it, metric));
    return {
      metric,
      values,
      deltas: values.map((value, place) =>
        place === reference
          ? undefined
          : delta(metric, values[reference], value),
      ),
    };
  });
}

function delta(
  metric: ComparedMetric,
  from: number | undefined,
  to: number | undefined,
): Delta | undefined {
  if (from === undefined || to === undefined) {
    return undefined;
  }
  return {
    absolute: to - from,
    ...(from === 0 ? {} : { relative: (to - from) / from }),
    change: changeOf(metric, from, to),
  };
}
