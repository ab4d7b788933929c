/** How many runs may go at once; what is left out is not limited. */
export interface RunLimits {
  /** Over all namespaces of the cluster that the engine looks after. */
  readonly concurrentRunsPerCluster?: number;
  /** Of one owner in one cluster. */
  readonly concurrentRunsPerOwner?: number;
}
