import { rmSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Baseline, numbered } from './Baseline';
import type { CampaignCluster } from './cluster/CampaignCluster';
import type { Measurement } from './engine/EngineMessages';
import { differences, endState } from './oracles/EndState';
import { readHistory } from './oracles/History';
import {
  foreignFaults,
  historyFaults,
  jobFaults,
  processFaults,
} from './oracles/invariants';
import type { Fault, Plan } from './plans/Plan';
import { PlanRun } from './PlanRun';
import { isWrite } from './proxy/Exchange';
import type { Workload } from './workloads/Workload';

export interface Campaign {
  readonly cluster: CampaignCluster;
  readonly bundle: string;
  readonly timeScale: number;
  readonly mutation?: string;
  /** Namespaces of this campaign begin with it. */
  readonly prefix: string;
  /** How long a step of a workload is waited for, if not as usual. */
  readonly stepMs?: number;
}

export interface PlanResult {
  readonly id: string;
  readonly faults: readonly string[];
  readonly ms: number;
  /** Whether the fault has befallen the run at all. */
  readonly struck: boolean;
  /** What the engine printed; of failed plans only. */
  readonly output?: string;
}

/** Of the engine's time: after so much without a write it is taken for converged. */
const QUIET_MS = 30_000;
/** Real milliseconds in which the end state has to be reached after the workload. */
const CONVERGE_MS = 75_000;
/** Of the engine's heap, after a collection; a few megabytes are code that was not needed before. */
const HEAP_GROWTH_BYTES = 32 * 1024 * 1024;

/** Runs a workload where nothing goes wrong, and takes down what it does. */
export async function recordBaseline(
  campaign: Campaign,
  workload: Workload,
): Promise<{ readonly baseline?: Baseline; readonly result: PlanResult }> {
  const id = `clean/${workload.name}`;
  let baseline: Baseline | undefined;
  const result = await conduct(campaign, id, workload, {}, async run => {
    const startedAt = performance.now();
    const before = await measureAll(run);
    await workload.drive(run);
    const driveMs = performance.now() - startedAt;
    await quiet(run);
    const after = await measureAll(run);
    baseline = {
      workload: workload.name,
      endState: await endState(run),
      createsAndDeletes: run.record.createsAndDeletes(),
      writes: numbered(run.record.exchanges.filter(isWrite)),
      reads: numbered(
        run.record.exchanges.filter(it =>
          ['get', 'list', 'log', 'watch'].includes(it.verb),
        ),
      ),
      events: numbered(run.record.events.filter(it => !it.initial)),
      transactions: Math.max(...after.map(it => it?.transactions ?? 0)),
      openStreams: watchedResources(run) * run.replicas.length,
      driveMs,
      heapGrowthBytes: Math.max(
        ...after.map((it, index) => growthOf(it, before[index])),
      ),
    };
    return [];
  });
  return { baseline, result };
}

/** Runs a workload with a fault, and asks all oracles. */
export async function runPlan(
  campaign: Campaign,
  plan: Plan,
  baseline: Baseline,
): Promise<PlanResult> {
  const timeScale = plan.realTime ? 1 : campaign.timeScale;
  let fault: Fault | undefined;
  return conduct(
    { ...campaign, timeScale },
    plan.id,
    { ...plan.workload, replicas: plan.replicas ?? plan.workload.replicas },
    {
      another: plan.another,
      leaves: plan.leaves,
      leaseElsewhere: plan.leaseElsewhere,
      inject: async run => {
        fault = await plan.inject(run, baseline);
      },
    },
    async run => {
      const before = await measureAll(run).catch(() => undefined);
      await plan.workload.drive(run);
      await fault?.lift?.();
      const faults: string[] = [];
      faults.push(...(await converge(run, plan, baseline)));
      if (faults.length === 0) {
        faults.push(...(await quiet(run)));
      }
      // The end must be one that lasts.
      faults.push(...(await look(run, plan, baseline)));
      run.struck = fault?.struck() ?? false;
      if (!plan.expected) {
        faults.push(...countFaults(run, plan, baseline));
      }
      faults.push(...(await resourceFaults(run, baseline, before)));
      faults.push(...((await plan.also?.(run, baseline)) ?? []));
      return faults;
    },
  );
}

