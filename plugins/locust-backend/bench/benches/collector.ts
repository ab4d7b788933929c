import path from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import createKnex, { type Knex } from 'knex';
import { HeapGauge } from '../../src/endurance/HeapGauge';
import { DatabaseRunStore } from '../../src/history/DatabaseRunStore';
import { LogCollector } from '../../src/outcomes/LogCollector';
import type { RunStart } from '../../src/runs/RunStore';
import type { Bench, BenchContext } from '../Bench';
import { ScriptedLog } from '../ScriptedLog';

const RUNS = 200;
/** Seconds between two reports of a master. */
const INTERVAL = 2;
/**
 * Rounds of reports: an hour and a quarter, after which the text that is kept of a log is full, and twice as many,
 * after which the points have been thinned too.
 */
const HALF = 2_200;
const PAST = 2 * HALF;
const LIVE_SECONDS = 60;
const FIXTURE = '2.47.0/shape.reporter.log';

/**
 * 1.25 MB of text in lines, with what each line takes beside its characters, and 4,000 points is what is kept of one
 * run at most.
 */
const MEGABYTES_PER_RUN = 3;

/** Following the logs of many runs at once in one process, with a database in a file. */
export const bench: Bench = {
  name: 'collector',
  summary: `following the logs of ${RUNS} runs at once: memory, writes, how far behind (two minutes)`,
  order: 87,
  async run(context) {
    const { folder, say, afterwards } = context;
    const knex = createKnex({
      client: 'better-sqlite3',
      connection: { filename: path.join(folder, 'history.sqlite') },
      useNullAsDefault: true,
    });
    afterwards(() => knex.destroy());
    const store = await DatabaseRunStore.create({
      database: { getClient: async () => knex },
    });
    const gauge = new HeapGauge();
    const masters = Array.from({ length: RUNS }, (_, index) => ({
      run: runOf(index),
      log: new ScriptedLog(FIXTURE, index),
    }));
    const byPod = new Map(masters.map(it => [it.run.jobName, it.log]));
    const collector = new LogCollector({
      client: { podLog: async ({ name }) => byPod.get(name)!.follow() },
      store,
      logger: quiet(context),
    });
    afterwards(() => collector.stop());

    const idle = await gauge.read();
    for (const { run } of masters) {
      await collector.record(run, { phase: 'running' });
      collector.follow(run, masterOf(run), () => {});
    }
    const untilRead = async (rounds: number) => {
      say(`each log has ${rounds} reports`);
      masters.forEach(({ log }) => log.grow(rounds));
      while (masters.some(({ log }) => log.read < rounds)) {
        await delay(100);
      }
      // What was read is written within two seconds, the log itself within some more.
      await untilWritten(store, masters);
      return (await gauge.read()) - idle;
    };
    const atHalf = await untilRead(HALF);
    const atPast = await untilRead(PAST);

    say(`all go on for ${LIVE_SECONDS} s`);
    const live = await measureLive(knex, store, masters);
    return {
      figures: [
        {
          id: 'collector.heap',
          title: `heap of ${RUNS} followed logs whose runs have gone on for hours`,
          unit: 'MB',
          measured: Math.max(atHalf, atPast),
          target: { kind: 'atMost', value: RUNS * MEGABYTES_PER_RUN },
        },
        {
          id: 'collector.growth',
          title: 'heap when the logs are twice as long, to that before',
          unit: '%',
          measured: (100 * atPast) / atHalf,
          target: { kind: 'atMost', value: 115 },
        },
        {
          id: 'collector.transactions',
          title: 'transactions for a run and second',
          unit: '',
          measured: live.transactions,
          target: { kind: 'atMost', value: 1 },
        },
        {
          id: 'collector.statements',
          title: 'statements for a run and second',
          unit: '',
          measured: live.statements,
        },
        {
          id: 'collector.behind',
          title: 'the furthest that the history of a run is behind its log',
          unit: 's',
          measured: live.behind,
        },
        {
          id: 'collector.delay',
          title: 'event loop delay meanwhile, p99',
          unit: 'ms',
          measured: live.delay,
          target: { kind: 'atMost', value: 50 },
        },
        {
          id: 'collector.cpu',
          title: 'that process, of a core',
          unit: '%',
          measured: live.cpu,
        },
      ],
      details: { idle, atHalf, atPast, live },
    };
  },
};

type Master = { readonly run: RunStart; readonly log: ScriptedLog };

async function measureLive(
  knex: Knex,
  store: DatabaseRunStore,
  masters: readonly Master[],
) {
  let transactions = 0;
  let statements = 0;
  const count = ({ sql }: { readonly sql: string }) => {
    statements += 1;
    transactions += /^begin\b/i.test(sql) ? 1 : 0;
  };
  const loop = monitorEventLoopDelay({ resolution: 10 });
  knex.on('query', count);
  loop.enable();
  const cpu = process.cpuUsage();
  const startedAt = performance.now();
  for (let round = 1; round <= LIVE_SECONDS / INTERVAL; round++) {
    // A master reports when it does: they are spread over the two seconds.
    for (const [index, { log }] of masters.entries()) {
      const due = (round - 1) * INTERVAL + (INTERVAL * index) / RUNS;
      const early = due * 1000 - (performance.now() - startedAt);
      if (early > 5) {
        await delay(early);
      }
      log.grow(PAST + round);
    }
  }
  const seconds = (performance.now() - startedAt) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  loop.disable();
  knex.removeListener('query', count);
  let behind = 0;
  for (const { run, log } of masters) {
    const points = await store.points(run.id);
    behind = Math.max(
      behind,
      log.seconds - points[points.length - 1].elapsedSeconds,
    );
  }
  return {
    transactions: transactions / seconds / RUNS,
    statements: statements / seconds / RUNS,
    behind,
    delay: loop.percentile(99) / 1e6,
    cpu: (user + system) / 1e4 / seconds,
  };
}

async function untilWritten(
  store: DatabaseRunStore,
  masters: readonly Master[],
): Promise<void> {
  for (const { run, log } of masters) {
    const newest = async () => {
      const points = await store.points(run.id, log.seconds - 10);
      return points[points.length - 1]?.elapsedSeconds;
    };
    while ((await newest()) !== log.seconds) {
      await delay(100);
    }
  }
}

function runOf(index: number): RunStart {
  const name = `load-test-of-the-shop-${index}`;
  return {
    id: name,
    cluster: 'local',
    clusterUid: 'cluster-uid',
    namespace: 'shop',
    locustName: name,
    locustUid: `uid-${name}`,
    jobName: `job-${name}`,
    test: name,
    scheduled: false,
    trigger: 'resource',
    createdAt: new Date(),
    spec: {},
    workersWanted: 2,
  };
}

function masterOf({ jobName, namespace }: RunStart) {
  return { namespace, podName: jobName, container: 'locust', ended: false };
}

/** Only what should not be is worth a line. */
function quiet({ say }: BenchContext) {
  return {
    debug: () => {},
    info: () => {},
    warn: (message: string) => say(message),
    error: (message: string) => say(message),
  };
}
