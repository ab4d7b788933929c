import type { ObjectMeta } from '../../kube/KubeObject';
import { decodeMetadata } from './decodeMetadata';

/** A Service or a network policy: of these only the metadata is read. */
export interface ChildObject {
  readonly metadata: ObjectMeta & { readonly namespace: string };
}

/** For the reflectors of Services and network policies. */
export function decodeChild(raw: unknown): ChildObject {
  return {
    metadata: decodeMetadata((raw as { readonly metadata?: unknown }).metadata),
  };
}
