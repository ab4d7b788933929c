import { type ChildObject, decodeChild } from './ChildObject';

/** The workers of a run, projected to what is read of them. */
export interface ReplicaSetObject extends ChildObject {
  /** Why its controller cannot make pods: a quota or an admission rule, in the API server's words. */
  readonly refusal?: string;
}

interface RawReplicaSet {
  readonly status?: {
    readonly conditions?:
      | readonly {
          readonly type?: string;
          readonly status?: string;
          readonly reason?: string;
          readonly message?: string;
        }[]
      | null;
  };
}

/** For the reflector of ReplicaSets. */
export function decodeReplicaSet(raw: unknown): ReplicaSetObject {
  const condition = (raw as RawReplicaSet).status?.conditions?.find(
    it =>
      it.type === 'ReplicaFailure' &&
      it.status === 'True' &&
      it.reason === 'FailedCreate',
  );
  return { ...decodeChild(raw), refusal: condition?.message };
}
