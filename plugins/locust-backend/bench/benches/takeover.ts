import { mkdtemp } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { JOBS } from '../../src/kube/ResourceTypes';
import type { AuditedRequest } from '../AuditLog';
import type { Bench, BenchContext } from '../Bench';
import type { BenchCluster } from '../BenchCluster';
import type { EngineProcess } from '../EngineProcess';
import { LocustLoad } from '../LocustLoad';
import { quantile } from '../quantile';

const KILLS = 10;
const FULL_KILLS = 200;
/** On a cluster of its own, for what piles up in one makes every further kill slower. */
const KILLS_OF_A_CLUSTER = 40;
/** Short, so that many kills take minutes and not hours. */
const SHORT_LEASE = { leaseSeconds: 2, renewSeconds: 1.5, retrySeconds: 0.3 };
const USUAL_LEASE_SECONDS = 15;
/** Resources appear all the time, so that every kill meets an engine at work. */
const PER_SECOND = 8;
const LATE_MS = 60_000;

/** How soon another replica goes on when the leader has died, and whether anything is made twice then. */
export const bench: Bench = {
  name: 'takeover',
  summary: `the leader is killed ${KILLS} times (--full: ${FULL_KILLS}), and once with the usual lease`,
  order: 8,
  async run(context) {
    const kills = context.full ? FULL_KILLS : KILLS;
    context.say('the leader is killed with the usual lease');
    const usual = await killLeaders(context, 1, {}, USUAL_LEASE_SECONDS);
    context.say(`the leader is killed ${kills} times with a short lease`);
    const rounds: KillResult[] = [];
    for (let made = 0; made < kills; made += KILLS_OF_A_CLUSTER) {
      rounds.push(
        await killLeaders(
          context,
          Math.min(KILLS_OF_A_CLUSTER, kills - made),
          SHORT_LEASE,
          SHORT_LEASE.leaseSeconds,
        ),
      );
    }
    const short = together(rounds);
    const late = (result: KillResult, leaseSeconds: number) =>
      Math.max(...result.takeoversMs) / 1000 - leaseSeconds;
    return {
      figures: [
        {
          id: 'takeover.usual',
          title: `takeover after the leader dies, lease ${USUAL_LEASE_SECONDS} s: until the next run begins`,
          unit: 's',
          measured: Math.max(...usual.takeoversMs) / 1000,
          target: { kind: 'atMost', value: USUAL_LEASE_SECONDS + 2 },
        },
        {
          id: 'takeover.short',
          title: `the same with a lease of ${SHORT_LEASE.leaseSeconds} s, the longest of ${kills}`,
          unit: 's',
          measured: Math.max(...short.takeoversMs) / 1000,
          target: { kind: 'atMost', value: SHORT_LEASE.leaseSeconds + 2 },
        },
        {
          id: 'takeover.duplicates',
          title: `Jobs made twice over ${kills} kills`,
          unit: '',
          measured: short.duplicates.length + usual.duplicates.length,
          target: { kind: 'atMost', value: 0 },
        },
        {
          id: 'takeover.lost',
          title: 'resources that were never run',
          unit: '',
          measured: short.lost.length + usual.lost.length,
          target: { kind: 'atMost', value: 0 },
        },
      ],
      details: {
        usual: { ...usual, lateSeconds: late(usual, USUAL_LEASE_SECONDS) },
        short: {
          ...short,
          lateSeconds: late(short, SHORT_LEASE.leaseSeconds),
          p50Ms: quantile(short.takeoversMs, 0.5),
          p99Ms: quantile(short.takeoversMs, 0.99),
        },
      },
    };
  },
};

interface KillResult {
  readonly resources: number;
  /** From each kill to the first Job of a resource that was made after it. */
  readonly takeoversMs: readonly number[];
  /** Jobs that were made more than once. */
  readonly duplicates: readonly string[];
  /** Resources without a Job. */
  readonly lost: readonly string[];
}

function together(results: readonly KillResult[]): KillResult {
  return {
    resources: results.reduce((sum, it) => sum + it.resources, 0),
    takeoversMs: results.flatMap(it => it.takeoversMs),
    duplicates: results.flatMap(it => it.duplicates),
    lost: results.flatMap(it => it.lost),
  };
}

