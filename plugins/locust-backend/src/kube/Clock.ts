/** A started timer. */
export interface Timer {
  cancel(): void;
}

/**
 * Time as the runtime sees it, so that tests own it.
 *
 * Intervals are always taken from `monotonic`: the wall clock may jump by minutes (NTP, a resumed VM) and must
 * never make a lease look valid or a back-off endless. `wall` is for showing and for stamping only.
 */
export interface Clock {
  /** Milliseconds since some fixed point; never goes back, runs on while the process is stopped by a signal. */
  monotonic(): number;
  /** Milliseconds since 1970. */
  wall(): number;
  /** Calls back once, after at least `delayMs`. */
  setTimer(callback: () => void, delayMs: number): Timer;
}

/** Node's timers overflow above 2^31-1 ms and then fire at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** The real clock. */
export const systemClock: Clock = {
  monotonic: () => performance.now(),
  wall: () => Date.now(),
  setTimer: (callback, delayMs) => {
    const handle = setTimeout(
      callback,
      Math.min(Math.max(delayMs, 0), LONGEST_TIMER_MS),
    );
    return { cancel: () => clearTimeout(handle) };
  },
};

/** Resolves after `delayMs`, or at once when the signal aborts. Never rejects: the caller looks at the signal. */
export function sleep(
  clock: Clock,
  delayMs: number,
  signal?: AbortSignal,
): Promise<void> {
  return new Promise(resolve => {
    if (signal?.aborted) {
      resolve();
      return;
    }
    let cancel = () => {};
    const finish = () => {
      cancel();
      signal?.removeEventListener('abort', finish);
      resolve();
    };
    const timer = clock.setTimer(finish, delayMs);
    cancel = () => timer.cancel();
    signal?.addEventListener('abort', finish);
  });
}
