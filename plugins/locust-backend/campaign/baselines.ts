import type { Baseline } from './Baseline';
import type { CampaignOptions } from './commandLine';
import { inParallel } from './inParallel';
import { type Campaign, type PlanResult, recordBaseline } from './runPlan';
import { tellResult } from './tell';
import { WORKLOADS, workloadOf } from './workloads/workloads';

/** Runs each workload once where nothing goes wrong. */
export async function recordBaselines(
  campaign: Campaign,
  names: readonly string[],
  options: CampaignOptions,
): Promise<{
  readonly baselines: ReadonlyMap<string, Baseline>;
  readonly results: readonly PlanResult[];
}> {
  const baselines = new Map<string, Baseline>();
  const results: PlanResult[] = [];
  await inParallel(names.map(workloadOf), options.parallel, async it => {
    const { baseline, result } = await recordBaseline(campaign, it);
    results.push(result);
    tellResult(result, options);
    if (baseline && result.faults.length === 0) {
      baselines.set(it.name, baseline);
    }
  });
  return { baselines, results };
}

/** The workloads that plans or options speak of; all, if of none. */
export function workloadsOf(
  plans: readonly string[],
  { workloads, classes }: Pick<CampaignOptions, 'workloads' | 'classes'>,
): readonly string[] {
  const named = [
    ...workloads,
    ...plans.map(id => id.split('/')[1]),
    // They have courses of their own, and compare with this workload.
    ...(classes.length > 0 && classes.every(it => it === 'others')
      ? ['success']
      : []),
  ];
  return named.length === 0
    ? WORKLOADS.map(it => it.name)
    : [...new Set(named)];
}
