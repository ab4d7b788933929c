import type { Entity } from '@backstage/catalog-model';
import { ANNOTATIONS } from 'backstage-plugin-locust-common';
import type { LocustConfig } from '../config/LocustConfig';

/** Where the runs of an entity go. Absent where neither its annotations nor the configuration say so. */
export interface EntityTargets {
  readonly cluster?: string;
  readonly namespace?: string;
  /** The base URL that the form proposes. */
  readonly host?: string;
  /** The path of its locustfile in its repository. */
  readonly locustfile?: string;
}

/**
 * Where the runs of an entity go: its annotations, else the configuration's default namespace on the first cluster.
 */
export function targetsOf(
  entity: Entity,
  config: Pick<LocustConfig, 'clusters' | 'defaultNamespace'>,
): EntityTargets {
  const annotations = entity.metadata.annotations ?? {};
  return {
    cluster: annotations[ANNOTATIONS.cluster] ?? config.clusters[0]?.name,
    namespace: annotations[ANNOTATIONS.namespace] ?? config.defaultNamespace,
    host: annotations[ANNOTATIONS.host],
    locustfile: annotations[ANNOTATIONS.locustfile],
  };
}
