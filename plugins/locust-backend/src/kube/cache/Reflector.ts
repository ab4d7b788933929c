import { Backoff, BackoffOptions } from '../Backoff';
import { Change } from './Change';
import { Clock, sleep, systemClock } from '../Clock';
import { Cutter } from './Cutter';
import { EventLoopBudget } from './EventLoopBudget';
import { errorMessage, isFailure, KubeApiError } from '../KubeApiError';
import { keepRunning } from '../keepRunning';
import { KubeClient } from '../client/KubeClient';
import { Selection } from '../client/listPages';
import { KubeObject, ResourceType } from '../KubeObject';
import { Logger } from '../Logger';
import {
  isDoubtful,
  isOlder,
  newMachine,
  next,
  ReflectorEvent,
  ReflectorMachine,
} from './ReflectorMachine';
import { ReflectorState } from './ReflectorState';
import { Store } from './Store';
import { ListInProgress, StoreWriter } from './StoreWriter';
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
  /** A watch whose connection does not notice its own death is checked by a second one after so long. Default 45 s. */
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

/** `reason` of our own refusal of a list. */
const DOUBTED = 'OlderThanSeen';

/** A definition that is missing may come any moment, and asking for it costs the server nothing. */
const LONGEST_WAIT_FOR_DEFINITION_MS = 2000;

/** What has kept a reflector from watching since. Times are wall clock. */
type Trouble = Omit<Extract<ReflectorState, { kind: 'waiting' }>, 'kind'>;

/**
 * Keeps a store equal to a resource of a cluster, for as long as it runs and whatever happens to the connection. It
 * never gives up: what is forbidden may be allowed later, a removed resource definition may come back. What it does
 * when, {@link ReflectorMachine} decides; here it is done.
 *
 * A watch whose connection died without a word (half-open) looks like a quiet one. Where the transport cannot tell
 * them apart (see `PingedConnection`), bookmarks cannot either: they come once a minute at best, and not at all for a
 * resource that nobody touches (seen with 1.34: they are held back unless newer than where the watch began). So after
 * `quietMs` of silence a second, short watch from the same version asks the server whether anything was missed: then,
 * or when that fails, the first is cut and resumed.
 */
export class Reflector<T extends KubeObject> {
  private readonly clock: Clock;
  private readonly random: () => number;
  private readonly backoff: Backoff;
  private readonly writer: StoreWriter<T>;
  private readonly stopping = new AbortController();
  private readonly waiters = new Set<() => void>();

  private machine: ReflectorMachine;
  private trouble: Trouble | undefined;
  /** Until the next try, when there is to be waited. */
  private delayMs = 0;
  private told: ReflectorState = { kind: 'empty' };
  private loop: Promise<void> | undefined;
  private synced = false;
  private contactAt: number | undefined;

  constructor(private readonly options: ReflectorOptions<T>) {
    this.clock = options.clock ?? systemClock;
    this.random = options.random ?? Math.random;
    this.backoff = new Backoff(options.backoff ?? DEFAULT_BACKOFF, this.random);
    this.machine = newMachine(options.streamingList ?? true);
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
    return this.told;
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
    const { type, logger } = this.options;
    this.apply({ kind: 'started' });
    this.loop = keepRunning(() => this.run(), {
      clock: this.clock,
      signal: this.stopping.signal,
      onDeath: error =>
        logger.error(
          `${
            type.plural
          }: the reflector died and will be started again: ${errorMessage(
            error,
          )}`,
        ),
    });
  }

