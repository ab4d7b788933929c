/** How many runs of an owner there may be over all clusters; what is left out is not limited. */
export interface OwnerQuota {
  /** Started on one day, in UTC. */
  readonly runsPerOwnerPerDay?: number;
  /** Going at the same time. */
  readonly concurrentRunsPerOwnerAcrossClusters?: number;
}
