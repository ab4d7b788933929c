import { readFileSync } from 'node:fs';
import path from 'node:path';
import { KubeConfig } from '@kubernetes/client-node';
import { mockServices, TestDatabases } from '@backstage/backend-test-utils';
import type { Run } from 'backstage-plugin-locust-common';
import { DatabaseRunStore } from '../history/DatabaseRunStore';
import { KubeClient } from '../kube/client/KubeClient';
import {
  CRON_JOBS,
  JOBS,
  NAMESPACES,
  PODS,
  REPLICA_SETS,
  SERVICES,
} from '../kube/ResourceTypes';
import type { RunObserver } from '../runs/RunObserver';
import { createTransport, type Transport } from '../kube/transport/Transport';
import { ClusterEngine } from '../operator/ClusterEngine';
import { LOCUSTS } from '../operator/LocustObject';
import { installResourceDefinition } from '../operator/resourceDefinition';
import { eventually } from '../operator/testing/eventually';
import { LogCollector } from '../outcomes/LogCollector';
import { Day, type Lane } from './Day';
import { HeapGauge } from './HeapGauge';
import { MINUTES_A_DAY, planDay } from './planDay';

const LANES: readonly Lane[] = (['Forbid', 'Allow', 'Replace'] as const).map(
  policy => {
    const locust = `every-minute-${policy.toLowerCase()}`;
    return { locust, cronJob: `cronjob-${locust}`, policy };
  },
);

/** An engine goes, and another one comes twenty minutes later: early, for its caches are empty then. */
const OUTAGE = { from: 2 * 60, to: 2 * 60 + 20 };
/** By then every cache that holds so many and no more is full. */
const MORNING = 10 * 60;
const EVENING = 17 * 60;
/** The heap is looked at so often. */
const LOOK = 2 * 60;
/**
 * What may be held more in the evening than during the day. From the one to the other some 1,250 runs come and go: it
 * is 4 kB of each, less than a run's Job, pods, log and figures, if anything of them were kept. Of two looks at the same
 * state one shows up to 5 MB more, so the least of each time is compared.
 */
const FLAT_MEGABYTES = 6;

/** Generous, for a machine that is busy with other things. */
const DAY_MS = 60 * 60_000;
const quiet = { error() {}, warn() {}, info() {}, debug() {} };

/** A recorded log as the kubelet gives it. */
const LOG = readFileSync(
  path.join(__dirname, '../outcomes/__fixtures__/2.47.0/shape.log'),
  'utf8',
)
  .trimEnd()
  .split('\n')
  .map((line, index) => {
    const time = new Date(Date.UTC(2026, 0, 31) + index * 100).toISOString();
    return `${time.replace('Z', '000000Z')} ${line}`;
  });

jest.setTimeout(60_000);

