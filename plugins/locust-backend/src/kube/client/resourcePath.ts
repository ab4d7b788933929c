import { ObjectRef, ResourceType } from '../KubeObject';

/** Where all objects of a resource are, or those of one namespace. */
export function collectionPath(type: ResourceType, namespace?: string): string {
  const root = type.group
    ? `/apis/${type.group}/${type.version}`
    : `/api/${type.version}`;
  return type.namespaced && namespace
    ? `${root}/namespaces/${encodeURIComponent(namespace)}/${type.plural}`
    : `${root}/${type.plural}`;
}

/** Where one object is. Throws a `TypeError` where the name or the namespace is missing. */
export function objectPath(type: ResourceType, ref: ObjectRef): string {
  if (!ref.name || (type.namespaced && !ref.namespace)) {
    // Without this an empty name would turn a delete into the deletion of the whole collection.
    throw new TypeError(
      `${type.kind} needs a name${type.namespaced ? ' and a namespace' : ''}`,
    );
  }
  return `${collectionPath(type, ref.namespace)}/${encodeURIComponent(
    ref.name,
  )}`;
}
