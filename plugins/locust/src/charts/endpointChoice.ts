import type {
  Endpoint,
  RequestStatistics,
} from 'backstage-plugin-locust-common';

/** More lines nobody can tell apart. */
export const MOST_ENDPOINTS = 20;

/** `GET /cart`: what an endpoint is called, also in the URL. */
export function endpointName({ method, name }: Endpoint): string {
  return method ? `${method} ${name}` : name;
}

/** The endpoints of a run that a URL names, each once and no more than can be drawn, in its order. */
export function chosenEndpoints(
  params: URLSearchParams,
  requests: readonly RequestStatistics[],
): readonly RequestStatistics[] {
  return [...new Set(params.getAll('endpoint'))]
    .flatMap(asked => requests.find(one => endpointName(one) === asked) ?? [])
    .slice(0, MOST_ENDPOINTS);
}

/** The same parameters with these endpoints. */
export function withEndpoints(
  params: URLSearchParams,
  endpoints: readonly Endpoint[],
): URLSearchParams {
  const next = new URLSearchParams(params);
  next.delete('endpoint');
  endpoints.forEach(one => next.append('endpoint', endpointName(one)));
  return next;
}

/** The endpoints whose name has all of the words, those with the most requests first. */
export function endpointsMatching(
  requests: readonly RequestStatistics[],
  search: string,
): readonly RequestStatistics[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  return requests
    .filter(one => {
      const name = endpointName(one).toLowerCase();
      return words.every(word => name.includes(word));
    })
    .sort((a, b) => b.statistics.requests - a.statistics.requests);
}
