import type { Statistics } from 'backstage-plugin-locust-common';
import type { RunStart } from '../../runs/RunStore';

/** The moment that tests count from. */
export const T0 = new Date('2026-01-31T10:20:30.123Z');

/** So many seconds after {@link T0}. */
export const later = (seconds: number) =>
  new Date(T0.getTime() + seconds * 1000);

/** A run as the engine begins it. */
export const runStart = (overrides: Partial<RunStart> = {}): RunStart => ({
  id: 'run1',
  cluster: 'local',
  clusterUid: 'cluster-uid',
  namespace: 'shop',
  locustName: 'checkout-x7k2p',
  locustUid: 'locust-uid',
  jobName: 'checkout-x7k2p-master',
  test: 'checkout',
  scheduled: false,
  trigger: 'resource',
  createdAt: T0,
  spec: {},
  workersWanted: 2,
  ...overrides,
});

/** Figures of a run. */
export const statistics = (
  overrides: Partial<Statistics> = {},
): Statistics => ({
  requests: 100,
  failures: 3,
  failRatio: 0.03,
  min: 1,
  avg: 12.345678,
  median: 10,
  max: 250.5,
  rps: 49.9,
  failuresPerSecond: 1.5,
  percentiles: { '50': 10, '95': 200, '99.9': 240, '100': 250.5 },
  ...overrides,
});
