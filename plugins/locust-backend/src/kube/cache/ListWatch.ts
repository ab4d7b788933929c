import { Clock, systemClock } from '../Clock';
import { isFailure, KubeApiError } from '../KubeApiError';
import { KubeClient } from '../client/KubeClient';
import { Selection } from '../client/listPages';
import { WatchEvent } from '../client/WatchEvent';
import { KubeObject, ResourceType } from '../KubeObject';
import { Logger } from '../Logger';
import { Change } from './Change';
import { Cutter } from './Cutter';
import { EventLoopBudget } from './EventLoopBudget';
import {
  isDoubtful,
  isOlder,
  ReflectorEvent,
  ReflectorMachine,
} from './ReflectorMachine';
import { Store } from './Store';
import { ListInProgress, StoreWriter } from './StoreWriter';
import { WatchGuard } from './WatchGuard';

/** What is listed and watched, and into which store. */
export interface ListWatchOptions<T extends KubeObject> extends Selection {
  readonly client: Pick<KubeClient, 'listPages' | 'watch'>;
  readonly type: ResourceType;
  /** Decodes an object and keeps what is used of it. May throw: that object alone is skipped and reported. */
  readonly project: (raw: unknown) => T;
  /** Written by this reflector only. */
  readonly store: Store<T>;
  /** Called after the store was written. Must be quick; what it throws is logged. */
  readonly onChange: (change: Change<T>) => void;
  readonly onUnreadable?: (raw: KubeObject, error: unknown) => void;
  readonly logger: Logger;
  /** Of the first page. Default 500. */
  readonly pageSize?: number;
  /** A watch whose connection does not notice its own death is checked by a second one after so long. Default 45 s. */
  readonly quietMs?: number;
  /** How long that second one listens. Default 4 s. */
  readonly probeSeconds?: number;
  readonly clock?: Clock;
  readonly random?: () => number;
}

/** Who decides what is done next. */
export interface ListWatchOwner {
  machine(): ReflectorMachine;
  /** Something has happened; `error` says what is wrong if there is to be waited now. */
  apply(event: ReflectorEvent, error?: KubeApiError): void;
  /** The server has given a sign of life. */
  contact(): void;
}

/** The server ends watches after a random time in here, so that a fleet's watches do not all come back together. */
const MIN_WATCH_SECONDS = 300;
const MAX_WATCH_SECONDS = 600;

/** `reason` of our own refusal of a list. */
export const DOUBTED = 'OlderThanSeen';

/**
 * The connections of a reflector: lists and watches, writes what comes into the store and tells what happens.
 *
 * A watch whose connection died without a word (half-open) looks like a quiet one. Where the transport cannot tell
 * them apart (see `PingedConnection`), bookmarks cannot either: they come once a minute at best, and not at all for a
 * resource that nobody touches (seen with 1.34: they are held back unless newer than where the watch began). So after
 * `quietMs` of silence a second, short watch from the same version asks the server whether anything was missed: then,
 * or when that fails, the first is cut and resumed.
 */
export class ListWatch<T extends KubeObject> {
  private readonly clock: Clock;
  private readonly random: () => number;
  private readonly writer: StoreWriter<T>;
  private wasListed = false;
  /** Of the watch that tells what happens, once it does. */
  private following: Cutter | undefined;

  constructor(
    private readonly options: ListWatchOptions<T>,
    private readonly owner: ListWatchOwner,
    /** Ends everything. */
    private readonly signal: AbortSignal,
  ) {
    this.clock = options.clock ?? systemClock;
    this.random = options.random ?? Math.random;
    this.writer = new StoreWriter({
      store: options.store,
      project: options.project,
      onChange: options.onChange,
      onUnreadable: options.onUnreadable,
      logger: options.logger,
      resource: options.type.plural,
    });
  }

  /** Lists page by page. */
  async list(): Promise<void> {
    const { client, type, pageSize } = this.options;
    const list = this.writer.beginList();
    const budget = new EventLoopBudget();
    let resourceVersion = '';
    for await (const page of client.listPages<KubeObject>(type, {
      ...this.selection(),
      limit: pageSize,
      signal: this.signal,
    })) {
      for (const raw of page.items) {
        this.writer.addToList(list, raw);
        await budget.spend();
      }
      resourceVersion = page.resourceVersion;
    }
    await this.complete(list, resourceVersion);
  }

  /** Ends the watch, if there is one that tells what happens, as one whose position is of no use any more. */
  giveUpWatch(): void {
    this.following?.cut(
      this.failure('gone', 'the watch has not told what must have happened'),
    );
  }

