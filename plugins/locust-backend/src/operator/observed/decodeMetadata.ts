import type { ObjectMeta, OwnerReference } from '../../kube/KubeObject';

/**
 * The part of an object's metadata that the operator reads, without managed fields. Labels that are null, or hold
 * something else than text, are as if they were not there: one such object must not stop a watch.
 */
export function decodeMetadata(
  metadata: unknown,
): ObjectMeta & { readonly namespace: string } {
  const given = (metadata ?? {}) as Partial<ObjectMeta>;
  const { name, namespace, uid } = given;
  if (!name || !namespace || !uid) {
    throw new TypeError('the object has no name, namespace or UID');
  }
  return {
    name,
    namespace,
    uid,
    resourceVersion: given.resourceVersion ?? '',
    generation: given.generation,
    creationTimestamp: given.creationTimestamp,
    deletionTimestamp: given.deletionTimestamp,
    labels: texts(given.labels),
    annotations: texts(given.annotations),
    ownerReferences: owners(given.ownerReferences),
  };
}

function owners(value: unknown): readonly OwnerReference[] {
  return Array.isArray(value)
    ? value.filter(
        it => typeof it?.uid === 'string' && typeof it.name === 'string',
      )
    : [];
}

function texts(value: unknown): Readonly<Record<string, string>> {
  if (typeof value !== 'object' || value === null) {
    return {};
  }
  const { 'kubectl.kubernetes.io/last-applied-configuration': _, ...rest } =
    // The last applied configuration is a second copy of the whole spec that nobody reads.
    value as Record<string, unknown>;
  return Object.fromEntries(
    Object.entries(rest).filter(
      (entry): entry is [string, string] => typeof entry[1] === 'string',
    ),
  );
}

/** What has made an object and looks after it. */
export function controllerOf(object: {
  readonly metadata: Pick<ObjectMeta, 'ownerReferences'>;
}): OwnerReference | undefined {
  return object.metadata.ownerReferences?.find(it => it.controller === true);
}

/** Whether one of the owners is the object of this UID. */
export function isOwnedBy(
  object: { readonly metadata: Pick<ObjectMeta, 'ownerReferences'> },
  uid: string,
): boolean {
  return object.metadata.ownerReferences?.some(it => it.uid === uid) ?? false;
}
