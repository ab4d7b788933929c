import type { Run, Statistics } from 'backstage-plugin-locust-common';
import type { RunRecord } from '../../runs/RunRecord';

const at = (second: number) =>
  new Date(Date.parse('2026-01-31T10:20:30.123Z') + second * 1000);

export const statistics = (
  overrides: Partial<Statistics> = {},
): Statistics => ({
  requests: 12_345,
  failures: 45,
  failRatio: 45 / 12_345,
  min: 1.25,
  avg: 87.123456,
  median: 61,
  max: 2_310.5,
  rps: 102.875,
  failuresPerSecond: 0.375,
  percentiles: {
    '50': 61,
    '66': 80,
    '75': 97,
    '80': 110,
    '90': 170,
    '95': 240,
    '98': 410,
    '99': 600,
    '99.9': 1_500,
    '99.99': 2_300,
    '100': 2_300,
  },
  ...overrides,
});

/** A run of two minutes that went well but for one threshold. */
export const runRecord = (
  overrides: Partial<Omit<RunRecord, 'run'>> & {
    readonly run?: Partial<Run>;
  } = {},
): RunRecord => ({
  marks: {
    pinned: false,
    baseline: true,
    note: { text: 'With the new cache', by: 'user:default/ada', at: at(500) },
    thresholds: [
      {
        threshold: 'p95 < 500ms',
        passed: true,
        limit: 500,
        actual: 240,
        message: 'p95 was 240ms, as wanted: < 500ms.',
      },
      {
        threshold: 'GET /checkout: p99 < 400ms',
        passed: false,
        limit: 400,
        actual: 600,
        message: 'p99 of GET /checkout was 600ms; wanted: < 400ms.',
      },
    ],
  },
  endpointPoints: [
    {
      method: 'GET',
      name: '/',
      interval: 1,
      points: [
        { elapsedSeconds: 2, users: 5, rps: 51.5, failuresPerSecond: 0 },
        { elapsedSeconds: 4, users: 10, rps: 49, failuresPerSecond: 0.25 },
      ],
    },
  ],
  points: Array.from({ length: 60 }, (_, i) => {
    const users = Math.min(50, i * 5);
    return {
      elapsedSeconds: i * 2,
      time: at(4 + i * 2),
      users,
      rps: users * 2 + 6 * Math.sin(i / 3),
      failuresPerSecond: i > 40 && i < 46 ? 4 : 0.2,
      avg: 80 + 15 * Math.sin(i / 5),
      median: 60 + 8 * Math.sin(i / 4),
      p95: 220 + 40 * Math.cos(i / 6),
      workers: 2,
      requests: i * 205,
      failures: i,
    };
  }),
  requests: [
    { method: 'GET', name: '/', statistics: statistics({ requests: 6_000 }) },
    { method: 'GET', name: '/checkout', statistics: statistics() },
    {
      method: 'POST',
      name: '/a/very/long/name/that/goes/on/and/on/with/an/id/of/some/kind/[id]',
      statistics: statistics({ requests: 345, failures: 45 }),
    },
  ],
  errors: [
    {
      occurrences: 45,
      method: 'POST',
      name: '/a/very/long/name/that/goes/on/and/on/with/an/id/of/some/kind/[id]',
      message: 'HTTPError(503 Server Error)',
    },
  ],
  exceptions: [
    {
      occurrences: 3,
      message: "KeyError: 'cart'",
      traceback: '  File "/mnt/locust/locustfile.py", line 12, in buy\n',
    },
  ],
  events: [
    {
      time: at(4),
      type: 'normal',
      reason: 'UsersSpawned',
      message: 'All 50 users are there',
    },
  ],
  log: {
    lines: ['[2026-01-31 10:20:34,000] master/INFO: Starting', 'Done'],
    omitted: 0,
    complete: true,
  },
  locustfile: {
    main: 'locustfile.py',
    files: { 'locustfile.py': 'from locust import HttpUser\n' },
  },
  ...overrides,
  run: {
    id: 'abcdefghijklmnopqrstuvwxyz',
    cluster: 'production',
    namespace: 'shop',
    name: 'checkout-x7k2p',
    jobName: 'checkout-x7k2p-master',
    test: 'checkout',
    entityRef: 'component:default/shop',
    trigger: 'user',
    requestedBy: 'user:default/ada',
    phase: 'finished',
    verdict: 'failed',
    createdAt: at(0),
    startedAt: at(3),
    usersSpawnedAt: at(14),
    finishedAt: at(123.5),
    runTimeSeconds: 120,
    users: 50,
    workersWanted: 2,
    workersConnected: 2,
    exitCode: 1,
    total: statistics(),
    spec: {
      image: 'locustio/locust:2.47.0',
      host: 'https://shop.example.org',
      users: 50,
      spawnRate: 5,
      runTime: '2m',
      workers: 2,
    },
    ...overrides.run,
  },
});

/** Names as the worst locustfile, server or person may choose them. */
export const HOSTILE = [
  `<script>alert(1)</script>`,
  `"><img src=x onerror=alert(1)>`,
  `' onmouseover='alert(1)`,
  `</style></title></pre></textarea><svg onload=alert(1)>`,
  `]]><!--&amp;&lt;&#x3c;`,
  `a\u0000b\u001bc\ud800d\uffffe`,
  `data:text/html,alert(1)\r\n\ttwo lines`,
  `=HYPERLINK("http://evil","x")`,
].join(' ');

/** A record that says {@link HOSTILE} wherever it says anything. */
export function hostileRecord(): RunRecord {
  const record = runRecord();
  return {
    ...record,
    run: {
      ...record.run,
      test: HOSTILE,
      name: HOSTILE,
      namespace: HOSTILE,
      cluster: HOSTILE,
      entityRef: HOSTILE,
      requestedBy: HOSTILE,
      reason: { code: HOSTILE, message: HOSTILE },
      spec: { image: HOSTILE, host: HOSTILE },
    },
    marks: {
      ...record.marks,
      note: { text: HOSTILE, by: HOSTILE, at: record.run.createdAt },
      thresholds: [{ threshold: HOSTILE, passed: false, message: HOSTILE }],
      rejudgement: {
        verdict: 'failed',
        thresholds: [{ threshold: HOSTILE, passed: true, message: HOSTILE }],
        by: HOSTILE,
        at: record.run.createdAt,
      },
    },
    requests: [{ method: HOSTILE, name: HOSTILE, statistics: statistics() }],
    errors: [
      { occurrences: 1, method: HOSTILE, name: HOSTILE, message: HOSTILE },
    ],
    exceptions: [{ occurrences: 1, message: HOSTILE, traceback: HOSTILE }],
    events: [
      {
        time: record.run.createdAt,
        type: 'warning',
        reason: HOSTILE,
        message: HOSTILE,
      },
    ],
    log: { lines: [HOSTILE], omitted: 0, complete: true },
  };
}
