import type { Statistics } from 'backstage-plugin-locust-common';
import type { RunStart, RunStore } from '../../src/runs/RunStore';

/** The component of the example catalog that the runs belong to. */
export const ENTITY_REF = 'component:default/shop';

const APART_MS = 10 * 60 * 1000;
const TESTS = ['smoke', 'checkout', 'search', 'soak', 'spike'] as const;

const SPEC = {
  workers: 2,
  users: 100,
  spawnRate: 10,
  runTime: '5m',
  host: 'http://shop.example.org',
  locustfile: { configMap: 'locustfile', key: 'locustfile.py' },
  thresholds: ['p95 < 500ms'],
};

/** Who a run is, `index` runs before the newest. */
export function runStart(index: number, now: Date): RunStart {
  const test = TESTS[index % TESTS.length];
  return {
    id: `r${index.toString(36).padStart(25, '0')}`,
    cluster: 'away',
    clusterUid: 'cluster-of-the-bench',
    namespace: 'demo',
    locustName: `${test}-${index}`,
    locustUid: `locust-${index}`,
    jobName: `${test}-${index}`,
    jobUid: `job-${index}`,
    test,
    entityRef: ENTITY_REF,
    scheduled: index % 3 === 0,
    trigger: index % 3 === 0 ? 'schedule' : 'user',
    ...(index % 3 !== 0 && { requestedBy: 'user:default/guest' }),
    createdAt: new Date(now.getTime() - (index + 1) * APART_MS),
    spec: SPEC,
    runTimeSeconds: 300,
    users: 100,
    workersWanted: 2,
  };
}

export function statistics(requests: number, p95: number): Statistics {
  return {
    requests,
    failures: Math.round(requests / 1_000),
    failRatio: 0.001,
    min: 3,
    avg: p95 / 2,
    median: p95 / 3,
    max: p95 * 4,
    rps: 99.5,
    failuresPerSecond: 0.1,
    percentiles: { '50': p95 / 3, '90': p95 * 0.9, '95': p95, '99': p95 * 1.5 },
  };
}

/** Runs of the entity that have ended, the newest ten minutes ago. */
export async function seedEnded(store: RunStore, count: number): Promise<void> {
  const now = new Date();
  for (let index = 0; index < count; index++) {
    const start = runStart(index, now);
    await store.begin(start);
    const at = start.createdAt.getTime();
    await store.progress(start.id, {
      phase: 'finished',
      verdict: index % 9 === 0 ? 'failed' : 'passed',
      startedAt: new Date(at + 4_000),
      finishedAt: new Date(at + 304_000),
      workersConnected: 2,
      exitCode: 0,
      total: statistics(30_000 + index, 100 + ((index * 37) % 400)),
      totalFinal: true,
    });
  }
}
