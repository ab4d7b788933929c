import { Clock, sleep } from './Clock';

export interface KeepRunningOptions {
  readonly clock: Clock;
  /** Ends it: the loop is to return then, and is not started again. */
  readonly signal: AbortSignal;
  /** Told why the loop died, before it is started again. What it throws is ignored. */
  readonly onDeath: (error: unknown) => void;
}

/** Before a dead loop starts again. */
const RESTART_DELAY_MS = 1000;

/**
 * Runs a loop that must not end: one that throws, or returns without having been told to, is reported and started
 * again after a second. Never rejects, so that no fault becomes an unhandled rejection, which Backstage only logs.
 */
export async function keepRunning(
  loop: (signal: AbortSignal) => Promise<void>,
  { clock, signal, onDeath }: KeepRunningOptions,
): Promise<void> {
  while (!signal.aborted) {
    let error: unknown = new Error('it returned');
    try {
      await loop(signal);
    } catch (thrown) {
      error = thrown;
    }
    if (!signal.aborted) {
      try {
        onDeath(error);
      } catch {
        // A logger that fails must not end what it is to report on.
      }
      await sleep(clock, RESTART_DELAY_MS, signal);
    }
  }
}
