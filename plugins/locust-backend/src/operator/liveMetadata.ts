import type { KubeClient } from '../kube/client/KubeClient';
import { isFailure } from '../kube/KubeApiError';
import type { ObjectMeta, ResourceType } from '../kube/KubeObject';

/** What the server itself says of an object, for caches may be behind. Undefined: it has none of this name. */
export async function liveMetadata(
  client: Pick<KubeClient, 'get'>,
  type: ResourceType,
  object: { readonly namespace: string; readonly name: string },
  signal?: AbortSignal,
): Promise<ObjectMeta | undefined> {
  const { namespace, name } = object;
  try {
    return (await client.get(type, { namespace, name }, { signal })).metadata;
  } catch (error) {
    if (isFailure(error, 'notFound')) {
      return undefined;
    }
    throw error;
  }
}

/** Whether an object is gone or on its way out, by the server's word: a cache may have it still. */
export async function isGoing(
  client: Pick<KubeClient, 'get'>,
  type: ResourceType,
  object: {
    readonly namespace: string;
    readonly name: string;
    readonly uid: string;
  },
  signal?: AbortSignal,
): Promise<boolean> {
  const live = await liveMetadata(client, type, object, signal);
  return live?.uid !== object.uid || live.deletionTimestamp !== undefined;
}
