import { matchesName } from 'backstage-plugin-locust-common';
import type { GuardedPlace } from './GuardrailBook';

/** Where and for whom something holds: names, in which `*` stands for any characters. What is left out is everything. */
export interface Concerned {
  readonly clusters?: readonly string[];
  readonly namespaces?: readonly string[];
  readonly owners?: readonly string[];
}

/** Whether a place is among those. What nobody owns is of no owner, whatever the names are. */
export function concerns(
  { clusters, namespaces, owners }: Concerned,
  place: GuardedPlace,
): boolean {
  return (
    (clusters === undefined || matchesName(clusters, place.cluster)) &&
    (namespaces === undefined || matchesName(namespaces, place.namespace)) &&
    (owners === undefined ||
      (place.owner !== undefined && matchesName(owners, place.owner)))
  );
}
