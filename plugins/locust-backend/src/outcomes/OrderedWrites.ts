import { Backoff } from '../kube/Backoff';
import { Clock, sleep } from '../kube/Clock';
import { errorMessage } from '../kube/KubeApiError';
import type { Logger } from '../kube/Logger';

/** What is written after the writer was stopped is not written. */
export class WritesStoppedError extends Error {
  constructor() {
    super('The writer of outcomes was stopped before this was written');
    this.name = 'WritesStoppedError';
  }
}

/**
 * The writes of one run to the history: one after the other, each tried until it is done, so that a database that is
 * away for a while costs nothing but time. Upserts make a write that was done but not confirmed harmless.
 */
export class OrderedWrites {
  private last: Promise<unknown> = Promise.resolve();
  private waiting = 0;

  constructor(
    private readonly runId: string,
    private readonly options: {
      readonly clock: Clock;
      readonly logger: Logger;
      readonly signal: AbortSignal;
    },
  ) {}

  /** Nothing is being written or waits for it. */
  get idle(): boolean {
    return this.waiting === 0;
  }

  /** Resolves once it is written; rejects with WritesStoppedError only. */
  write<T>(what: string, action: () => Promise<T>): Promise<T> {
    this.waiting += 1;
    const done = this.last.then(() => this.untilDone(what, action));
    // The next one waits for this one, but does not fail with it.
    this.last = done.then(
      () => {
        this.waiting -= 1;
      },
      () => {
        this.waiting -= 1;
      },
    );
    return done;
  }

  private async untilDone<T>(
    what: string,
    action: () => Promise<T>,
  ): Promise<T> {
    const { clock, logger, signal } = this.options;
    const backoff = new Backoff({
      baseMs: 500,
      capMs: 30_000,
      resetAfterMs: Infinity,
    });
    for (;;) {
      if (signal.aborted) {
        throw new WritesStoppedError();
      }
      try {
        return await action();
      } catch (error) {
        const delay = backoff.next(clock.monotonic());
        logger.warn(
          `Could not write ${what} of run ${
            this.runId
          }, trying again in ${Math.round(delay)} ms: ${errorMessage(error)}`,
        );
        await sleep(clock, delay, signal);
      }
    }
  }
}
