import { LABELS } from 'backstage-plugin-locust-common';
import { referenceLabel } from '../names';

/** Who a run's costs are for, as far as the portal knows when it begins: entity references. */
export interface CostBearer {
  readonly owner?: string;
  readonly entityRef?: string;
}

/** Labels of pods by which what they cost is told apart; the name of the test is on everything anyway. */
export function costLabels({
  owner,
  entityRef,
}: CostBearer): Readonly<Record<string, string>> {
  return {
    ...(owner !== undefined && { [LABELS.owner]: referenceLabel(owner) }),
    ...(entityRef !== undefined && {
      [LABELS.entity]: referenceLabel(entityRef),
    }),
  };
}
