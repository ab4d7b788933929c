import type { Reason } from 'backstage-plugin-locust-common';
import { isFailure } from '../kube/KubeApiError';
import type { KubeClient } from '../kube/client/KubeClient';
import type { KubeObject } from '../kube/KubeObject';
import { EVENTS } from '../kube/ResourceTypes';
import type { JobObject } from './observed/JobObject';
import { podRefusal } from './refusalReason';

interface CreationEvent extends KubeObject {
  readonly message?: string;
  readonly lastTimestamp?: string | null;
  readonly eventTime?: string | null;
}

/**
 * Asks why a Job has no pod. Its controller says so in an Event only, so this is a live read: for runs that miss their
 * master, not for those that go well.
 */
export class PodRefusals {
  constructor(private readonly client: KubeClient) {}

  /** The controller's newest word; undefined: it has not said anything, or we may not read it. */
  async ofJob(
    { metadata }: JobObject,
    signal: AbortSignal,
  ): Promise<Reason | undefined> {
    const { namespace, uid } = metadata;
    let newest: CreationEvent | undefined;
    try {
      for await (const { items } of this.client.listPages<CreationEvent>(
        EVENTS,
        {
          namespace,
          fieldSelector: `involvedObject.uid=${uid},reason=FailedCreate`,
          signal,
        },
      )) {
        for (const event of items) {
          newest = newest && timeOf(newest) > timeOf(event) ? newest : event;
        }
      }
    } catch (error) {
      // Rights of an older manifest: the run is told with less.
      if (isFailure(error, 'forbidden')) {
        return undefined;
      }
      throw error;
    }
    return newest?.message ? podRefusal(newest.message, 'master') : undefined;
  }
}

/** As text: they are all in UTC. */
function timeOf({ lastTimestamp, eventTime, metadata }: CreationEvent): string {
  return lastTimestamp ?? eventTime ?? metadata.creationTimestamp ?? '';
}
