import type { KubeClient } from '../kube/client/KubeClient';
import type { KubeObject, ResourceType } from '../kube/KubeObject';
import { CRON_JOBS, JOBS, REPLICA_SETS, SERVICES } from '../kube/ResourceTypes';
import { LOCUSTS, type RawLocust } from '../operator/LocustObject';

/** What there is in a cluster of load tests, whoever made it. */
export interface ClusterObjects {
  readonly locusts: readonly RawLocust[];
  readonly cronJobs: readonly KubeObject[];
  readonly jobs: readonly KubeObject[];
  readonly services: readonly KubeObject[];
  readonly replicaSets: readonly KubeObject[];
}

/**
 * Reads them, and nothing else; no Secret and no ConfigMap is looked at.
 *
 * @param namespace - undefined: of all
 */
export async function readClusterObjects(
  client: Pick<KubeClient, 'listPages'>,
  namespace: string | undefined,
): Promise<ClusterObjects> {
  const list = async <T extends KubeObject>(type: ResourceType) => {
    const items: T[] = [];
    for await (const page of client.listPages<T>(type, { namespace })) {
      items.push(...page.items);
    }
    return items;
  };
  return {
    locusts: await list<RawLocust>(LOCUSTS),
    cronJobs: await list(CRON_JOBS),
    jobs: await list(JOBS),
    services: await list(SERVICES),
    replicaSets: await list(REPLICA_SETS),
  };
}
