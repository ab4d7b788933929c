import { type Entity, RELATION_OWNED_BY } from '@backstage/catalog-model';
import type { LocustObject } from '../operator/LocustObject';
import type { EntityDirectory } from './EntityDirectory';

/** Who owns an entity; of several the first. */
export function ownerOfEntity({
  relations,
}: Pick<Entity, 'relations'>): string | undefined {
  return relations?.find(it => it.type === RELATION_OWNED_BY)?.targetRef;
}

/**
 * Who answers for the runs of a `Locust`: its entity's owner; without an entity, or where that has no owner, its
 * namespace's owner by configuration; else nobody.
 */
export function ownerOf(
  directory: Pick<EntityDirectory, 'ownerOf'>,
  entityRefOf: (cluster: string, locust: LocustObject) => string | undefined,
  namespaceOwners: Readonly<Record<string, string>>,
): (cluster: string, locust: LocustObject) => string | undefined {
  return (cluster, locust) => {
    const entityRef = entityRefOf(cluster, locust);
    return (
      (entityRef && directory.ownerOf(entityRef)) ??
      namespaceOwners[locust.metadata.namespace]
    );
  };
}
