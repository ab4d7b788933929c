import type { ObjectMeta } from '../../kube/KubeObject';
import { decodeMetadata } from './decodeMetadata';

/** A Service: of these only the metadata is read. */
export interface ChildObject {
  readonly metadata: ObjectMeta & { readonly namespace: string };
}

/** For the reflector of Services. */
export function decodeChild(raw: unknown): ChildObject {
  return {
    metadata: decodeMetadata((raw as { readonly metadata?: unknown }).metadata),
  };
}
