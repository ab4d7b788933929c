import type { RequestStatistics } from '../schema/openapi';
import { compareFigures, type FigureComparison } from './compareFigures';

/** An endpoint and its figures in each run. @public */
export interface EndpointComparison {
  readonly method: string;
  readonly name: string;
  /** Whether each run made requests to it, in the order of the runs. */
  readonly present: readonly boolean[];
  readonly figures: readonly FigureComparison[];
}

/**
 * Sets the endpoints of runs side by side: those of the reference in its order, then those that only others have.
 *
 * @param reference - the place of the run that the others are held against
 */
export function compareEndpoints(
  runs: readonly (readonly RequestStatistics[])[],
  reference: number,
): readonly EndpointComparison[] {
  const byKey = runs.map(
    requests => new Map(requests.map(it => [keyOf(it), it] as const)),
  );
  const order = [runs[reference], ...runs.filter((_, i) => i !== reference)];
  const endpoints = new Map(order.flat().map(it => [keyOf(it), it] as const));
  return [...endpoints].map(([key, { method, name }]) => {
    const statistics = byKey.map(it => it.get(key)?.statistics);
    return {
      method,
      name,
      present: statistics.map(it => it !== undefined),
      figures: compareFigures(statistics, reference),
    };
  });
}

function keyOf({ method, name }: RequestStatistics): string {
  return JSON.stringify([method, name]);
}
