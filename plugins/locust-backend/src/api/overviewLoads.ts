import type { ClusterLoad, OwnerLoad } from 'backstage-plugin-locust-common';
import type { ActiveRunCount } from '../history/ActiveRuns';
import type { RunLimits } from '../operator/admission/RunLimits';

/** The limits of a cluster. */
export interface LimitedCluster {
  readonly name: string;
  readonly limits?: RunLimits;
}

/** How much of its limit each cluster has running: those that are configured, and others that have runs. */
export function clusterLoads(
  counts: readonly ActiveRunCount[],
  configured: readonly LimitedCluster[],
): ClusterLoad[] {
  const names = new Set([
    ...configured.map(one => one.name),
    ...counts.map(one => one.cluster),
  ]);
  return [...names].map(cluster => ({
    cluster,
    ...sumOf(counts.filter(one => one.cluster === cluster)),
    ...limited(
      configured.find(one => one.name === cluster)?.limits
        ?.concurrentRunsPerCluster,
    ),
  }));
}

/**
 * How much of its limit each owner has running in each cluster, those first that are nearest to it. As the queue counts
 * them: what nobody answers for is counted by its namespace.
 */
export function ownerLoads(
  counts: readonly ActiveRunCount[],
  configured: readonly LimitedCluster[],
  ownerOfRun: (run: ActiveRunCount) => string | undefined,
): OwnerLoad[] {
  const byOwner = new Map<string, ActiveRunCount[]>();
  for (const count of counts) {
    const key = JSON.stringify([count.cluster, whose(count, ownerOfRun)]);
    byOwner.set(key, [...(byOwner.get(key) ?? []), count]);
  }
  return [...byOwner.values()]
    .map(
      (own): OwnerLoad => ({
        cluster: own[0].cluster,
        ...whose(own[0], ownerOfRun),
        ...sumOf(own),
        ...limited(
          configured.find(one => one.name === own[0].cluster)?.limits
            ?.concurrentRunsPerOwner,
        ),
      }),
    )
    .sort(
      (a, b) =>
        share(b) - share(a) || b.waiting - a.waiting || b.running - a.running,
    );
}

function whose(
  count: ActiveRunCount,
  ownerOfRun: (run: ActiveRunCount) => string | undefined,
): Pick<OwnerLoad, 'owner' | 'namespace'> {
  const owner = ownerOfRun(count);
  return owner === undefined ? { namespace: count.namespace } : { owner };
}

function sumOf(counts: readonly ActiveRunCount[]) {
  return {
    running: counts.reduce((sum, one) => sum + one.running, 0),
    waiting: counts.reduce((sum, one) => sum + one.waiting, 0),
  };
}

function limited(limit: number | undefined): { readonly limit?: number } {
  return limit === undefined ? {} : { limit };
}

/** How much of the limit is taken; what has none is near to none. */
function share({ running, limit }: OwnerLoad): number {
  return limit === undefined ? -1 : running / limit;
}
