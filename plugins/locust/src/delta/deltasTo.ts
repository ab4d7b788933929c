import {
  compareFigures,
  type ComparedMetric,
  type ComparisonDelta,
  type RequestStatistics,
  type Statistics,
} from 'backstage-plugin-locust-common';

/** How far figures are from those of another run, by metric; none where either has none. */
export type Deltas = Partial<Record<ComparedMetric, ComparisonDelta>>;

/** Holds statistics against those of a reference, by the code that the backend compares runs with. */
export function deltasTo(
  reference: Statistics | undefined,
  statistics: Statistics | undefined,
): Deltas {
  return Object.fromEntries(
    compareFigures([reference, statistics], 0).flatMap(({ metric, deltas }) =>
      deltas[1] ? [[metric, deltas[1]]] : [],
    ),
  );
}

/** The statistics of the same endpoint in another run. */
export function sameEndpoint(
  requests: readonly RequestStatistics[],
  endpoint: Pick<RequestStatistics, 'method' | 'name'>,
): Statistics | undefined {
  return requests.find(
    one => one.method === endpoint.method && one.name === endpoint.name,
  )?.statistics;
}