async function conduct(
  campaign: Campaign,
  id: string,
  workload: Pick<Workload, 'replicas'>,
  options: {
    readonly inject?: (run: PlanRun) => Promise<void>;
    readonly another?: string;
    readonly leaves?: RegExp;
    readonly leaseElsewhere?: boolean;
  },
  act: (run: PlanRun) => Promise<readonly string[]>,
): Promise<PlanResult> {
  const startedAt = performance.now();
  const number = campaign.cluster.takeNumber();
  const run = new PlanRun({
    cluster: campaign.cluster,
    bundle: campaign.bundle,
    namespace: `${campaign.prefix}-${number}`,
    replicas: workload.replicas ?? 1,
    more: options.another === undefined ? [] : [options.another],
    leaseNamespace: options.leaseElsewhere ? 'default' : undefined,
    timeScale: campaign.timeScale,
    mutation: campaign.mutation,
    stepMs: campaign.stepMs,
  });
  const faults: string[] = [];
  try {
    await run.prepare();
    await options.inject?.(run);
    await run.startEngines();
    faults.push(...(await act(run)));
    faults.push(...jobFaults(run));
    faults.push(...historyFaults(run, await readHistory(run.database)));
    faults.push(...(await foreignFaults(run)));
    faults.push(...(await orphanFaults(run, options.leaves)));
  } catch (error) {
    faults.push(error instanceof Error ? `${error.stack}` : `${error}`);
  } finally {
    await run.end().catch(error => faults.push(String(error)));
  }
  faults.push(...processFaults(run), ...run.errors);
  ['', '-wal', '-shm', '-journal'].forEach(suffix =>
    rmSync(`${run.database}${suffix}`, { force: true }),
  );
  return {
    id,
    faults,
    struck: run.struck,
    ms: performance.now() - startedAt,
    output: faults.length > 0 ? outputOf(run) : undefined,
  };
}

/** Waits for the end that is asked for; what is missing of it when the time is over. */
async function converge(
  run: PlanRun,
  plan: Plan,
  baseline: Baseline,
): Promise<readonly string[]> {
  const until =
    performance.now() +
    Math.min(CONVERGE_MS, run.stepMs) * (plan.realTime ? 4 : 1);
  for (;;) {
    const faults = await look(run, plan, baseline);
    if (faults.length === 0 || performance.now() > until) {
      return faults;
    }
    await sleep(250);
  }
}

async function look(
  run: PlanRun,
  plan: Plan,
  baseline: Baseline,
): Promise<readonly string[]> {
  return plan.expected
    ? plan.expected(run)
    : differences(baseline.endState, await endState(run));
}

/** Nothing may be written any more for a while. */
async function quiet(run: PlanRun): Promise<readonly string[]> {
  const windowMs = run.engineTime(QUIET_MS);
  // One more thing may be due right after the end; then nothing.
  const until = performance.now() + 3 * windowMs + 5_000;
  for (;;) {
    const left = windowMs - run.record.quietMs();
    if (left <= 0) {
      return [];
    }
    if (performance.now() + left > until) {
      const last = run.record.exchanges.filter(isWrite).slice(-3);
      return [
        `still writing after the end: ${last
          .map(it => it.signature)
          .join(', ')}`,
      ];
    }
    await sleep(left);
  }
}

