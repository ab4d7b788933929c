import {
  LOCUST_API_VERSION,
  LOCUST_KIND,
} from 'backstage-plugin-locust-common';
import { errorMessage, isFailure } from '../kube/KubeApiError';
import type { KubeClient } from '../kube/client/KubeClient';
import { sleep, type Clock } from '../kube/Clock';
import type { Logger } from '../kube/Logger';
import { EVENTS } from '../kube/ResourceTypes';
import type { LocustObject } from './LocustObject';
import { eventName, shortHash } from './names';

/** The same is said of the same resource once in so long. */
const SILENCE_MS = 10 * 60_000;
const REMEMBERED = 5_000;
const LONGEST_MESSAGE = 1_024;
const COMPONENT = 'locust-operator';
/** Few, for they are the least urgent of what is written. */
const AT_ONCE = 2;
/** They let runs go first, but not for longer than somebody would look for them. */
const LONGEST_WAIT_MS = 60_000;
const LOOK_MS = 100;

/** An Event as `kubectl describe` shows it. */
export interface ResourceEvent {
  readonly type: 'Normal' | 'Warning';
  readonly reason: string;
  readonly message: string;
}

interface Waiting {
  readonly event: object;
  /** By the monotonic clock. */
  readonly since: number;
}

/**
 * Tells people who look with kubectl what the engine does. Nobody waits for an Event: where many runs begin at once
 * theirs come after the runs. One that cannot be written is no reason to fail.
 */
export class EventRecorder {
  private readonly told = new Map<string, number>();
  private readonly waiting: Waiting[] = [];
  private writing = 0;

  constructor(
    private readonly options: {
      readonly client: Pick<KubeClient, 'create'>;
      /** Resources wait to be reconciled. */
      readonly isBusy: () => boolean;
      readonly clock: Clock;
      readonly logger: Logger;
    },
  ) {}

  /** Returns at once; the Event is written as soon as those before it are and no resource waits. */
  tell(
    locust: Pick<LocustObject, 'metadata'>,
    event: ResourceEvent,
    now: Date,
  ): void {
    const { name, namespace, uid, resourceVersion } = locust.metadata;
    const message = event.message.slice(0, LONGEST_MESSAGE);
    // The window is part of the name, so that another replica's word of the same counts too.
    const window = Math.floor(now.getTime() / SILENCE_MS);
    const id = shortHash(`${uid} ${event.reason} ${message} ${window}`, 16);
    if (this.told.has(id)) {
      return;
    }
    if (this.told.size >= REMEMBERED) {
      this.told.clear();
    }
    this.told.set(id, window);
    const time = now.toISOString().replace(/\.\d+Z$/, 'Z');
    this.waiting.push({
      since: this.options.clock.monotonic(),
      event: {
        metadata: { name: eventName(name, id), namespace },
        involvedObject: {
          apiVersion: LOCUST_API_VERSION,
          kind: LOCUST_KIND,
          name,
          namespace,
          uid,
          resourceVersion,
        },
        type: event.type,
        reason: event.reason,
        message,
        count: 1,
        firstTimestamp: time,
        lastTimestamp: time,
        source: { component: COMPONENT },
        reportingComponent: COMPONENT,
      },
    });
    while (this.writing < AT_ONCE && this.waiting.length > 0) {
      void this.writeAll();
    }
  }

  private async writeAll(): Promise<void> {
    this.writing += 1;
    for (let next = this.waiting.shift(); next; next = this.waiting.shift()) {
      await this.letRunsGoFirst(next.since);
      await this.write(next.event);
    }
    this.writing -= 1;
  }

  private async letRunsGoFirst(since: number): Promise<void> {
    const { isBusy, clock } = this.options;
    while (isBusy() && clock.monotonic() - since < LONGEST_WAIT_MS) {
      await sleep(clock, LOOK_MS);
    }
  }

  private async write(event: object): Promise<void> {
    const { client, logger } = this.options;
    try {
      await client.create(EVENTS, event);
    } catch (error) {
      if (!isFailure(error, 'alreadyExists')) {
        logger.debug(`An event was not written: ${errorMessage(error)}`);
      }
    }
  }
}
