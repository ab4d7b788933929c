import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import type { Baseline } from './Baseline';
import { CampaignCluster } from './cluster/CampaignCluster';
import { type CampaignOptions, readCommandLine, USAGE } from './commandLine';
import { bundleEngine } from './engine/bundleEngine';
import { balanced } from './plans/balanced';
import { derivePlans } from './plans/derivePlans';
import type { Plan } from './plans/Plan';
import {
  type Campaign,
  type PlanResult,
  recordBaseline,
  runPlan,
} from './runPlan';
import { WORKLOADS, workloadOf } from './workloads/workloads';

const say = (text: string) => process.stdout.write(`${text}\n`);

/** Runs an action on every item, so many at a time, until it is asked to stop. */
async function inParallel<T>(
  items: readonly T[],
  parallel: number,
  act: (item: T) => Promise<void>,
  isOver: () => boolean = () => false,
): Promise<void> {
  let next = 0;
  await Promise.all(
    Array.from({ length: parallel }, async () => {
      while (next < items.length && !isOver()) {
        const item = items[next];
        next += 1;
        await act(item);
      }
    }),
  );
}

/** The workloads that the options speak of. */
function wantedWorkloads(options: CampaignOptions) {
  const named = [
    ...options.workloads,
    ...options.plans.map(id => id.split('/')[1]),
    // They have workloads of their own, and compare with this one.
    ...(options.classes.length > 0 &&
    options.classes.every(it => it === 'others')
      ? ['success']
      : []),
  ];
  return named.length === 0
    ? WORKLOADS
    : [...new Set(named)].map(name => workloadOf(name));
}

/** All plans of the baselines, or those that the options name. */
function choosePlans(
  baselines: ReadonlyMap<string, Baseline>,
  options: CampaignOptions,
): readonly Plan[] {
  const all = [...baselines.values()].flatMap(derivePlans);
  const missing = options.plans.filter(id => !all.some(it => it.id === id));
  if (missing.length > 0) {
    throw new Error(`There is no plan "${missing[0]}"; see --list`);
  }
  return balanced(
    all.filter(
      plan =>
        (options.plans.length === 0 || options.plans.includes(plan.id)) &&
        (options.classes.length === 0 || options.classes.includes(plan.class)),
    ),
    options.seed,
  );
}

function report(
  { id, faults, ms, output }: PlanResult,
  options: CampaignOptions,
): void {
  const seconds = (ms / 1000).toFixed(1);
  say(`${faults.length === 0 ? '✓' : '✗'} ${id} (${seconds} s)`);
  if (faults.length > 0) {
    faults.forEach(fault => say(`    ${fault}`));
    say(`    again: npm run campaign -- --seed ${options.seed} --plan '${id}'`);
    if (options.verbose && output) {
      say(output);
    }
  }
}

async function wage(
  cluster: CampaignCluster,
  bundle: string,
  options: CampaignOptions,
): Promise<boolean> {
  const startedAt = performance.now();
  const campaign: Campaign = {
    cluster,
    bundle,
    timeScale: options.timeScale,
    mutation: options.mutation,
    prefix: `c-${randomBytes(3).toString('hex')}`,
    nextNumber: 1,
  };
  const results: PlanResult[] = [];
  const baselines = new Map<string, Baseline>();
  await inParallel(wantedWorkloads(options), options.parallel, async it => {
    const { baseline, result } = await recordBaseline(campaign, it);
    results.push(result);
    report(result, options);
    if (baseline && result.faults.length === 0) {
      baselines.set(it.name, baseline);
    }
  });
  const plans = choosePlans(baselines, options);
  if (options.list) {
    plans.forEach(plan => say(plan.id));
    say(`${plans.length} plans`);
    return true;
  }
  const isOver = () =>
    options.minutes !== undefined &&
    performance.now() - startedAt > options.minutes * 60_000;
  const run = async (plan: Plan) => {
    const baseline = baselines.get(plan.workload.name)!;
    let result = await runPlan(campaign, plan, baseline);
    if (!result.struck) {
      // Which of two things comes first is sometimes a matter of luck; then the point may have been passed by.
      result = await runPlan(campaign, plan, baseline);
    }
    results.push(result);
    report(result, options);
  };
  await inParallel(
    plans.filter(it => !it.exclusive),
    options.parallel,
    run,
    isOver,
  );
  await inParallel(
    plans.filter(it => it.exclusive),
    1,
    run,
    isOver,
  );
  const failed = results.filter(it => it.faults.length > 0);
  const byClass = new Map<string, number>();
  for (const { id } of results) {
    const name = id.split('/')[0];
    byClass.set(name, (byClass.get(name) ?? 0) + 1);
  }
  say('');
  say(
    `${results.length} plans of ${plans.length} and ${
      baselines.size
    } clean runs, seed ${options.seed}, ${Math.round(
      (performance.now() - startedAt) / 1000,
    )} s`,
  );
  byClass.forEach((count, name) => say(`  ${name}: ${count}`));
  cluster.errors.forEach(error => say(`  ! ${error}`));
  say(`${results.length - failed.length} passed, ${failed.length} failed`);
  if (options.json) {
    writeFileSync(
      options.json,
      `${JSON.stringify({ seed: options.seed, results }, null, 2)}\n`,
    );
  }
  return failed.length === 0;
}

async function main(args: readonly string[]): Promise<boolean> {
  if (args.includes('--help')) {
    say(USAGE);
    return true;
  }
  const options = readCommandLine(args);
  const bundle = await bundleEngine();
  const cluster = await CampaignCluster.start({
    name: options.cluster,
    onProgress: message => process.stderr.write(`${message}\n`),
  });
  try {
    return await wage(cluster, bundle.file, options);
  } finally {
    await cluster.stop();
    bundle.remove();
  }
}

main(process.argv.slice(2)).then(
  isWell => process.exit(isWell ? 0 : 1),
  error => {
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  },
);
