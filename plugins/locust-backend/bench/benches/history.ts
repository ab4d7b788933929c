import { randomBytes } from 'node:crypto';
import path from 'node:path';
import type {
  RunPhase,
  Trigger,
  Verdict,
} from 'backstage-plugin-locust-common';
import createKnex, { type Knex } from 'knex';
import { DatabaseRunStore } from '../../src/history/DatabaseRunStore';
import { phaseRank } from '../../src/runs/phaseRank';
import type { RunFilter } from '../../src/runs/RunStore';
import type { Bench, Figure } from '../Bench';
import { quantile } from '../quantile';

/** How many runs the history has. */
const RUNS = 100_000;
const ENTITIES = 400;
const TESTS_PER_ENTITY = 5;

/** How often each question is asked, about other runs each time. */
const ASKED = 400;

/** What a page of a screen takes. */
const PAGE = 25;
const TREND = 50;

/** Milliseconds. */
const P99 = 20;

const FIRST = Date.UTC(2025, 10, 1);
const APART_MS = 5 * 60 * 1000;

const entityRef = (entity: number) => `component:default/service-${entity}`;
/** The names of tests are the same everywhere, as people choose them. */
const testName = (test: number) =>
  ['smoke', 'checkout', 'search', 'soak', 'spike'][test];

interface Database {
  readonly name: 'sqlite' | 'postgres';
  readonly knex: Knex;
  readonly store: DatabaseRunStore;
}

/** Something that a screen asks for; each time another one's. */
interface Question {
  readonly id: string;
  readonly title: string;
  ask(store: DatabaseRunStore, random: () => number): Promise<unknown>;
}

const list =
  (filter: (random: () => number) => RunFilter, cursor = false) =>
  async (store: DatabaseRunStore, random: () => number) => {
    const page = cursor
      ? {
          limit: PAGE,
          cursor: Buffer.from(
            JSON.stringify([
              FIRST + Math.floor(random() * RUNS) * APART_MS,
              'm',
            ]),
          ).toString('base64url'),
        }
      : { limit: PAGE };
    const { items } = await store.list(filter(random), page);
    return items;
  };

const some = (count: number, random: () => number) =>
  Math.floor(random() * count);

const QUESTIONS: readonly Question[] = [
  { id: 'list', title: 'the newest page', ask: list(() => ({})) },
  {
    id: 'page',
    title: 'a page from anywhere',
    ask: list(() => ({}), true),
  },
  {
    id: 'entity',
    title: 'an entity',
    ask: list(random => ({ entityRefs: [entityRef(some(ENTITIES, random))] })),
  },
  {
    id: 'entity.page',
    title: 'a page from anywhere of an entity',
    ask: list(
      random => ({ entityRefs: [entityRef(some(ENTITIES, random))] }),
      true,
    ),
  },
  {
    id: 'entities',
    title: 'forty entities',
    ask: list(random => ({
      entityRefs: Array.from({ length: 40 }, () =>
        entityRef(some(ENTITIES, random)),
      ),
    })),
  },
  {
    id: 'phase',
    title: 'a phase, rare or not',
    ask: list(random => ({
      phases: [(['running', 'error', 'finished'] as const)[some(3, random)]],
    })),
  },
  {
    id: 'phases',
    title: 'two phases',
    ask: list(() => ({ phases: ['error', 'stopped'] })),
  },
  {
    id: 'verdict',
    title: 'a verdict',
    ask: list(random => ({
      verdict: (['passed', 'failed'] as const)[some(2, random)],
    })),
  },
  {
    id: 'test',
    title: 'a test by its name',
    ask: list(random => ({ test: testName(some(TESTS_PER_ENTITY, random)) })),
  },
  {
    id: 'trigger',
    title: 'a trigger, rare or not',
    ask: list(random => ({
      triggers: [(['user', 'resource', 'schedule'] as const)[some(3, random)]],
    })),
  },
  {
    id: 'time',
    title: 'a week',
    ask: list(random => {
      const from = FIRST + some(RUNS, random) * APART_MS;
      return {
        createdFrom: new Date(from),
        createdBefore: new Date(from + 7 * 24 * 60 * 60 * 1000),
      };
    }),
  },
  {
    id: 'combined',
    title: "an entity's failed runs of a test in a month",
    ask: list(random => {
      const from = FIRST + some(RUNS, random) * APART_MS;
      return {
        entityRefs: [entityRef(some(ENTITIES, random))],
        test: testName(some(TESTS_PER_ENTITY, random)),
        verdict: 'failed',
        phases: ['finished', 'error'],
        createdFrom: new Date(from),
        createdBefore: new Date(from + 30 * 24 * 60 * 60 * 1000),
      };
    }),
  },
  {
    id: 'failed',
    title: "an entity's failed runs",
    ask: list(random => ({
      entityRefs: [entityRef(some(ENTITIES, random))],
      verdict: 'failed',
    })),
  },
  {
    id: 'manyFailed',
    title: 'the failed runs of a hundred and fifty entities',
    ask: list(random => ({
      entityRefs: Array.from({ length: 150 }, () =>
        entityRef(some(ENTITIES, random)),
      ),
      verdict: 'failed',
    })),
  },
  {
    id: 'nothing',
    title: 'what no run is, though each half of it is common',
    ask: list(() => ({ verdict: 'passed', phases: ['error', 'stopped'] })),
  },
  {
    id: 'count',
    title: 'how many there are of an entity',
    ask: (store, random) =>
      store.counts.of({ entityRefs: [entityRef(some(ENTITIES, random))] }),
  },
  {
    id: 'countAll',
    title: 'how many there are',
    ask: store => store.counts.of({}),
  },
  {
    id: 'countPassed',
    title: 'how many have passed, or not',
    ask: (store, random) =>
      store.counts.of({
        verdict: (['passed', 'failed'] as const)[some(2, random)],
      }),
  },
  {
    id: 'trend',
    title: `the trend of a test, ${TREND} runs`,
    ask: (store, random) =>
      store.trends.of(
        {
          entityRef: entityRef(some(ENTITIES, random)),
          test: testName(some(TESTS_PER_ENTITY, random)),
        },
        TREND,
      ),
  },
  {
    id: 'marks',
    title: "what people say of a page's runs",
    ask: async (store, random) =>
      store.marks.ofRuns(
        Array.from({ length: PAGE }, () => runId(some(RUNS, random))),
      ),
  },
  {
    id: 'entityRefs',
    title: 'which entities have runs',
    ask: store => store.entityRefs(),
  },
];

