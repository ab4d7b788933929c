import type { InJson, Run } from 'backstage-plugin-locust-common';

/** A run as the interface tells it. */
export function aRun(run: Partial<InJson<Run>> = {}): InJson<Run> {
  return {
    id: 'a'.repeat(26),
    cluster: 'local',
    namespace: 'load',
    name: 'shop-smoke-1',
    test: 'shop-smoke',
    entityRef: 'component:default/shop',
    trigger: 'user',
    phase: 'running',
    verdict: 'none',
    createdAt: '2026-01-31T12:00:00.000Z',
    workersWanted: 2,
    workersConnected: 2,
    spec: {},
    ...run,
  };
}

export const FIGURES = {
  requests: 1200,
  failures: 6,
  failRatio: 0.005,
  rps: 20.04,
  failuresPerSecond: 0.1,
  percentiles: { '50': 40, '95': 120 },
};
