import type { Endpoint, Point } from 'backstage-plugin-locust-common';

/** The course of one endpoint over time. */
export interface EndpointPoints extends Endpoint {
  /** Seconds of which one point is kept, and the newest; a power of two that only grows. */
  readonly interval: number;
  readonly points: readonly Point[];
}

/**
 * Points are kept of so many endpoints of a run: the first that are told of, for that depends on the log alone and
 * never changes, so that no course begins in the middle or is given up again.
 */
export const MAX_ENDPOINTS = 20;

/**
 * The most points of each, a quarter of what the whole run has: more than a chart is wide. Of 200 runs that are
 * followed at once and have all they may have this is 150 MB of memory, and it bounds what a run takes in the database.
 */
export const MAX_ENDPOINT_POINTS = 500;

/** Tells endpoints apart. */
export function endpointKey({ method, name }: Endpoint): string {
  return `${method}\0${name}`;
}