/**
 * What the history takes for the pages of the portal when it has a hundred thousand runs, in both databases. Asked
 * one after the other, through everything from the filter to the decoded run.
 */
export const bench: Bench = {
  name: 'history',
  summary: `lists, filters, entity views and trends of ${RUNS} runs in SQLite and PostgreSQL`,
  order: 80,
  async run({ folder, say, afterwards }) {
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- a script of the repository, without types
    const { startPostgres } = require(path.join(
      __dirname,
      '../../../../scripts/postgres.cjs',
    )) as {
      startPostgres(): Promise<{
        readonly connectionString: string;
        readonly stop: () => Promise<void>;
      }>;
    };
    const server = await startPostgres();
    afterwards(() => server.stop());

    const figures: Figure[] = [];
    const plans: Record<string, readonly string[]> = {};
    for (const [name, knex] of [
      [
        'sqlite',
        createKnex({
          client: 'better-sqlite3',
          connection: { filename: path.join(folder, 'history.sqlite') },
          useNullAsDefault: true,
        }),
      ],
      [
        'postgres',
        createKnex({ client: 'pg', connection: server.connectionString }),
      ],
    ] as const) {
      afterwards(() => knex.destroy());
      let time = 0;
      const store = await DatabaseRunStore.create({
        database: { getClient: async () => knex },
        // Each question is asked a minute later, so that no count is told again.
        now: () => new Date((time += 60_000)),
      });
      say(`${name}: filling in ${RUNS} runs`);
      await fill(knex);
      const database = { name, knex, store };
      for (const question of QUESTIONS) {
        const { figure, plan } = await measure(database, question);
        figures.push(...figure);
        plans[`${name}.${question.id}`] = plan;
        say(
          `${name}: ${question.title}: p50 ${figure[0].measured} ms, p99 ${
            figure[1].measured
          } ms\n${plan.map(line => `    ${line}`).join('\n')}`,
        );
      }
    }
    return { figures, details: { runs: RUNS, asked: ASKED, plans } };
  },
};

async function measure(
  { name, knex, store }: Database,
  question: Question,
): Promise<{ figure: readonly [Figure, Figure]; plan: readonly string[] }> {
  const random = seeded(7);
  const plan = await explain(knex, () => question.ask(store, random));
  for (let i = 0; i < 20; i++) {
    await question.ask(store, random);
  }
  const times: number[] = [];
  for (let i = 0; i < ASKED; i++) {
    const startedAt = performance.now();
    await question.ask(store, random);
    times.push(performance.now() - startedAt);
  }
  const of = (part: number) => Math.round(quantile(times, part) * 100) / 100;
  const id = `history.${name}.${question.id}`;
  const title = `${name === 'sqlite' ? 'SQLite' : 'PostgreSQL'}: ${
    question.title
  }`;
  return {
    figure: [
      {
        id: `${id}.p50`,
        title: `${title}, p50`,
        unit: 'ms',
        measured: of(0.5),
      },
      {
        id: `${id}.p99`,
        title: `${title}, p99`,
        unit: 'ms',
        measured: of(0.99),
        target: { kind: 'atMost', value: P99 },
      },
    ],
    plan,
  };
}

