import { STARTER_LOCUSTFILE } from '../newRun/starterLocustfile';
import type { Run, Statistics, Test } from 'backstage-plugin-locust-common';

/** Statistics of a healthy service, with what a test is about changed. */
export function someStatistics(change: Partial<Statistics> = {}): Statistics {
  return {
    requests: 60_118,
    failures: 0,
    failRatio: 0,
    rps: 100.2,
    failuresPerSecond: 0,
    min: 12,
    avg: 171,
    median: 150,
    max: 900,
    percentiles: {
      '50': 150,
      '66': 180,
      '75': 210,
      '80': 230,
      '90': 300,
      '95': 358,
      '98': 410,
      '99': 470,
      '99.9': 700,
      '99.99': 880,
      '100': 900,
    },
    ...change,
  };
}

/** A finished run, with what a test is about changed. */
export function aRun(change: Partial<Run> = {}): Run {
  return {
    id: 'finishedrun000000000000001',
    cluster: 'eu-1',
    namespace: 'load',
    name: 'checkout-peak-x7k2p',
    jobName: 'checkout-peak-x7k2p',
    test: 'checkout-peak',
    entityRef: 'component:default/checkout',
    trigger: 'user',
    requestedBy: 'user:default/guest',
    phase: 'finished',
    verdict: 'none',
    createdAt: new Date('2026-11-22T10:00:00Z'),
    startedAt: new Date('2026-11-22T10:00:10Z'),
    finishedAt: new Date('2026-11-22T10:10:10Z'),
    runTimeSeconds: 600,
    users: 100,
    workersWanted: 4,
    workersConnected: 4,
    exitCode: 0,
    total: someStatistics(),
    spec: {
      workers: 4,
      users: 100,
      spawnRate: 5,
      runTime: '10m',
      host: 'https://checkout.staging.example.com',
      locustfile: { inline: STARTER_LOCUSTFILE },
    },
    ...change,
  };
}

/** A schedule, with what a test is about changed. */
export function aTest(change: Partial<Test> = {}): Test {
  return {
    id: 'b3f1c7f0-0000-4000-8000-000000000001',
    generation: 1,
    cluster: 'eu-1',
    namespace: 'load',
    name: 'nightly-checkout',
    test: 'nightly-checkout',
    entityRef: 'component:default/checkout',
    schedule: '0 2 * * 1-5',
    timeZone: 'Europe/Berlin',
    suspended: false,
    phase: 'Scheduled',
    createdAt: new Date('2026-10-01T10:00:00Z'),
    nextRunsAt: [
      new Date('2026-11-23T01:00:00Z'),
      new Date('2026-11-24T01:00:00Z'),
      new Date('2026-11-25T01:00:00Z'),
      new Date('2026-11-26T01:00:00Z'),
      new Date('2026-11-27T01:00:00Z'),
    ],
    lastRuns: [],
    spec: { workers: 4, users: 100, schedule: '0 2 * * 1-5' },
    ...change,
  };
}
