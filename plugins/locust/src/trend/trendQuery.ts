import type { TestIdentity } from '../api/LocustApi';

/** How many runs one can look back. */
export const TREND_LIMITS = ['30', '100', '200'] as const;

export type TrendLimit = (typeof TREND_LIMITS)[number];

/** How many runs a parameter of the URL asks for. */
export function trendLimitFrom(parameter: string | null): TrendLimit {
  return TREND_LIMITS.find(one => one === parameter) ?? TREND_LIMITS[0];
}

/** The test that the URL names, below an entity or on the page of all; nothing where it does not name one whole. */
export function testAskedFor(
  params: URLSearchParams,
  ownEntityRef: string | undefined,
): TestIdentity | undefined {
  const test = params.get('test');
  if (!test) {
    return undefined;
  }
  const entityRef = ownEntityRef ?? params.get('entityRef');
  if (entityRef) {
    return { test, entityRef };
  }
  const cluster = params.get('cluster');
  const namespace = params.get('namespace');
  return cluster && namespace ? { test, cluster, namespace } : undefined;
}
