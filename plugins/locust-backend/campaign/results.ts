import type { PlanResult } from './runPlan';

/** What came of a campaign, as it is kept. */
export interface CampaignResults {
  readonly kind: 'campaign';
  readonly seed: number;
  readonly timeScale: number;
  readonly seconds: number;
  /** Of which the results are a part, or all. */
  readonly planned: number;
  readonly results: readonly PlanResult[];
}

/** What came of putting known bugs in. */
export interface MutationResults {
  readonly kind: 'mutations';
  readonly results: readonly {
    readonly name: string;
    readonly plan: string;
    /** What the plan says without the bug; nothing, if it is well. */
    readonly without: readonly string[];
    /** What it says with the bug; it is caught if it says something. */
    readonly with: readonly string[];
  }[];
}

export type Results = CampaignResults | MutationResults;
