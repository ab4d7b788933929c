import type { Baseline } from '../Baseline';
import { customPlans } from './others/customPlans';
import { deletedPlans } from './others/deletedPlans';
import { editedPlans } from './others/editedPlans';
import { malformedPlans } from './others/malformedPlans';
import { surroundingPlans } from './others/surroundingPlans';
import { takenNamePlans } from './others/takenNamePlans';
import type { Plan } from './Plan';

/** What other people and other programs do to our objects and around them. Each plan states its end. */
export function otherPlans(baseline: Baseline): readonly Plan[] {
  return baseline.workload === 'success'
    ? [
        ...deletedPlans(),
        ...editedPlans(),
        ...takenNamePlans(),
        ...surroundingPlans(),
        ...customPlans(),
        ...malformedPlans(baseline),
      ]
    : [];
}