  /** Watches until the server ends it. With nothing to go on from, it begins with a streaming list. */
  async watch(how: 'stream' | 'watch'): Promise<void> {
    const timeoutSeconds = Math.round(
      MIN_WATCH_SECONDS +
        (MAX_WATCH_SECONDS - MIN_WATCH_SECONDS) * this.random(),
    );
    let list = how === 'stream' ? this.writer.beginList() : undefined;
    let needsGuard = true;
    const cutter = new Cutter(this.signal);
    const guard = new WatchGuard({
      clock: this.clock,
      cutter,
      quietMs: this.options.quietMs ?? 45_000,
      probe: () => this.probe(cutter.signal),
    });
    if (list) {
      guard.expectInitialEvents(
        this.failure('timeout', 'the initial objects did not come to an end'),
      );
    }
    const budget = new EventLoopBudget();
    try {
      for await (const event of this.options.client.watch<KubeObject>(
        this.options.type,
        {
          ...this.selection(),
          resourceVersion: this.owner.machine().position,
          sendInitialEvents: list !== undefined,
          timeoutSeconds,
          // The server should have ended it by then.
          idleTimeoutMs: (timeoutSeconds + 30) * 1000,
          onOpen: ({ pinged }) => {
            needsGuard = !pinged;
            guard.heard();
            this.owner.contact();
            this.owner.apply({ kind: 'accepted' });
            if (!list) {
              this.following = cutter;
              if (needsGuard) {
                guard.expectSilence();
              }
            }
          },
          signal: cutter.signal,
        },
      )) {
        guard.heard();
        this.owner.contact();
        if (!list) {
          this.follow(event);
        } else if (event.type === 'BOOKMARK') {
          if (event.initialEventsEnd) {
            guard.initialEventsEnded();
            await this.complete(list, event.resourceVersion);
            list = undefined;
            this.following = cutter;
            if (needsGuard) {
              guard.expectSilence();
            }
          }
        } else if (event.type === 'DELETED') {
          this.writer.removeFromList(list, event.object);
        } else {
          this.writer.addToList(list, event.object);
        }
        await budget.spend();
      }
      this.end();
    } catch (error) {
      throw cutter.reason ?? error;
    } finally {
      this.following = undefined;
      cutter.end();
      await guard.ended();
    }
  }

  private follow(event: WatchEvent<KubeObject>): void {
    if (event.type === 'BOOKMARK') {
      this.moveTo(event.resourceVersion);
      return;
    }
    if (event.type === 'DELETED') {
      this.writer.delete(event.object);
    } else {
      this.writer.upsert(event.object);
    }
    this.moveTo(event.object.metadata.resourceVersion);
  }

  private moveTo(resourceVersion: string): void {
    this.owner.apply({ kind: 'moved', resourceVersion });
  }

  private async complete(
    list: ListInProgress<T>,
    resourceVersion: string,
  ): Promise<void> {
    if (isDoubtful(this.owner.machine(), resourceVersion)) {
      throw this.failure(
        'serverError',
        'the list is older than what was seen before',
        { reason: DOUBTED },
      );
    }
    if (isOlder(this.owner.machine(), resourceVersion)) {
      this.options.store.clearTombstones();
    }
    await this.writer.replace(list, !this.wasListed);
    this.wasListed = true;
    this.owner.contact();
    this.owner.apply({ kind: 'listed', resourceVersion });
  }
  /** The server has ended the watch. */
  private end(): void {
    if (!this.signal.aborted) {
      const isListing = this.owner.machine().phase.kind === 'listing';
      this.owner.apply(
        { kind: 'ended' },
        this.failure(
          'truncated',
          isListing
            ? 'the initial objects were cut off'
            : 'the server ended the watch at once',
        ),
      );
    }
  }

  /** Asks the server with a short watch whether anything happened that the long one did not tell. */
  private async probe(signal: AbortSignal): Promise<KubeApiError | undefined> {
    const { client, type, probeSeconds = 4 } = this.options;
    try {
      for await (const event of client.watch<KubeObject>(type, {
        ...this.selection(),
        resourceVersion: this.owner.machine().position,
        timeoutSeconds: probeSeconds,
        idleTimeoutMs: (probeSeconds + 5) * 1000,
        signal,
      })) {
        if (event.type !== 'BOOKMARK') {
          return this.failure('timeout', 'the watch missed an event');
        }
        if (!signal.aborted) {
          this.owner.contact();
          this.moveTo(event.resourceVersion);
        }
      }
      return undefined;
    } catch (error) {
      // Asked to slow down, or a hiccup of the server: no word about the watch.
      return error instanceof KubeApiError &&
        !isFailure(error, 'tooManyRequests', 'serverError')
        ? error
        : undefined;
    }
  }

  private selection(): Selection {
    const { namespace, labelSelector, fieldSelector } = this.options;
    return { namespace, labelSelector, fieldSelector };
  }

  private failure(
    failure: 'truncated' | 'timeout' | 'serverError' | 'gone',
    explanation: string,
    more: { readonly reason?: string; readonly cause?: unknown } = {},
  ): KubeApiError {
    const { type, namespace } = this.options;
    return new KubeApiError({
      failure,
      intent: { verb: 'watch', resource: type.plural, namespace },
      explanation,
      ...more,
    });
  }
}
