import { EventLoopBudget } from '../cache/EventLoopBudget';
import { Clock, systemClock } from '../Clock';
import { Expectations } from './Expectations';
import { errorMessage, isFailure } from '../KubeApiError';
import { keepRunning } from '../keepRunning';
import { Logger } from '../Logger';
import { WorkQueue } from './WorkQueue';

/**
 * What a reconcile leaves behind.
 *
 * - `done`: nothing to do until something changes.
 * - `after`: well, and to be looked at again in so many milliseconds at the latest.
 * - `retry`: failed; again after a back-off that grows.
 * - `giveUp`: will not get better by trying (bad input); again only when something changes.
 */
export type ReconcileOutcome =
  | { readonly kind: 'done' }
  | { readonly kind: 'after'; readonly ms: number }
  | { readonly kind: 'retry'; readonly error: unknown }
  | { readonly kind: 'giveUp'; readonly reason: string };

/** Level-triggered: brings the world nearer to what the key's object asks for, whatever has happened before. */
export type Reconcile = (
  key: string,
  signal: AbortSignal,
) => Promise<ReconcileOutcome>;

export interface ControllerHealth {
  readonly name: string;
  readonly running: boolean;
  /** Worker loops alive; fewer than asked for means that some have died and are about to come back. */
  readonly workers: number;
  /** Times that a worker loop has died. */
  readonly restarts: number;
  readonly busy: number;
  readonly depth: number;
  readonly delayed: number;
  /** Of the key that has been ready longest. */
  readonly oldestAgeMs: number;
  /** Of the reconcile that has been running longest. */
  readonly longestRunMs: number;
  /** Wall clock, milliseconds since 1970. */
  readonly lastSuccessAt?: number;
  readonly lastError?: {
    readonly at: number;
    readonly key?: string;
    readonly message: string;
  };
}

export interface ControllerOptions {
  readonly name: string;
  readonly queue: WorkQueue;
  readonly reconcile: Reconcile;
  /** Default 16. */
  readonly workers?: number;
  /** Keys with writes that their store has not shown yet are put off. */
  readonly expectations?: Expectations;
  /** A reconcile that takes longer gets its signal aborted. Default two minutes. */
  readonly reconcileTimeoutMs?: number;
  readonly logger: Logger;
  /** Called after every failure and every death of a worker. */
  readonly onHealth?: (health: ControllerHealth) => void;
  readonly clock?: Clock;
}

/**
 * Workers that take keys from a queue and reconcile them. A key that fails, fails alone; a worker loop that dies is
 * counted, logged and started again.
 */
export class Controller {
  private readonly clock: Clock;
  private readonly stopping = new AbortController();
  /** Where everything is in order a reconcile waits for nothing, and ten thousand of them would be one long turn. */
  private readonly budget = new EventLoopBudget();
  private readonly running = new Map<string, number>();
  private loops: Promise<void>[] = [];
  private alive = 0;
  private restarts = 0;
  private lastSuccessAt: number | undefined;
  private lastError: ControllerHealth['lastError'];

  constructor(private readonly options: ControllerOptions) {
    this.clock = options.clock ?? systemClock;
  }

  start(): void {
    if (this.loops.length > 0) {
      throw new Error(`The controller ${this.options.name} was started before`);
    }
    this.loops = Array.from({ length: this.options.workers ?? 16 }, () =>
      this.supervise(),
    );
  }

  /** Aborts what is being reconciled and resolves when every worker has ended. */
  async stop(): Promise<void> {
    this.stopping.abort();
    this.options.queue.shutdown();
    await Promise.all(this.loops);
  }

  get health(): ControllerHealth {
    const { name, queue } = this.options;
    const oldestStart = Math.min(...this.running.values());
    return {
      name,
      running: this.loops.length > 0 && !this.stopping.signal.aborted,
      workers: this.alive,
      restarts: this.restarts,
      busy: this.running.size,
      depth: queue.depth,
      delayed: queue.delayedCount,
      oldestAgeMs: queue.oldestAgeMs,
      longestRunMs:
        oldestStart === Infinity ? 0 : this.clock.monotonic() - oldestStart,
      lastSuccessAt: this.lastSuccessAt,
      lastError: this.lastError,
    };
  }

