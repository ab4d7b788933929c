import type { RequestStatistics } from 'backstage-plugin-locust-common';
import { endpointKey } from '../runs/EndpointPoints';
import type { RunStore } from '../runs/RunStore';

/** A run's statistics per endpoint, and of which of them figures over time are kept. */
export async function readRequests(
  store: Pick<RunStore, 'requests' | 'endpointsWithPoints'>,
  runId: string,
): Promise<RequestStatistics[]> {
  const [requests, endpoints] = await Promise.all([
    store.requests(runId),
    store.endpointsWithPoints(runId),
  ]);
  const withPoints = new Set(endpoints.map(endpointKey));
  return requests.map(it => ({
    ...it,
    hasPoints: withPoints.has(endpointKey(it)),
  }));
}
