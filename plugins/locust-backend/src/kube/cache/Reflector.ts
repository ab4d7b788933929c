import { Backoff, BackoffOptions } from '../Backoff';
import { Change } from './Change';
import { Clock, sleep, systemClock } from '../Clock';
import {
  compareResourceVersions,
  laterResourceVersion,
} from './compareResourceVersions';
import { Cutter } from './Cutter';
import { EventLoopBudget } from './EventLoopBudget';
import { errorMessage, isFailure, KubeApiError } from '../KubeApiError';
import { KubeClient, Selection } from '../client/KubeClient';
import { KubeObject, ResourceType } from '../KubeObject';
import { Logger } from '../Logger';
import { ReflectorState } from './ReflectorState';
import { Store } from './Store';
import { StoreWriter } from './StoreWriter';
import { WatchEvent } from '../client/WatchEvent';
import { WatchGuard } from './WatchGuard';

export type { Change } from './Change';
export type { ReflectorState } from './ReflectorState';

export interface ReflectorOptions<T extends KubeObject> extends Selection {
  readonly client: Pick<KubeClient, 'listPages' | 'watch'>;
  readonly type: ResourceType;
  /** Decodes an object and keeps what is used of it. May throw: that object alone is skipped and reported. */
  readonly project: (raw: unknown) => T;
  /** Written by this reflector only. */
  readonly store: Store<T>;
  /** Called after the store was written. Must be quick; what it throws is logged. */
  readonly onChange: (change: Change<T>) => void;
  readonly onUnreadable?: (raw: KubeObject, error: unknown) => void;
  readonly onState?: (state: ReflectorState) => void;
  readonly logger: Logger;
  /** Ask for a streaming list first. Default true; servers that have none are noticed. */
  readonly streamingList?: boolean;
  /** Of the first page. Default 500. */
  readonly pageSize?: number;
  /** Default 200 ms to 30 s, forgotten after two good minutes. */
  readonly backoff?: BackoffOptions;
  /** A watch that has been silent for so long is checked by a second one. Default 30 s. */
  readonly quietMs?: number;
  /** How long that second one listens. Default 4 s. */
  readonly probeSeconds?: number;
  readonly clock?: Clock;
  readonly random?: () => number;
}

const DEFAULT_BACKOFF: BackoffOptions = {
  baseMs: 200,
  capMs: 30_000,
  resetAfterMs: 120_000,
};

/** The server ends watches after a random time in here, so that a fleet's watches do not all come back together. */
const MIN_WATCH_SECONDS = 300;
const MAX_WATCH_SECONDS = 600;

/** A watch that the server ends sooner than this is counted as a failure: asking again at once would be a busy loop. */
const SHORTEST_WATCH_MS = 1000;

/** Lists older than what was seen are not believed at first: a server that lags behind after its restart. */
const MAX_STALE_LISTS = 3;

/** Having listed so recently, a version that is gone again is a failure to wait for. */
const RELIST_AT_ONCE_AFTER_MS = 10_000;

/**
 * Keeps a store equal to a resource of a cluster, for as long as it runs and whatever happens to the connection.
 *
 * Empty → Listing → Watching; from anywhere → Waiting after a failure → where it left off; from anywhere → Listing
 * when the version it would go on from is gone. It never gives up: what is forbidden may be allowed later, a removed
 * resource definition may come back.
 *
 * A watch whose connection died without a word (half-open) looks like a quiet one. Bookmarks do not tell them apart:
 * they come once a minute at best, and not at all for a resource that nobody touches (seen with 1.34: they are held
 * back unless newer than where the watch began). So after `quietMs` of silence a second, short watch from the same
 * version asks the server whether anything was missed: then, or when that fails, the first is cut and resumed.
 */
export class Reflector<T extends KubeObject> {
  private readonly clock: Clock;
  private readonly random: () => number;
  private readonly backoff: Backoff;
  private readonly writer: StoreWriter<T>;
  private readonly stopping = new AbortController();
  private readonly waiters = new Set<() => void>();

  private currentState: ReflectorState = { kind: 'empty' };
  private loop: Promise<void> | undefined;
  /** Everything up to here is in the store; undefined: list. */
  private position: string | undefined;
  /** The newest version ever seen. */
  private newest: string | undefined;
  private synced = false;
  private streaming: boolean;
  private staleLists = 0;
  /** Monotonic. */
  private listedAt = -Infinity;
  private contactAt: number | undefined;

  constructor(private readonly options: ReflectorOptions<T>) {
    this.clock = options.clock ?? systemClock;
    this.random = options.random ?? Math.random;
    this.backoff = new Backoff(options.backoff ?? DEFAULT_BACKOFF, this.random);
    this.streaming = options.streamingList ?? true;
    this.writer = new StoreWriter({
      store: options.store,
      project: options.project,
      onChange: options.onChange,
      onUnreadable: options.onUnreadable,
      logger: options.logger,
      resource: options.type.plural,
    });
  }

