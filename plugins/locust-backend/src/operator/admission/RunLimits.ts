import { limitOfOwner, type OwnerLimits } from '../../runs/OwnerLimits';

/** How many runs may go at once; what is left out is not limited. */
export interface RunLimits {
  /** Over all namespaces of the cluster that the engine looks after. */
  readonly concurrentRunsPerCluster?: number;
  /** Of one owner in one cluster. */
  readonly concurrentRunsPerOwner?: number;
  /** Of single owners, in place of that. */
  readonly owners?: readonly OwnerLimits[];
}

/** How many runs of this owner may go at once in the cluster; undefined: any number. */
export function concurrentRunsOf(
  owner: string,
  { owners = [], concurrentRunsPerOwner }: RunLimits,
): number | undefined {
  return limitOfOwner(owner, owners, 'concurrentRuns', concurrentRunsPerOwner);
}
