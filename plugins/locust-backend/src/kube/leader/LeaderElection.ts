import { Clock, sleep, systemClock } from '../Clock';
import { errorMessage } from '../KubeApiError';
import { keepRunning } from '../keepRunning';
import { Logger } from '../Logger';
import { LeaderEvent, LeaderState, nextLeaderState } from './LeaderState';
import { LeaseLock, LeaseLockOptions } from './LeaseLock';

export interface LeaderElectionOptions
  extends Pick<LeaseLockOptions, 'client' | 'namespace' | 'name' | 'identity'> {
  /** Others wait so long after the holder's last sign. Default 15 s; rounded up to whole seconds in the Lease. */
  readonly leaseDurationMs?: number;
  /** A leader that could not renew for so long steps down. Default 10 s. */
  readonly renewDeadlineMs?: number;
  /** Between tries. Default 2 s. */
  readonly retryPeriodMs?: number;
  readonly logger: Logger;
  readonly clock?: Clock;
  readonly random?: () => number;
}

export interface LeadershipCallbacks {
  /** Called once leading; the signal aborts when it ends. If it rejects, leadership is given up and tried for again. */
  onStartedLeading(signal: AbortSignal): void | Promise<void>;
  /** Called after leadership was lost or is being given up; the lease is released only when it has resolved. */
  onStoppedLeading(): void | Promise<void>;
}

/** From taking the Lease to letting it go. */
interface Term {
  /** Aborted when the term ends. */
  readonly abort: AbortController;
  /** Resolves when the work has ended. */
  readonly work: Promise<void>;
}

/**
 * One leader among the processes that share a Lease, after client-go's rules: whoever holds it renews it every
 * `retryPeriodMs`; others take it when they have not seen it change for its duration. Every process counts by its own
 * monotonic clock from what it sees itself, so wrong wall clocks do no harm.
 *
 * The holder stops counting itself as leader `renewDeadlineMs` after it *sent* its last successful renewal, which is
 * before anybody else may take over as long as `renewDeadlineMs` < `leaseDurationMs`. {@link isLeader} looks at the
 * clock and not at a flag: a process that was stopped and goes on after its lease knows at once, before any timer.
 */
export class LeaderElection {
  private readonly clock: Clock;
  private readonly random: () => number;
  private readonly leaseDurationMs: number;
  private readonly renewDeadlineMs: number;
  private readonly retryPeriodMs: number;
  private readonly lock: LeaseLock;
  private readonly stopping = new AbortController();
  private loop: Promise<void> | undefined;
  private state: LeaderState = { kind: 'standby' };
  private term: Term | undefined;
  /** When our last successful claim was sent (monotonic). */
  private renewedAt = -Infinity;
  private trouble: unknown;

  constructor(private readonly options: LeaderElectionOptions) {
    this.clock = options.clock ?? systemClock;
    this.random = options.random ?? Math.random;
    this.leaseDurationMs = options.leaseDurationMs ?? 15_000;
    this.renewDeadlineMs = options.renewDeadlineMs ?? 10_000;
    this.retryPeriodMs = options.retryPeriodMs ?? 2_000;
    if (
      this.leaseDurationMs <= this.renewDeadlineMs ||
      this.renewDeadlineMs <= this.retryPeriodMs
    ) {
      throw new TypeError(
        'Leader election needs lease duration > renew deadline > retry period',
      );
    }
    this.lock = new LeaseLock({
      client: options.client,
      namespace: options.namespace,
      name: options.name,
      identity: options.identity,
      durationMs: this.leaseDurationMs,
      clock: this.clock,
    });
  }

  /** Whether this process may act as the leader at this very moment. */
  get isLeader(): boolean {
    // The very sum that is waited for: of two that differ by a rounding, one would say "not yet" and the other "no time left".
    return this.untilDeadline > 0;
  }

  /** Identity of the holder as last seen; undefined if nobody holds the Lease or nothing was seen yet. */
  get holder(): string | undefined {
    return this.lock.holder;
  }

  /** Why the Lease could not be read or written at the last try; undefined if it could. */
  get lastError(): unknown {
    return this.trouble;
  }

  start(callbacks: LeadershipCallbacks): void {
    if (this.loop) {
      throw new Error('The leader election was started before');
    }
    const { signal } = this.stopping;
    signal.addEventListener('abort', () => {
      this.apply('stop');
      this.term?.abort.abort();
    });
    this.loop = keepRunning(() => this.run(callbacks), {
      clock: this.clock,
      signal,
      onDeath: error => {
        this.trouble = error;
        // Whatever was begun is ended in good order when the loop goes on.
        this.apply('lost');
        this.options.logger.error(
          `${
            this.subject
          }: the election died and will be started again: ${errorMessage(
            error,
          )}`,
        );
      },
    });
  }

