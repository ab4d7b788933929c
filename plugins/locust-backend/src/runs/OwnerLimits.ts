import { matchesName } from 'backstage-plugin-locust-common';
import type { OwnerQuota } from './OwnerQuota';

/** What counts for some owners in place of what counts for all: null lifts a limit, what is left out stays. */
export interface OwnerLimits {
  /** Entity references, in which `*` stands for any characters. */
  readonly owners: readonly string[];
  /** Going at the same time in one cluster. */
  readonly concurrentRuns?: number | null;
  /** Going at the same time in all clusters together. */
  readonly concurrentRunsAcrossClusters?: number | null;
  /** Started on one day, in UTC. */
  readonly runsPerDay?: number | null;
}

/**
 * The limit of an owner; of several that name them the last one counts.
 *
 * @param usual - what counts for those that nothing names
 */
export function limitOfOwner(
  owner: string,
  limits: readonly OwnerLimits[],
  field: keyof Omit<OwnerLimits, 'owners'>,
  usual: number | undefined,
): number | undefined {
  const own = limits
    .filter(it => it[field] !== undefined && matchesName(it.owners, owner))
    .pop();
  return own ? own[field] ?? undefined : usual;
}

/** What an owner may start over all clusters. */
export function quotaOfOwner(
  owner: string,
  limits: readonly OwnerLimits[],
  usual: OwnerQuota,
): OwnerQuota {
  const runsPerOwnerPerDay = limitOfOwner(
    owner,
    limits,
    'runsPerDay',
    usual.runsPerOwnerPerDay,
  );
  const concurrentRunsPerOwnerAcrossClusters = limitOfOwner(
    owner,
    limits,
    'concurrentRunsAcrossClusters',
    usual.concurrentRunsPerOwnerAcrossClusters,
  );
  return {
    ...(runsPerOwnerPerDay !== undefined && { runsPerOwnerPerDay }),
    ...(concurrentRunsPerOwnerAcrossClusters !== undefined && {
      concurrentRunsPerOwnerAcrossClusters,
    }),
  };
}
