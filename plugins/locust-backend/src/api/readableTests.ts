import {
  locustTestReadPermission,
  type ClusterProblem,
} from 'backstage-plugin-locust-common';
import type { Clusters } from '../operator/Clusters';
import type { LocustObject } from '../operator/LocustObject';
import type { Caller } from './RequestContext';
import type { RouterParts } from './RouterParts';

/** A scheduled test as its cluster has it. */
export interface FoundTest {
  readonly cluster: string;
  readonly locust: LocustObject;
  readonly entityRef?: string;
}

/**
 * The scheduled tests that the caller may read, in the order of the clusters.
 *
 * @param asked - what it is narrowed to; of an entity only with the permission on it
 * @throws NotAllowedError where the caller may read none at all, or not those of the entity
 */
export async function readableTests(
  parts: Pick<RouterParts, 'clusters' | 'authorizer' | 'entityRefOf'>,
  credentials: Caller,
  asked: {
    readonly entityRef?: string;
    readonly cluster?: string;
    readonly namespace?: string;
  } = {},
): Promise<readonly FoundTest[]> {
  const { clusters, authorizer, entityRefOf } = parts;
  const { cluster, namespace } = asked;
  const found = clusters.engines
    .filter(engine => cluster === undefined || engine.name === cluster)
    .flatMap(engine =>
      engine
        .locusts()
        .filter(locust => Boolean(locust.spec.schedule))
        .filter(
          locust =>
            namespace === undefined || locust.metadata.namespace === namespace,
        )
        .map(
          (locust): FoundTest => ({
            cluster: engine.name,
            locust,
            entityRef: entityRefOf(engine.name, locust),
          }),
        ),
    );
  const entityRef = asked.entityRef?.toLocaleLowerCase('en-US');
  if (entityRef) {
    await authorizer.require(credentials, locustTestReadPermission, entityRef);
    return found.filter(one => one.entityRef === entityRef);
  }
  const visibility = await authorizer.visible(
    credentials,
    locustTestReadPermission,
    async () => [
      ...new Set(found.flatMap(one => (one.entityRef ? [one.entityRef] : []))),
    ],
  );
  if (visibility.kind === 'all') {
    return found;
  }
  const allowed = new Set(visibility.entityRefs);
  return found.filter(
    one => one.entityRef !== undefined && allowed.has(one.entityRef),
  );
}

/** The clusters whose tests cannot be told, and why. */
export function silentClusters(
  clusters: Clusters,
  cluster?: string,
): ClusterProblem[] {
  return clusters
    .health()
    .filter(one => cluster === undefined || one.cluster === cluster)
    .filter(one => one.state !== 'healthy' && one.state !== 'degraded')
    .map(({ cluster: name, message, since }) => ({
      cluster: name,
      message,
      ...(since ? { since } : {}),
    }));
}