  get state(): ReflectorState {
    return this.currentState;
  }

  /** Wall clock of the last sign of life from the server, milliseconds since 1970. */
  get lastContactAt(): number | undefined {
    return this.contactAt;
  }

  /** Whether the store has been complete once. It stays so: a stale store is still the best there is. */
  hasSynced(): boolean {
    return this.synced;
  }

  /** Resolves when the store has been complete once; rejects with the signal's reason. */
  whenSynced(signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (this.synced) {
        resolve();
        return;
      }
      if (signal?.aborted) {
        reject(signal.reason);
        return;
      }
      let onSynced = resolve;
      const onAbort = () => {
        this.waiters.delete(onSynced);
        reject(signal!.reason);
      };
      onSynced = () => {
        signal?.removeEventListener('abort', onAbort);
        resolve();
      };
      this.waiters.add(onSynced);
      signal?.addEventListener('abort', onAbort, { once: true });
    });
  }

  start(): void {
    if (this.loop) {
      throw new Error('The reflector was started before');
    }
    this.loop = this.run(this.stopping.signal);
  }

  /** Resolves when nothing is open any more and no change will be told. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await this.loop;
    this.enter({ kind: 'stopped', since: this.clock.wall() });
  }

  private async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      try {
        await this.advance(signal);
      } catch (error) {
        if (!signal.aborted) {
          await this.recover(error, signal);
        }
      }
    }
  }

  private async advance(signal: AbortSignal): Promise<void> {
    if (this.position === undefined && !this.streaming) {
      await this.list(signal);
    }
    const startedAt = this.clock.monotonic();
    const outcome = await this.watch(signal);
    if (
      outcome === 'ended' &&
      !signal.aborted &&
      this.clock.monotonic() - startedAt < SHORTEST_WATCH_MS
    ) {
      throw this.failure('truncated', 'the server ended the watch at once');
    }
  }

  private async list(signal: AbortSignal): Promise<void> {
    const { client, type, pageSize } = this.options;
    this.enterListing();
    const list = this.writer.beginList();
    const budget = new EventLoopBudget();
    let resourceVersion = '';
    for await (const page of client.listPages<KubeObject>(type, {
      ...this.selection(),
      limit: pageSize,
      signal,
    })) {
      for (const raw of page.items) {
        this.writer.addToList(list, raw);
        await budget.spend();
      }
      resourceVersion = page.resourceVersion;
    }
    await this.complete(list, resourceVersion);
  }

  /** Watches until the server ends it. With nothing to go on from, it begins with a streaming list. */
  private async watch(
    signal: AbortSignal,
  ): Promise<'ended' | 'noStreamingList'> {
    const { client, type } = this.options;
    const timeoutSeconds = Math.round(
      MIN_WATCH_SECONDS +
        (MAX_WATCH_SECONDS - MIN_WATCH_SECONDS) * this.random(),
    );
    let list =
      this.position === undefined ? this.writer.beginList() : undefined;
    if (list) {
      this.enterListing();
    }
    const cutter = new Cutter(signal);
    const guard = new WatchGuard({
      clock: this.clock,
      cutter,
      quietMs: this.options.quietMs ?? 30_000,
      probe: () => this.probe(cutter.signal),
    });
    if (list) {
      guard.expectInitialEvents(
        this.failure('timeout', 'the initial objects did not come to an end'),
      );
    }
    const budget = new EventLoopBudget();
    try {
      for await (const event of client.watch<KubeObject>(type, {
        ...this.selection(),
        resourceVersion: this.position,
        sendInitialEvents: list !== undefined,
        timeoutSeconds,
        // The server should have ended it by then.
        idleTimeoutMs: (timeoutSeconds + 30) * 1000,
        onOpen: () => {
          guard.heard();
          this.contactAt = this.clock.wall();
          if (!list) {
            this.enter({ kind: 'watching', since: this.clock.wall() });
            guard.expectSilence();
          }
        },
        signal: cutter.signal,
      })) {
        guard.heard();
        this.contactAt = this.clock.wall();
        if (!list) {
          this.follow(event);
        } else if (event.type === 'BOOKMARK') {
          if (event.initialEventsEnd) {
            await this.complete(list, event.resourceVersion);
            list = undefined;
            guard.expectSilence();
          }
        } else if (event.type === 'DELETED') {
          this.writer.removeFromList(list, event.object);
        } else {
          this.writer.addToList(list, event.object);
        }
        await budget.spend();
      }
      if (list && !signal.aborted) {
        throw this.failure('truncated', 'the initial objects were cut off');
      }
      return 'ended';
    } catch (error) {
      const failure = cutter.reason ?? error;
      if (list && isFailure(failure, 'invalid', 'badRequest')) {
        // A server that knows streaming lists but has them turned off.
        this.streaming = false;
        return 'noStreamingList';
      }
      if (list && isFailure(failure, 'truncated', 'timeout')) {
        // One that does not know them, and never ends the initial objects. Pages are the safe way in any case.
        this.streaming = false;
      }
      throw failure;
    } finally {
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

  private async complete(
    list: ReturnType<StoreWriter<T>['beginList']>,
    resourceVersion: string,
  ): Promise<void> {
    const isOlder =
      this.newest !== undefined &&
      (compareResourceVersions(resourceVersion, this.newest) ?? 0) < 0;
    if (isOlder && this.staleLists < MAX_STALE_LISTS) {
      this.staleLists += 1;
      throw this.failure(
        'serverError',
        'the list is older than what was seen before',
      );
    }
    if (isOlder) {
      // Believed in the end: etcd may have been restored from a backup.
      this.options.store.clearTombstones();
    }
    this.staleLists = 0;
    await this.writer.replace(list, !this.synced);
    this.position = resourceVersion;
    this.newest = resourceVersion;
    this.listedAt = this.clock.monotonic();
    this.contactAt = this.clock.wall();
    this.enter({ kind: 'watching', since: this.clock.wall() });
    if (!this.synced) {
      this.synced = true;
      for (const tell of this.waiters) {
        tell();
      }
      this.waiters.clear();
    }
  }

  private async recover(error: unknown, signal: AbortSignal): Promise<void> {
    const { type, logger } = this.options;
    const failure =
      error instanceof KubeApiError
        ? error
        : this.failure('serverError', 'an unexpected error', error);
    const now = this.clock.monotonic();
    if (failure.failure === 'gone') {
      this.position = undefined;
      if (now - this.listedAt > RELIST_AT_ONCE_AFTER_MS) {
        logger.info(`${type.plural}: listing afresh: ${failure.message}`);
        return;
      }
    }
    const delay = Math.max(
      this.backoff.next(now),
      (failure.retryAfterSeconds ?? 0) * 1000,
    );
    const before = this.currentState;
    if (before.kind === 'waiting' && before.error.failure === failure.failure) {
      logger.debug(`${type.plural}: still failing: ${failure.message}`);
    } else {
      logger.warn(`${type.plural}: ${failure.message}`);
    }
    const wall = this.clock.wall();
    this.enter({
      kind: 'waiting',
      since: before.kind === 'waiting' ? before.since : wall,
      error: failure,
      next: this.position === undefined ? 'list' : 'watch',
      retryAt: wall + delay,
      staleSince: this.synced ? this.contactAt : undefined,
    });
    await sleep(this.clock, delay, signal);
  }

  /** Asks the server with a short watch whether anything happened that the long one did not tell. */
  private async probe(signal: AbortSignal): Promise<KubeApiError | undefined> {
    const { client, type, probeSeconds = 4 } = this.options;
    const from = this.position;
    try {
      for await (const event of client.watch<KubeObject>(type, {
        ...this.selection(),
        resourceVersion: from,
        timeoutSeconds: probeSeconds,
        idleTimeoutMs: (probeSeconds + 5) * 1000,
        signal,
      })) {
        if (event.type !== 'BOOKMARK') {
          return this.failure('timeout', 'the watch missed an event');
        }
        this.contactAt = this.clock.wall();
        this.moveTo(event.resourceVersion);
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

  private moveTo(resourceVersion: string): void {
    this.position = laterResourceVersion(this.position, resourceVersion);
    this.newest = laterResourceVersion(this.newest, resourceVersion);
  }

  private selection(): Selection {
    const { namespace, labelSelector, fieldSelector } = this.options;
    return { namespace, labelSelector, fieldSelector };
  }

  private failure(
    failure: 'truncated' | 'timeout' | 'serverError',
    explanation: string,
    cause?: unknown,
  ): KubeApiError {
    const { type, namespace } = this.options;
    return new KubeApiError({
      failure,
      intent: { verb: 'watch', resource: type.plural, namespace },
      explanation,
      cause,
    });
  }

  private enterListing(): void {
    if (this.currentState.kind !== 'waiting') {
      this.enter({ kind: 'listing', since: this.clock.wall() });
    }
  }

  private enter(state: ReflectorState): void {
    this.currentState = state;
    try {
      this.options.onState?.(state);
    } catch (error) {
      this.options.logger.error(
        `${this.options.type.plural}: telling the state failed: ${errorMessage(
          error,
        )}`,
      );
    }
  }
}