async function killLeaders(
  context: BenchContext,
  kills: number,
  lease: Record<string, number>,
  leaseSeconds: number,
): Promise<KillResult> {
  const cluster = await context.cluster();
  const { audit } = cluster;
  const namespace = await cluster.namespace('bench');
  const database = await mkdtemp(path.join(context.folder, 'database-'));
  const replicas = new Set<EngineProcess>();
  const addReplica = async () => {
    const engine = await context.engine({
      access: cluster.engine,
      folder: context.folder,
      database,
      locust: { engine: { lease } },
    });
    await engine.start();
    replicas.add(engine);
  };
  await addReplica();
  await addReplica();
  await leaderOf(replicas);

  const load = new LocustLoad(cluster, namespace);
  const jobs = watchJobs(cluster, namespace);
  const names: string[] = [];
  let loading = true;
  const loaded = (async () => {
    while (loading) {
      names.push(await load.one());
      await delay(1000 / PER_SECOND);
    }
  })();

  const takeoversMs: number[] = [];
  for (let kill = 1; kill <= kills; kill++) {
    // At any point of what it is doing.
    await delay(300 + Math.random() * 300);
    const leader = await leaderOf(replicas);
    await untilWarm(replicas);
    const mark = await audit.mark();
    const killedAt = Date.now();
    await leader.kill();
    replicas.delete(leader);
    const fresh = addReplica();
    // Should something else fail first, that is what has to be told.
    fresh.catch(() => {});
    // The first one that was made after the kill: nothing of it can be the dead leader's.
    takeoversMs.push(
      await firstJobAfter(cluster, mark, killedAt, leaseSeconds * 1000),
    );
    await fresh;
    if (kill % 20 === 0) {
      context.say(`${kill} kills`);
    }
  }
  loading = false;
  await loaded;
  // What died with its leader is taken up again by the next; what is not when nothing has come for long never will be.
  let newestAt = performance.now();
  for (let made = 0; jobs.made.size < names.length; ) {
    if (jobs.made.size > made) {
      made = jobs.made.size;
      newestAt = performance.now();
    } else if (performance.now() - newestAt > LATE_MS) {
      break;
    }
    await delay(500);
  }
  await Promise.all([...replicas].map(it => it.stop()));
  jobs.stop();
  await cluster.stop();
  return {
    resources: names.length,
    takeoversMs,
    duplicates: [...jobs.made].flatMap(([job, uids]) =>
      uids.size > 1 ? [job] : [],
    ),
    lost: names.filter(name => !jobs.made.has(`job-${name}`)),
  };
}

async function leaderOf(
  replicas: ReadonlySet<EngineProcess>,
): Promise<EngineProcess> {
  const deadline = performance.now() + LATE_MS;
  while (performance.now() < deadline) {
    for (const replica of replicas) {
      if ((await replica.ask({ kind: 'state' })).leads) {
        return replica;
      }
    }
    await delay(20);
  }
  throw new Error(`No replica leads in ${LATE_MS / 1000} s`);
}

/** Another replica stands by with its caches complete, as in a deployment of two. */
async function untilWarm(replicas: ReadonlySet<EngineProcess>): Promise<void> {
  for (const replica of replicas) {
    while (!(await replica.ask({ kind: 'state' })).synced) {
      await delay(20);
    }
  }
}

/**
 * All Jobs that ever were, by their names. The audit log does not tell: of a request whose sender was killed it says 504,
 * whether or not it was carried out.
 */
function watchJobs(cluster: BenchCluster, namespace: string) {
  const made = new Map<string, Set<string>>();
  const ending = new AbortController();
  const { signal } = ending;
  const watch = async () => {
    while (!signal.aborted) {
      for await (const event of cluster.driver.watch(JOBS, {
        namespace,
        sendInitialEvents: true,
        signal,
      })) {
        if (event.type === 'ADDED') {
          const { name, uid } = event.object.metadata;
          made.set(name, (made.get(name) ?? new Set()).add(uid));
        }
      }
    }
  };
  watch().catch(error => {
    if (!signal.aborted) {
      throw error;
    }
  });
  return { made, stop: () => ending.abort() } as const;
}

async function firstJobAfter(
  cluster: BenchCluster,
  mark: number,
  killedAt: number,
  leaseMs: number,
): Promise<number> {
  const isMade = (it: AuditedRequest, resource: string) =>
    it.verb === 'create' &&
    it.code === 201 &&
    it.resource === resource &&
    it.receivedAt > killedAt;
  const find = (requests: readonly AuditedRequest[]) => {
    const made = new Set(
      requests.filter(it => isMade(it, 'locusts')).map(it => it.name),
    );
    return requests.find(
      it =>
        it.user === cluster.engine.user &&
        isMade(it, 'jobs') &&
        made.has(it.name!.replace(/^job-/, '')),
    );
  };
  const requests = await cluster.audit.until(
    mark,
    it => find(it) !== undefined,
    leaseMs + LATE_MS,
    50,
  );
  return find(requests)!.receivedAt - killedAt;
}
