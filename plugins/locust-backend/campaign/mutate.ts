import { recordBaselines, workloadsOf } from './baselines';
import type { CampaignOptions } from './commandLine';
import { inParallel } from './inParallel';
import { type MutationName, MUTATIONS } from './mutations';
import { derivePlans } from './plans/derivePlans';
import type { MutationResults } from './results';
import { type Campaign, type PlanResult, runPlan } from './runPlan';
import { say } from './tell';

/** With a bug, what does not come will not come: no need to wait for it as long. */
const STEP_MS = 45_000;

/** What two events do that come at once is a matter of luck, and a bug may need the worse of it. */
const MOST_TRIES = 4;

/** Puts each known bug in, and runs the plan that is to notice it: with the bug and, to compare, without. */
export async function mutate(
  campaign: Campaign,
  options: CampaignOptions,
): Promise<MutationResults> {
  const all = Object.entries(MUTATIONS).filter(
    ([name]) => !options.mutation || options.mutation === name,
  );
  const { baselines } = await recordBaselines(
    campaign,
    workloadsOf(
      all.map(([, { caughtBy }]) => caughtBy),
      { workloads: [], classes: [] },
    ),
    options,
  );
  const plans = [...baselines.values()].flatMap(it =>
    derivePlans(it, 'everything'),
  );
  const results: MutationResults['results'][number][] = [];
  await inParallel(all, options.parallel, async ([name, { caughtBy }]) => {
    const plan = plans.find(it => it.id === caughtBy);
    if (!plan) {
      throw new Error(`There is no plan "${caughtBy}" to catch ${name}`);
    }
    const baseline = baselines.get(plan.workload.name)!;
    const without = await runPlan(campaign, plan, baseline);
    let mutated: PlanResult;
    let tries = 0;
    do {
      tries += 1;
      mutated = await runPlan(
        { ...campaign, mutation: name as MutationName, stepMs: STEP_MS },
        plan,
        baseline,
      );
    } while (mutated.faults.length === 0 && tries < MOST_TRIES);
    const isCaught = mutated.faults.length > 0 && without.faults.length === 0;
    say(`${isCaught ? '✓' : '✗'} ${name}: ${caughtBy}`);
    without.faults.forEach(it => say(`    without the bug: ${it}`));
    mutated.faults.slice(0, 3).forEach(it => say(`    ${firstLine(it)}`));
    results.push({
      name,
      plan: caughtBy,
      without: without.faults,
      with: mutated.faults,
    });
  });
  return { kind: 'mutations', results };
}

/** Says how it went. True: each was caught, and by nothing else than its being there. */
export function tellMutations({ results }: MutationResults): boolean {
  const missed = results.filter(
    it => it.with.length === 0 || it.without.length > 0,
  );
  say('');
  say(`${results.length - missed.length} caught, ${missed.length} not`);
  return missed.length === 0;
}

export function firstLine(text: string): string {
  return text.split('\n')[0];
}