  /** Resolves when nothing is open any more and no change will be told. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await this.loop;
    this.apply({ kind: 'stopped' });
  }

  private async run(): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      const { phase } = this.machine;
      if (phase.kind === 'waiting') {
        await sleep(this.clock, this.delayMs, signal);
        this.apply({ kind: 'due' });
      } else {
        await this.connect(phase.kind === 'listing' ? phase.how : 'watch');
      }
    }
  }

  private async connect(how: 'stream' | 'pages' | 'watch'): Promise<void> {
    try {
      await (how === 'pages' ? this.list() : this.watch(how));
    } catch (error) {
      if (!this.stopping.signal.aborted) {
        this.fail(
          error instanceof KubeApiError
            ? error
            : this.failure('serverError', 'an unexpected error', {
                cause: error,
              }),
        );
      }
    }
  }

  private async list(): Promise<void> {
    const { client, type, pageSize } = this.options;
    const list = this.writer.beginList();
    const budget = new EventLoopBudget();
    let resourceVersion = '';
    for await (const page of client.listPages<KubeObject>(type, {
      ...this.selection(),
      limit: pageSize,
      signal: this.stopping.signal,
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
  private async watch(how: 'stream' | 'watch'): Promise<void> {
    const timeoutSeconds = Math.round(
      MIN_WATCH_SECONDS +
        (MAX_WATCH_SECONDS - MIN_WATCH_SECONDS) * this.random(),
    );
    let list = how === 'stream' ? this.writer.beginList() : undefined;
    let needsGuard = true;
    const cutter = new Cutter(this.stopping.signal);
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
          resourceVersion: this.machine.position,
          sendInitialEvents: list !== undefined,
          timeoutSeconds,
          // The server should have ended it by then.
          idleTimeoutMs: (timeoutSeconds + 30) * 1000,
          onOpen: ({ pinged }) => {
            needsGuard = !pinged;
            guard.heard();
            this.contactAt = this.clock.wall();
            this.apply({ kind: 'accepted' });
            if (!list && needsGuard) {
              guard.expectSilence();
            }
          },
          signal: cutter.signal,
        },
      )) {
        guard.heard();
        this.contactAt = this.clock.wall();
        if (!list) {
          this.follow(event);
        } else if (event.type === 'BOOKMARK') {
          if (event.initialEventsEnd) {
            guard.initialEventsEnded();
            await this.complete(list, event.resourceVersion);
            list = undefined;
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
    this.machine = next(
      this.machine,
      { kind: 'moved', resourceVersion },
      this.clock.monotonic(),
    );
  }

  private async complete(
    list: ListInProgress<T>,
    resourceVersion: string,
  ): Promise<void> {
    if (isDoubtful(this.machine, resourceVersion)) {
      throw this.failure(
        'serverError',
        'the list is older than what was seen before',
        { reason: DOUBTED },
      );
    }
    if (isOlder(this.machine, resourceVersion)) {
      this.options.store.clearTombstones();
    }
    await this.writer.replace(list, !this.synced);
    this.contactAt = this.clock.wall();
    this.synced = true;
    this.apply({ kind: 'listed', resourceVersion });
    for (const tell of this.waiters) {
      tell();
    }
    this.waiters.clear();
  }
  /** Asks the server with a short watch whether anything happened that the long one did not tell. */
  private async probe(signal: AbortSignal): Promise<KubeApiError | undefined> {
    const { client, type, probeSeconds = 4 } = this.options;
    try {
      for await (const event of client.watch<KubeObject>(type, {
        ...this.selection(),
        resourceVersion: this.machine.position,
        timeoutSeconds: probeSeconds,
        idleTimeoutMs: (probeSeconds + 5) * 1000,
        signal,
      })) {
        if (event.type !== 'BOOKMARK') {
          return this.failure('timeout', 'the watch missed an event');
        }
        if (!signal.aborted) {
          this.contactAt = this.clock.wall();
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
    failure: 'truncated' | 'timeout' | 'serverError',
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

  /** The server has ended the watch. */
  private end(): void {
    if (!this.stopping.signal.aborted) {
      const isListing = this.machine.phase.kind === 'listing';
      this.apply(
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

  private fail(error: KubeApiError): void {
    this.apply(
      error.reason === DOUBTED
        ? { kind: 'doubted' }
        : { kind: 'failed', failure: error.failure },
      error,
    );
  }

  /** Moves on; `error` says what is wrong if there is to be waited now. */
  private apply(event: ReflectorEvent, error?: KubeApiError): void {
    this.machine = next(this.machine, event, this.clock.monotonic());
    const { phase } = this.machine;
    if (phase.kind === 'waiting' && error) {
      this.endure(error);
    } else if (event.kind === 'listed' || phase.kind === 'watching') {
      this.trouble = undefined;
    } else if (error?.failure === 'gone') {
      const { type, logger } = this.options;
      logger.info(`${type.plural}: listing afresh: ${error.message}`);
    }
    this.tell();
  }

  private endure(error: KubeApiError): void {
    const { type, logger } = this.options;
    if (this.trouble?.error.failure === error.failure) {
      logger.debug(`${type.plural}: still failing: ${error.message}`);
    } else {
      logger.warn(`${type.plural}: ${error.message}`);
    }
    const delay = this.backoff.next(this.clock.monotonic());
    this.delayMs = Math.max(
      error.failure === 'notFound'
        ? Math.min(delay, LONGEST_WAIT_FOR_DEFINITION_MS)
        : delay,
      (error.retryAfterSeconds ?? 0) * 1000,
    );
    const now = this.clock.wall();
    this.trouble = {
      since: this.trouble?.since ?? now,
      error,
      next: this.machine.position === undefined ? 'list' : 'watch',
      retryAt: now + this.delayMs,
      staleSince: this.synced ? this.contactAt : undefined,
    };
  }

  /** Makes the state known if it is another now. */
  private tell(): void {
    const state = this.stateNow();
    const { told } = this;
    const isSame =
      state.kind === 'waiting' && told.kind === 'waiting'
        ? state.retryAt === told.retryAt && state.error === told.error
        : state.kind === told.kind;
    if (isSame) {
      return;
    }
    this.told = state;
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

  private stateNow(): ReflectorState {
    const { kind } = this.machine.phase;
    const since = this.clock.wall();
    if (kind === 'empty') {
      return { kind };
    }
    if (kind === 'stopped') {
      return { kind, since };
    }
    if (this.trouble) {
      return { kind: 'waiting', ...this.trouble };
    }
    return { kind: kind === 'listing' ? 'listing' : 'watching', since };
  }
}
