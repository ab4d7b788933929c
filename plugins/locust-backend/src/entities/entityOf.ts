import type { LocustObject } from '../operator/LocustObject';
import type { EntityDirectory } from './EntityDirectory';

/** The entity reference of a `Locust`, where exactly one entity owns it. */
export function entityOf(
  directory: EntityDirectory,
): (cluster: string, locust: LocustObject) => string | undefined {
  return (cluster, { metadata }) => {
    const match = directory.match({
      cluster,
      namespace: metadata.namespace ?? 'default',
      labels: metadata.labels ?? {},
      annotations: metadata.annotations ?? {},
    });
    return match.kind === 'one' ? match.entityRef : undefined;
  };
}
