import type { Baseline } from '../Baseline';
import { answerPlans } from './answerPlans';
import { crashPlans } from './crashPlans';
import { databasePlans } from './databasePlans';
import { isolationPlans } from './isolationPlans';
import { leaderPlans } from './leaderPlans';
import { otherPlans } from './otherPlans';
import type { Plan } from './Plan';
import { stalePlans } from './stalePlans';
import type { Extent } from './Turns';
import { watchPlans } from './watchPlans';

/** Every plan of a workload, from what its clean run has shown. */
export function derivePlans(
  baseline: Baseline,
  extent: Extent,
): readonly Plan[] {
  return [
    ...crashPlans(baseline),
    ...watchPlans(baseline, extent),
    ...stalePlans(baseline),
    ...answerPlans(baseline, extent),
    ...leaderPlans(baseline),
    ...databasePlans(baseline, extent),
    ...isolationPlans(baseline),
    ...otherPlans(baseline),
  ];
}
