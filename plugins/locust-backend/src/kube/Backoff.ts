/** How long to wait after failures in a row. All times in milliseconds. */
export interface BackoffOptions {
  /** The first delay, before jitter. */
  readonly baseMs: number;
  /** No delay is longer, jitter included. */
  readonly capMs: number;
  /** Failures are forgotten when the last one is this long ago. */
  readonly resetAfterMs: number;
}

/** `base · 2^failures`, capped, of which the second half is random so that many waiters do not come back at once. */
export function backoffDelay(
  failures: number,
  options: Pick<BackoffOptions, 'baseMs' | 'capMs'>,
  random: () => number,
): number {
  // 2^30 · 1 ms is 12 days: more doublings only risk Infinity.
  const full = Math.min(
    options.capMs,
    options.baseMs * 2 ** Math.min(failures, 30),
  );
  return full / 2 + (full / 2) * random();
}

/** Backoff of one loop: grows with every failure, starts over after a good stretch. */
export class Backoff {
  private failures = 0;
  private lastFailureAt = -Infinity;

  constructor(
    private readonly options: BackoffOptions,
    private readonly random: () => number = Math.random,
  ) {}

  /** The delay before the next try, given that one has failed at `now` (monotonic milliseconds). */
  next(now: number): number {
    if (now - this.lastFailureAt >= this.options.resetAfterMs) {
      this.failures = 0;
    }
    const delay = backoffDelay(this.failures, this.options, this.random);
    this.failures += 1;
    // Counted from when the next try may start, else a long delay alone would count as a good stretch.
    this.lastFailureAt = now + delay;
    return delay;
  }
}