  /** Steps down and releases the Lease, so that another need not wait for its end. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await this.loop;
  }

  private async run(callbacks: LeadershipCallbacks): Promise<void> {
    const { signal } = this.stopping;
    for (;;) {
      switch (this.state.kind) {
        case 'standby':
          await this.tryToTake(signal);
          break;
        case 'leading':
          this.term ??= this.beginTerm(callbacks);
          await this.renew(this.term.abort.signal);
          break;
        case 'resigning':
          await this.resign(callbacks);
          break;
        case 'resting':
          // So that a leader whose work fails does not come straight back.
          await sleep(this.clock, this.retryPeriodMs, signal);
          this.apply('rested');
          break;
        default:
          return;
      }
    }
  }

  private apply(event: LeaderEvent): void {
    this.state = nextLeaderState(this.state, event);
  }

  private async tryToTake(signal: AbortSignal): Promise<void> {
    await this.claim(this.renewDeadlineMs, 'cannot be acquired', signal);
    if (this.isLeader) {
      this.apply('claimed');
    } else {
      await sleep(this.clock, this.untilNextTry(), signal);
    }
  }

  /**
   * A standby looks oftener than a leader renews, and exactly when the Lease runs out: how late it notices a renewal
   * is how much later than necessary it takes over.
   */
  private untilNextTry(): number {
    const poll = this.retryPeriodMs * (0.5 + 0.25 * this.random());
    const left = this.lock.timeLeft;
    const expiry =
      left > 0 ? left + 0.05 * this.retryPeriodMs * this.random() : Infinity;
    return Math.min(poll, expiry);
  }

  private beginTerm(callbacks: LeadershipCallbacks): Term {
    const { logger, identity } = this.options;
    logger.info(`${this.subject}: ${identity} leads`);
    const abort = new AbortController();
    const work = outcome(() => callbacks.onStartedLeading(abort.signal)).then(
      error => {
        if (error !== undefined && !abort.signal.aborted) {
          this.apply('workFailed');
          abort.abort();
          logger.error(
            `${
              this.subject
            }: the leader's work failed, stepping down: ${errorMessage(error)}`,
          );
        }
      },
    );
    return { abort, work };
  }

  /** Waits for the time to renew, or for what ends the term, and does it. */
  private async renew(signal: AbortSignal): Promise<void> {
    await sleep(
      this.clock,
      Math.min(this.retryPeriodMs, this.untilDeadline),
      signal,
    );
    if (this.isLeader && !signal.aborted) {
      await this.claim(this.untilDeadline, 'not renewed', signal);
      if (this.lock.isHeldByOther) {
        // Whatever our clock says.
        this.renewedAt = -Infinity;
      }
    }
    if (!this.isLeader) {
      this.apply('lost');
    }
  }

  private async resign(callbacks: LeadershipCallbacks): Promise<void> {
    const { logger, identity } = this.options;
    const { term } = this;
    if (term) {
      term.abort.abort();
      logger.info(
        `${this.subject}: ${identity} ${
          this.isLeader ? 'steps down' : 'has lost it'
        }`,
      );
      await term.work;
      this.term = undefined;
      const error = await outcome(() => callbacks.onStoppedLeading());
      if (error !== undefined) {
        logger.error(
          `${this.subject}: stopping failed: ${errorMessage(error)}`,
        );
      }
    }
    await this.release();
    this.apply('released');
  }

  private async release(): Promise<void> {
    this.renewedAt = -Infinity;
    const abort = new AbortController();
    const timer = this.clock.setTimer(() => abort.abort(), this.retryPeriodMs);
    try {
      await this.lock.release(abort.signal);
    } catch (error) {
      // It runs out by itself.
      this.options.logger.debug(
        `${this.subject}: not released: ${errorMessage(error)}`,
      );
    } finally {
      timer.cancel();
    }
  }

  /** One try to take or renew; {@link isLeader} tells how it went. */
  private async claim(
    timeoutMs: number,
    otherwise: string,
    signal: AbortSignal,
  ): Promise<void> {
    // An answer that comes after the deadline is of no use: cut it, and look at the Lease again.
    const abort = new AbortController();
    const onAbort = () => abort.abort();
    signal.addEventListener('abort', onAbort);
    const timer = this.clock.setTimer(onAbort, timeoutMs);
    try {
      this.renewedAt = (await this.lock.claim(abort.signal)) ?? this.renewedAt;
      this.trouble = undefined;
    } catch (error) {
      if (!signal.aborted) {
        this.report(otherwise, error);
      }
    } finally {
      timer.cancel();
      signal.removeEventListener('abort', onAbort);
    }
  }

  /** Says a failure once: with an API server that is down for an hour a standby would fill the log. */
  private report(what: string, error: unknown): void {
    const { logger } = this.options;
    const message = `${this.subject}: ${what}: ${errorMessage(error)}`;
    if (
      this.trouble !== undefined &&
      errorMessage(this.trouble) === errorMessage(error)
    ) {
      logger.debug(message);
    } else {
      logger.warn(message);
    }
    this.trouble = error;
  }

  private get untilDeadline(): number {
    return this.renewedAt + this.renewDeadlineMs - this.clock.monotonic();
  }

  private get subject(): string {
    return `lease ${this.options.namespace}/${this.options.name}`;
  }
}

/** What the work came to: what it threw, or undefined. */
async function outcome(work: () => void | Promise<void>): Promise<unknown> {
  try {
    await work();
    return undefined;
  } catch (error) {
    return error ?? new Error('unknown');
  }
}