/** How the database goes about the queries of a question. */
async function explain(
  knex: Knex,
  ask: () => Promise<unknown>,
): Promise<readonly string[]> {
  const queries: { sql: string; bindings: readonly Knex.RawBinding[] }[] = [];
  const listener = (query: {
    readonly sql: string;
    readonly bindings: readonly Knex.RawBinding[];
  }) => {
    queries.push(query);
  };
  knex.on('query', listener);
  try {
    await ask();
  } finally {
    knex.removeListener('query', listener);
  }
  const postgres = knex.client.config.client === 'pg';
  const plans = [];
  for (const { sql, bindings } of queries) {
    const answer = await knex.raw(
      postgres
        ? `explain (analyze, costs off, timing off, summary off) ${sql.replace(
            /\$\d+/g,
            '?',
          )}`
        : `explain query plan ${sql}`,
      [...bindings],
    );
    plans.push(
      ...(postgres
        ? (answer.rows as { 'QUERY PLAN': string }[]).map(
            row => row['QUERY PLAN'],
          )
        : (answer as { detail: string }[]).map(row => row.detail)),
    );
  }
  return plans;
}

/** Runs of two years and more, as they are once they have ended, but for the newest. */
async function fill(knex: Knex): Promise<void> {
  const random = seeded(1);
  const batch = 25;
  await knex.transaction(async trx => {
    for (let from = 0; from < RUNS; from += batch) {
      await trx('runs').insert(
        Array.from({ length: batch }, (_, i) => runRow(from + i, random)),
      );
    }
  });
  // As PostgreSQL does by itself within a minute, and SQLite where it is asked to.
  await knex.raw(
    knex.client.config.client === 'pg' ? 'vacuum analyze' : 'analyze',
  );
}

function runId(index: number): string {
  return `r${index.toString(36).padStart(25, '0')}`;
}

function runRow(index: number, random: () => number) {
  const entity = some(ENTITIES, random);
  const test = some(TESTS_PER_ENTITY, random);
  const dice = random();
  let phase: RunPhase = 'finished';
  if (index >= RUNS - 20) {
    phase = 'running';
  } else if (dice < 0.01) {
    phase = 'error';
  } else if (dice < 0.03) {
    phase = 'stopped';
  }
  const judged: Verdict = random() < 0.9 ? 'passed' : 'failed';
  const verdict: Verdict = phase === 'finished' ? judged : 'none';
  let trigger: Trigger = 'schedule';
  if (dice > 0.95) {
    trigger = 'user';
  } else if (dice > 0.945) {
    trigger = 'resource';
  }
  const createdAt = FIRST + index * APART_MS;
  const p95 = 100 + random() * 400;
  return {
    id: runId(index),
    cluster: index % 10 === 0 ? 'staging' : 'production',
    cluster_uid: `cluster-${index % 10 === 0 ? 1 : 0}`,
    namespace: `team-${entity % 40}`,
    locust_name: `${testName(test)}-${entity}`,
    locust_uid: `locust-${entity}-${test}`,
    job_name: `${testName(test)}-${entity}-${index}`,
    job_uid: randomBytes(16).toString('hex'),
    test: testName(test),
    // Some are applied by hand and belong to nobody.
    entity_ref: index % 50 === 0 ? null : entityRef(entity),
    scheduled: trigger === 'schedule',
    trigger,
    requested_by: trigger === 'user' ? 'user:default/ada' : null,
    created_at: new Date(createdAt),
    spec: JSON.stringify({
      image: 'locustio/locust:2.47.0',
      users: 100,
      spawnRate: 10,
      runTime: '5m',
      workers: 2,
      host: 'https://shop.example.org',
      configMapRef: `locustfile-${entity}`,
      thresholds: ['p95 < 500ms', 'fail_ratio < 1%'],
    }),
    run_time_seconds: 300,
    users: 100,
    workers_wanted: 2,
    phase,
    phase_rank: phaseRank(phase),
    verdict,
    started_at: new Date(createdAt + 4_000),
    users_spawned_at: new Date(createdAt + 14_000),
    finished_at: phase === 'running' ? null : new Date(createdAt + 304_000),
    workers_connected: 2,
    workers_most: 2,
    exit_code: 0,
    total: JSON.stringify({
      requests: 30_000 + some(1_000, random),
      failures: some(30, random),
      failRatio: random() / 100,
      min: 3,
      avg: p95 / 2,
      median: p95 / 3,
      max: p95 * 4,
      rps: 99 + random(),
      failuresPerSecond: random() / 10,
      percentiles: Object.fromEntries(
        [
          '50',
          '66',
          '75',
          '80',
          '90',
          '95',
          '98',
          '99',
          '99.9',
          '99.99',
          '100',
        ].map(percentile => [
          percentile,
          Math.round((p95 * Number(percentile)) / 95),
        ]),
      ),
    }),
    total_final: true,
    is_baseline: false,
    pinned: index % 1_000 === 0,
  };
}

/** The same figures each time (mulberry32). */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