  private supervise(): Promise<void> {
    return keepRunning(
      async () => {
        this.alive += 1;
        try {
          await this.work();
        } finally {
          this.alive -= 1;
        }
      },
      {
        clock: this.clock,
        signal: this.stopping.signal,
        onDeath: error => {
          this.restarts += 1;
          this.report(undefined, error);
          this.tellHealth();
        },
      },
    );
  }

  private async work(): Promise<void> {
    const { queue } = this.options;
    for (;;) {
      await this.budget.spend();
      const key = await queue.get();
      if (key === undefined) {
        return;
      }
      this.running.set(key, this.clock.monotonic());
      try {
        const waitMs = this.options.expectations?.waitMs(key) ?? 0;
        if (waitMs > 0) {
          // The change that is awaited adds the key by itself; this is for the case that it never comes.
          queue.add(key, { afterMs: waitMs });
          continue;
        }
        this.settle(key, await this.reconcileOne(key));
      } finally {
        this.running.delete(key);
        queue.done(key);
      }
    }
  }

  private async reconcileOne(key: string): Promise<ReconcileOutcome> {
    const { reconcile, reconcileTimeoutMs = 120_000 } = this.options;
    const abort = new AbortController();
    const onStop = () => abort.abort();
    this.stopping.signal.addEventListener('abort', onStop);
    const timer = this.clock.setTimer(() => {
      this.report(key, new Error(`takes longer than ${reconcileTimeoutMs} ms`));
      this.tellHealth();
      abort.abort();
    }, reconcileTimeoutMs);
    try {
      return await reconcile(key, abort.signal);
    } catch (error) {
      return { kind: 'retry', error };
    } finally {
      timer.cancel();
      this.stopping.signal.removeEventListener('abort', onStop);
    }
  }

  private settle(key: string, outcome: ReconcileOutcome): void {
    const { queue, logger, name } = this.options;
    switch (outcome.kind) {
      case 'done':
        queue.forget(key);
        this.lastSuccessAt = this.clock.wall();
        return;
      case 'after':
        queue.forget(key);
        queue.add(key, { afterMs: outcome.ms });
        this.lastSuccessAt = this.clock.wall();
        return;
      case 'giveUp':
        queue.forget(key);
        logger.warn(`${name}: giving up on ${key}: ${outcome.reason}`);
        return;
      default:
        queue.retry(key, { atLeastMs: retryAfterMs(outcome.error) });
        if (this.stopping.signal.aborted) {
          return;
        }
        if (isFailure(outcome.error, 'conflict')) {
          // Somebody wrote in between: the everyday case, and the store will show it.
          logger.debug(`${name}: ${key}: ${errorMessage(outcome.error)}`);
          return;
        }
        this.report(key, outcome.error);
        this.tellHealth();
    }
  }

  private report(key: string | undefined, error: unknown): void {
    const message = errorMessage(error);
    const { name, logger } = this.options;
    this.lastError = { at: this.clock.wall(), key, message };
    if (key === undefined) {
      logger.error(
        `${name}: a worker died and will be started again: ${message}`,
      );
    } else {
      logger.warn(`${name}: ${key}: ${message}`);
    }
  }

  private tellHealth(): void {
    try {
      this.options.onHealth?.(this.health);
    } catch (error) {
      this.options.logger.error(
        `${this.options.name}: telling the health failed: ${errorMessage(
          error,
        )}`,
      );
    }
  }
}

function retryAfterMs(error: unknown): number {
  return isFailure(error, 'tooManyRequests', 'serverError', 'timeout')
    ? (error.retryAfterSeconds ?? 0) * 1000
    : 0;
}
