import { type Entity, RELATION_OWNED_BY } from '@backstage/catalog-model';
import type { LocustObject } from '../operator/LocustObject';
import type { EntityDirectory } from './EntityDirectory';

/** Who owns an entity; of several the first. */
export function ownerOfEntity({
  relations,
}: Pick<Entity, 'relations'>): string | undefined {
  return relations?.find(it => it.type === RELATION_OWNED_BY)?.targetRef;
}

/** Who answers for a namespace by configuration. Its name may be one that every object knows, such as `constructor`. */
export function ownerOfNamespace(
  namespaceOwners: Readonly<Record<string, string>>,
  namespace: string,
): string | undefined {
  return Object.hasOwn(namespaceOwners, namespace)
    ? namespaceOwners[namespace]
    : undefined;
}

/**
 * Who answers for runs: their entity's owner; without an entity, or where that has no owner, their namespace's owner by
 * configuration; else nobody.
 */
export function ownerOfRun(
  directory: Pick<EntityDirectory, 'ownerOf'>,
  namespaceOwners: Readonly<Record<string, string>>,
): (run: {
  readonly entityRef?: string;
  readonly namespace: string;
}) => string | undefined {
  return ({ entityRef, namespace }) =>
    (entityRef && directory.ownerOf(entityRef)) ??
    ownerOfNamespace(namespaceOwners, namespace);
}

/** As {@link ownerOfRun}, of the runs of a `Locust`. */
export function ownerOf(
  directory: Pick<EntityDirectory, 'ownerOf'>,
  entityRefOf: (cluster: string, locust: LocustObject) => string | undefined,
  namespaceOwners: Readonly<Record<string, string>>,
): (cluster: string, locust: LocustObject) => string | undefined {
  const owner = ownerOfRun(directory, namespaceOwners);
  return (cluster, locust) =>
    owner({
      entityRef: entityRefOf(cluster, locust),
      namespace: locust.metadata.namespace,
    });
}
