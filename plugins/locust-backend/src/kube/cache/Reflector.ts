import { Backoff, BackoffOptions } from '../Backoff';
import { Clock, sleep, systemClock } from '../Clock';
import { errorMessage, KubeApiError } from '../KubeApiError';
import { keepRunning } from '../keepRunning';
import { KubeObject } from '../KubeObject';
import { DOUBTED, ListWatch, ListWatchOptions } from './ListWatch';
import {
  newMachine,
  next,
  ReflectorEvent,
  ReflectorMachine,
} from './ReflectorMachine';
import { ReflectorState } from './ReflectorState';

export type { Change } from './Change';
export type { ReflectorState } from './ReflectorState';

export interface ReflectorOptions<T extends KubeObject>
  extends ListWatchOptions<T> {
  readonly onState?: (state: ReflectorState) => void;
  /** Ask for a streaming list first. Default true; servers that have none are noticed. */
  readonly streamingList?: boolean;
  /** Default 200 ms to 30 s, forgotten after two good minutes. */
  readonly backoff?: BackoffOptions;
}

const DEFAULT_BACKOFF: BackoffOptions = {
  baseMs: 200,
  capMs: 30_000,
  resetAfterMs: 120_000,
};

/** A definition that is missing may come any moment, and asking for it costs the server nothing. */
const LONGEST_WAIT_FOR_DEFINITION_MS = 2000;

/** What has kept a reflector from watching since. Times are wall clock. */
type Trouble = Omit<Extract<ReflectorState, { kind: 'waiting' }>, 'kind'>;

/**
 * Keeps a store equal to a resource of a cluster, for as long as it runs and whatever happens to the connection. It
 * never gives up: what is forbidden may be allowed later, a removed resource definition may come back. What it does
 * when, {@link ReflectorMachine} decides; {@link ListWatch} does it; here it is known how things stand.
 */
export class Reflector<T extends KubeObject> {
  private readonly clock: Clock;
  private readonly backoff: Backoff;
  private readonly connections: ListWatch<T>;
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
    this.backoff = new Backoff(
      options.backoff ?? DEFAULT_BACKOFF,
      options.random,
    );
    this.machine = newMachine(options.streamingList ?? true);
    this.connections = new ListWatch(
      options,
      {
        machine: () => this.machine,
        apply: (event, error) => this.apply(event, error),
        contact: () => {
          this.contactAt = this.clock.wall();
        },
      },
      this.stopping.signal,
    );
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

  /**
   * Lists afresh where it was watching for so long already that it should have shown what somebody misses. A watch
   * that has lost an event and goes on would never make up for it.
   */
  mistrust(missedForMs: number): void {
    if (this.clock.monotonic() - this.machine.listedAt >= missedForMs) {
      this.connections.giveUpWatch();
    }
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
      await (how === 'pages'
        ? this.connections.list()
        : this.connections.watch(how));
    } catch (error) {
      if (!this.stopping.signal.aborted) {
        this.fail(
          error instanceof KubeApiError ? error : this.unexpected(error),
        );
      }
    }
  }

  private unexpected(cause: unknown): KubeApiError {
    const { type, namespace } = this.options;
    return new KubeApiError({
      failure: 'serverError',
      intent: { verb: 'watch', resource: type.plural, namespace },
      explanation: 'an unexpected error',
      cause,
    });
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
    if (event.kind === 'moved') {
      // With every event of the watch; nothing else has changed.
      return;
    }
    const { phase } = this.machine;
    if (phase.kind === 'waiting' && error) {
      this.endure(error);
    } else if (event.kind === 'listed' || phase.kind === 'watching') {
      this.trouble = undefined;
    } else if (error?.failure === 'gone') {
      const { type, logger } = this.options;
      logger.info(`${type.plural}: listing afresh: ${error.message}`);
    }
    this.synced ||= event.kind === 'listed';
    this.tell();
    if (event.kind === 'listed') {
      for (const tell of this.waiters) {
        tell();
      }
      this.waiters.clear();
    }
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