describe('a day of * * * * *', () => {
  const databases = TestDatabases.create({ ids: ['SQLITE_3'] });
  const namespace = `day-${Math.random().toString(36).slice(2, 8)}`;
  const heap = new Map<number, number>();
  let transport: Transport;
  let client: KubeClient;
  let store: DatabaseRunStore;
  let day: Day;
  let engine: ClusterEngine | undefined;
  /** By the Job's name. */
  const runs = new Map<string, Run[]>();

  /** Tells the driver what the history has of a run's end. */
  function noting(collector: RunObserver): RunObserver {
    return {
      record: async (run, progress) => {
        await collector.record(run, progress);
        day.recorded(run.jobName, progress.phase);
      },
      event: (...args) => collector.event(...args),
      locustfile: (...args) => collector.locustfile(...args),
      follow: (...args) => collector.follow(...args),
      observation: id => collector.observation(id),
      workerFailure: (...args) => collector.workerFailure(...args),
      release: id => collector.release(id),
      stop: () => collector.stop(),
    };
  }

  async function startEngine(kubeConfig: KubeConfig) {
    engine = new ClusterEngine({
      name: 'test',
      transport: createTransport({ kubeConfig }),
      observer: noting(
        new LogCollector({
          client: { podLog: day.kubelet.podLog },
          store,
          logger: quiet,
        }),
      ),
      unfinished: store,
      logger: quiet,
      config: {
        namespaces: [namespace],
        leaderElection: { enabled: false, namespace },
      },
    });
    engine.start();
    await eventually(
      'the engine is healthy',
      () => engine!.health().state === 'healthy',
    );
  }

  async function stopEngine() {
    await engine?.stop();
    engine = undefined;
  }

  async function liveApart(from: number, to: number) {
    const hasEngine = engine !== undefined;
    const live = async (lane: Lane) => {
      for (let minute = from; minute < to; minute += 1) {
        await day.minute(lane, minute, hasEngine);
      }
    };
    await Promise.all(LANES.map(live));
  }

  /** Every schedule at its own pace, but together at the hours when the heap is looked at. */
  async function liveThrough(from: number, to: number, gauge: HeapGauge) {
    for (let start = from; start < to; ) {
      const end = Math.min(to, (Math.floor(start / LOOK) + 1) * LOOK);
      await liveApart(start, end);
      if (end % LOOK === 0) {
        heap.set(end, await gauge.read());
      }
      start = end;
    }
  }

  async function readRuns() {
    let cursor: string | undefined;
    do {
      const page = await store.list({ namespace }, { limit: 200, cursor });
      for (const run of page.items) {
        const job = run.jobName!;
        runs.set(job, [...(runs.get(job) ?? []), run]);
      }
      cursor = page.nextCursor;
    } while (cursor);
  }

  beforeAll(async () => {
    const gauge = new HeapGauge();
    const kubeConfig = new KubeConfig();
    kubeConfig.loadFromFile(process.env.LOCUST_TEST_KUBECONFIG!);
    transport = createTransport({ kubeConfig });
    client = new KubeClient(transport, { fieldManager: 'test' });
    await installResourceDefinition(client, new AbortController().signal);
    await client.create(NAMESPACES, { metadata: { name: namespace } });
    const knex = await databases.init('SQLITE_3');
    store = await DatabaseRunStore.create({
      database: mockServices.database({ knex }),
    });
    day = new Day({ client, namespace, log: LOG });
    await day.start();
    await startEngine(kubeConfig);
    for (const { locust, policy } of LANES) {
      await client.create(LOCUSTS, {
        metadata: { name: locust, namespace },
        spec: { schedule: '* * * * *', concurrencyPolicy: policy },
      });
    }
    await eventually(
      'the schedules have their CronJobs',
      async () => (await namesOf(CRON_JOBS)).length === LANES.length,
    );

    await liveThrough(0, OUTAGE.from, gauge);
    await stopEngine();
    await liveThrough(OUTAGE.from, OUTAGE.to, gauge);
    await startEngine(kubeConfig);
    await liveThrough(OUTAGE.to, MINUTES_A_DAY, gauge);
    await Promise.all(LANES.map(lane => day.end(lane)));
    await readRuns();
    process.stderr.write(
      `held: ${[...heap]
        .map(([minute, mb]) => `${mb.toFixed(1)} MB at ${minute / 60}:00`)
        .join(', ')}\n`,
    );
  }, DAY_MS);

  afterAll(async () => {
    await stopEngine();
    await day?.stop();
    await client?.delete(
      NAMESPACES,
      { name: namespace },
      { propagationPolicy: 'Background' },
    );
    await transport?.close();
  });

  async function namesOf(type: typeof JOBS): Promise<readonly string[]> {
    const names: string[] = [];
    for await (const page of client.listPages(type, { namespace })) {
      names.push(...page.items.map(it => it.metadata.name));
    }
    return names;
  }

  /** What the history has of a run, in the words of the plan. */
  function fateOf({ phase, reason }: Run): string {
    return phase === 'skipped' ? reason!.code : phase;
  }

  it.each(LANES)(
    'has of each minute one run with its right outcome under $policy',
    ({ cronJob, policy }) => {
      const recorded = Array.from({ length: MINUTES_A_DAY }, (_, minute) =>
        (runs.get(day.cronJobs.jobName(cronJob, minute)) ?? []).map(fateOf),
      );
      expect(recorded).toEqual(planDay(policy, OUTAGE).map(fate => [fate]));
    },
  );

  it.each(LANES)(
    'has the figures of each run that ended under $policy',
    ({ locust }) => {
      const ended = [...runs.values()]
        .flat()
        .filter(it => it.name === locust && it.phase !== 'skipped');
      expect(ended.length).toBeGreaterThan(500);
      expect(ended.filter(it => !it.total?.requests)).toEqual([]);
    },
  );

  it('has made a Service, workers and one master for each run that began, and nothing twice', () => {
    const begun = [...runs.values()]
      .flat()
      .filter(it => it.phase !== 'skipped').length;
    expect(Object.fromEntries(day.made)).toMatchObject({
      Job: LANES.length * MINUTES_A_DAY,
      Service: begun,
      ReplicaSet: begun,
      Pod: begun,
      Worker: begun,
    });
    expect(day.errors).toEqual([]);
  });

  it('leaves nothing of its runs behind', async () => {
    for (const type of [JOBS, SERVICES, REPLICA_SETS, PODS]) {
      await eventually(
        `there is no ${type.kind}`,
        async () => (await namesOf(type)).length === 0,
      );
    }
    expect(await namesOf(CRON_JOBS)).toHaveLength(LANES.length);
  });

  it('holds no more memory in the evening than during the day', () => {
    const least = (from: number, to: number) =>
      Math.min(
        ...[...heap]
          .filter(([minute]) => minute > from && minute <= to)
          .map(([, megabytes]) => megabytes),
      );
    const growth = least(EVENING, MINUTES_A_DAY) - least(MORNING, EVENING);
    expect(growth).toBeLessThan(FLAT_MEGABYTES);
  });
});