function countFaults(
  run: PlanRun,
  { comesLate }: Plan,
  baseline: Baseline,
): readonly string[] {
  const counts = run.record.createsAndDeletes();
  const signatures = new Set([
    ...counts.keys(),
    ...baseline.createsAndDeletes.keys(),
  ]);
  const late =
    comesLate === undefined
      ? []
      : [`create ${comesLate}`, `delete ${comesLate}`];
  // What came once too often is gone at the end, as another oracle asks; the garbage collector may have removed it.
  const mayDiffer = (signature: string) =>
    late.includes(signature) && [0, 1].includes(excess(signature));
  return [...signatures].flatMap(signature =>
    excess(signature) === 0 || mayDiffer(signature)
      ? []
      : [
          `${signature}: ${counts.get(signature) ?? 0} times instead of ${
            baseline.createsAndDeletes.get(signature) ?? 0
          }`,
        ],
  );

  function excess(signature: string): number {
    return (
      (counts.get(signature) ?? 0) -
      (baseline.createsAndDeletes.get(signature) ?? 0)
    );
  }
}

/** Undefined for one that is dead: whether it was meant to die is asked by another oracle. */
function measureAll(run: PlanRun) {
  return Promise.all(
    run.replicas.map(replica =>
      replica.process!.measure().catch(() => undefined),
    ),
  );
}

/** Memory and open streams, back to where they were. */
async function resourceFaults(
  run: PlanRun,
  baseline: Baseline,
  before: Awaited<ReturnType<typeof measureAll>> | undefined,
): Promise<readonly string[]> {
  const faults: string[] = [];
  const after = await measureAll(run);
  after.forEach((it, index) => {
    const growth = growthOf(it, before?.[index]);
    if (growth > baseline.heapGrowthBytes + HEAP_GROWTH_BYTES) {
      faults.push(
        `the heap grew by ${Math.round(
          growth / 1e6,
        )} MB, in the clean run by ${Math.round(
          baseline.heapGrowthBytes / 1e6,
        )} MB`,
      );
    }
  });
  // A watch that was cut is opened again before the old one is known to be over.
  const until = performance.now() + run.engineTime(60_000);
  while (
    run.record.openStreams > baseline.openStreams &&
    performance.now() < until
  ) {
    await sleep(100);
  }
  if (run.record.openStreams > baseline.openStreams) {
    faults.push(
      `${run.record.openStreams} streams are open, in the clean run ${baseline.openStreams}`,
    );
  }
  return faults;
}

function growthOf(
  after: Measurement | undefined,
  before: Measurement | undefined,
): number {
  return after && before ? after.heapBytes - before.heapBytes : 0;
}

/** How many watches one process holds. */
function watchedResources(run: PlanRun): number {
  return new Set(
    run.record.exchanges
      .filter(it => it.verb === 'watch')
      .map(it => it.resource),
  ).size;
}

/** When the resources go, everything of them goes. */
async function orphanFaults(
  run: PlanRun,
  leaves?: RegExp,
): Promise<readonly string[]> {
  const { api, mirror } = run.cluster;
  const { namespace } = run;
  for (const { metadata } of mirror.list('locusts', namespace)) {
    await api.delete('locusts', namespace, metadata.name);
  }
  const left = () =>
    (
      [
        'locusts',
        'jobs',
        'cronjobs',
        'services',
        'replicasets',
        'pods',
        'configmaps',
      ] as const
    ).flatMap(resource =>
      mirror
        .list(resource, namespace)
        .map(it => `${resource}/${it.metadata.name}`)
        .filter(
          it =>
            !run.foreign.has(it) &&
            !leaves?.test(it) &&
            it !== 'configmaps/kube-root-ca.crt' &&
            // Shared by all runs of the namespace.
            !it.startsWith('configmaps/locust-reporter-'),
        ),
    );
  try {
    await run.until('nothing is left', () => left().length === 0, 90_000);
    return [];
  } catch {
    return [`orphans: ${left().join(', ')}`];
  }
}

function outputOf(run: PlanRun): string {
  const requests = run.record.exchanges
    .map(it => `  #${it.sequence} replica ${it.replica}: ${it.signature}`)
    .join('\n');
  const output = run.replicas
    .flatMap(replica => replica.processes)
    .map(
      (process, index) =>
        `--- process ${index}\n${process.output.slice(-8000)}`,
    )
    .join('\n');
  return `--- requests\n${requests}\n${output}`;
}
