import type { Baseline } from './Baseline';
import { recordBaselines, workloadsOf } from './baselines';
import type { CampaignOptions } from './commandLine';
import { inParallel } from './inParallel';
import { balanced } from './plans/balanced';
import { derivePlans } from './plans/derivePlans';
import type { Plan } from './plans/Plan';
import type { CampaignResults } from './results';
import { type Campaign, type PlanResult, runPlan } from './runPlan';
import { isSkipped, say, tellResult } from './tell';

/**
 * The clean runs and then the plans, or as many of them as there is time for.
 *
 * @throws Error where a plan is asked for that there is not
 */
export async function wage(
  campaign: Campaign,
  options: CampaignOptions,
): Promise<CampaignResults> {
  const startedAt = performance.now();
  const clean = await recordBaselines(
    campaign,
    workloadsOf(options.plans, options),
    options,
  );
  const results: PlanResult[] = [...clean.results];
  const plans = choosePlans(clean.baselines, options);
  const isOver = () =>
    options.list ||
    (options.minutes !== undefined &&
      performance.now() - startedAt > options.minutes * 60_000);
  if (options.list) {
    plans.forEach(plan => say(plan.id));
    say(`${plans.length} plans`);
  }
  const run = async (plan: Plan) => {
    const baseline = clean.baselines.get(plan.workload.name)!;
    let result = await runPlan(campaign, plan, baseline);
    if (!result.struck) {
      // Which of two things comes first is sometimes a matter of luck; then the point may have been passed by.
      result = await runPlan(campaign, plan, baseline);
    }
    results.push(result);
    tellResult(result, options);
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
  if (options.replay) {
    await replayFailed(campaign, plans, clean.baselines, results, options);
  }
  return {
    kind: 'campaign',
    seed: options.seed,
    timeScale: options.timeScale,
    seconds: Math.round((performance.now() - startedAt) / 1000),
    planned: plans.length,
    results,
  };
}

/** What fails beside others on a busy machine and not alone has only been late. */
async function replayFailed(
  campaign: Campaign,
  plans: readonly Plan[],
  baselines: ReadonlyMap<string, Baseline>,
  results: PlanResult[],
  options: CampaignOptions,
): Promise<void> {
  for (const [index, { id, faults }] of results.entries()) {
    const plan = plans.find(it => it.id === id);
    const baseline = plan && baselines.get(plan.workload.name);
    if (faults.length > 0 && baseline) {
      say('once more, alone:');
      results[index] = await runPlan(campaign, plan, baseline);
      tellResult(results[index], options);
    }
  }
}

/** Says how it went. True: well. */
export function tellResults({
  results,
  planned,
  seed,
  seconds,
}: CampaignResults): boolean {
  const failed = results.filter(it => it.faults.length > 0);
  const byClass = new Map<string, number>();
  for (const { id } of results) {
    const name = id.split('/')[0];
    byClass.set(name, (byClass.get(name) ?? 0) + 1);
  }
  say('');
  say(`${planned} plans, seed ${seed}, ${seconds} s; run were`);
  byClass.forEach((count, name) => say(`  ${name}: ${count}`));
  const skipped = results.filter(isSkipped);
  say(
    `${results.length - failed.length - skipped.length} passed, ${
      failed.length
    } failed, ${skipped.length} skipped`,
  );
  return failed.length === 0;
}

function choosePlans(
  baselines: ReadonlyMap<string, Baseline>,
  options: CampaignOptions,
): readonly Plan[] {
  const extent = options.plans.length > 0 ? 'everything' : 'campaign';
  const all = [...baselines.values()].flatMap(it => derivePlans(it, extent));
  const missing = options.plans.find(id => !all.some(it => it.id === id));
  if (missing !== undefined) {
    throw new Error(`There is no plan "${missing}"; see --list`);
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
