import { setTimeout as sleep } from 'node:timers/promises';
import { isTerminalPhase, type Run } from 'backstage-plugin-locust-common';

/** How often a run that somebody waits for is looked at. */
const INTERVAL_MS = 1_000;

interface Watch {
  /** As it was when last looked at; undefined once it is not there any more. */
  latest: Run | undefined;
  readonly waiters: Set<() => void>;
}

/**
 * Waits for the ends of runs. The database is asked, for any replica may write an end; once per run and interval,
 * however many wait for it.
 */
export class RunEnds {
  readonly #watches = new Map<string, Watch>();

  constructor(
    private readonly parts: {
      readonly read: (id: string) => Promise<Run | undefined>;
      readonly intervalMs?: number;
    },
  ) {}

  /** How many runs are waited for. */
  get watched(): number {
    return this.#watches.size;
  }

  /** How many wait. */
  get waiting(): number {
    return [...this.#watches.values()].reduce(
      (sum, { waiters }) => sum + waiters.size,
      0,
    );
  }

  /**
   * Resolves once the run has ended, is deleted, the time is over or the signal comes, to the run as it is by then;
   * undefined: it was deleted.
   */
  async after(
    run: Run,
    milliseconds: number,
    signal: AbortSignal,
  ): Promise<Run | undefined> {
    if (isTerminalPhase(run.phase) || milliseconds <= 0 || signal.aborted) {
      return run;
    }
    const watch = this.#watchOf(run);
    let done = () => {};
    const settled = new Promise<void>(resolve => {
      done = resolve;
    });
    const timer = setTimeout(done, milliseconds);
    signal.addEventListener('abort', done);
    watch.waiters.add(done);
    await settled;
    clearTimeout(timer);
    signal.removeEventListener('abort', done);
    watch.waiters.delete(done);
    if (watch.waiters.size === 0) {
      this.#forget(run.id, watch);
    }
    return watch.latest;
  }

  #watchOf(run: Run): Watch {
    const there = this.#watches.get(run.id);
    if (there) {
      return there;
    }
    const watch: Watch = { latest: run, waiters: new Set() };
    this.#watches.set(run.id, watch);
    this.#look(run.id, watch);
    return watch;
  }

  /** There may be another watch of the same run by now, which stays. */
  #forget(id: string, watch: Watch): void {
    if (this.#watches.get(id) === watch) {
      this.#watches.delete(id);
    }
  }

  async #look(id: string, watch: Watch): Promise<void> {
    const { read, intervalMs = INTERVAL_MS } = this.parts;
    for (;;) {
      await sleep(intervalMs, undefined, { ref: false });
      if (watch.waiters.size === 0) {
        return;
      }
      try {
        watch.latest = await read(id);
      } catch {
        continue; // The database may be back before the time is over; who waits has the run as it was.
      }
      if (!watch.latest || isTerminalPhase(watch.latest.phase)) {
        // First, so that nobody joins who would not be woken any more.
        this.#forget(id, watch);
        watch.waiters.forEach(done => done());
        return;
      }
    }
  }
}
