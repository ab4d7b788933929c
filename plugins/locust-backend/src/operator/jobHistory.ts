import type { KubeClient } from '../kube/client/KubeClient';
import { isFailure } from '../kube/KubeApiError';
import type { KubeObject } from '../kube/KubeObject';
import { JOBS } from '../kube/ResourceTypes';
import { isOwnedBy } from './observed/decodeMetadata';

/**
 * What the server remembers of a Job that was not there just now.
 *
 * - `there`: it is there by now. Whoever led before may have been about to make it, and its request took its time.
 * - `made`: it was there and somebody has deleted it.
 * - `never`: it was not made since.
 * - `forgotten`: the server does not keep events of so long ago (by default it keeps five minutes).
 */
export type JobHistory =
  | { readonly kind: 'there' }
  | { readonly kind: 'made'; readonly uid: string }
  | { readonly kind: 'never' }
  | { readonly kind: 'forgotten' };

/** The server tells past events at once; this is how long it is listened to. */
const LISTEN_SECONDS = 1;

/**
 * Asks whether a Job of this name and owner was made since a version of the cluster, though it is not there now: a
 * watch from that version tells every event that came after it.
 */
export async function jobHistory(
  client: KubeClient,
  job: {
    readonly namespace: string;
    readonly name: string;
    readonly ownerUid: string;
  },
  sinceVersion: string | undefined,
  signal: AbortSignal,
): Promise<JobHistory> {
  if (sinceVersion === undefined) {
    return { kind: 'forgotten' };
  }
  try {
    const events = client.watch<KubeObject>(JOBS, {
      namespace: job.namespace,
      fieldSelector: `metadata.name=${job.name}`,
      resourceVersion: sinceVersion,
      timeoutSeconds: LISTEN_SECONDS,
      signal,
    });
    let isThere = false;
    for await (const event of events) {
      if (event.type !== 'BOOKMARK' && isOwnedBy(event.object, job.ownerUid)) {
        if (event.type === 'DELETED') {
          return { kind: 'made', uid: event.object.metadata.uid };
        }
        isThere = true;
      }
    }
    return { kind: isThere ? 'there' : 'never' };
  } catch (error) {
    if (isFailure(error, 'gone')) {
      return { kind: 'forgotten' };
    }
    throw error;
  }
}
