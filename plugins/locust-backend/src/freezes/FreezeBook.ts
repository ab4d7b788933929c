import { type Clock, sleep } from '../kube/Clock';
import { keepRunning } from '../kube/keepRunning';
import { errorMessage } from '../kube/KubeApiError';
import { concerns } from '../policy/concerns';
import type { GuardedPlace } from '../policy/GuardrailBook';
import type { Freeze } from './Freeze';
import { type FreezeWindow, occurrence } from './FreezeWindow';

export interface FreezeBookOptions {
  readonly windows: readonly FreezeWindow[];
  /** What people have declared and nobody has lifted. */
  readonly declared: (now: Date) => Promise<readonly Freeze[]>;
  readonly clock: Clock;
  /** Told why the declared freezes could not be read; the last that are known stay in force. */
  readonly onFailure: (message: string) => void;
}

/** Declared on one replica, a freeze is known to the others after so long. */
const READ_AGAIN_MS = 5_000;

/**
 * What is frozen now and what will be: the configuration's windows and what people have declared. Every replica reads
 * the latter again every few seconds, so that whichever leads a cluster knows.
 */
export class FreezeBook {
  private declared: readonly Freeze[] = [];
  private inForce = '';
  private readonly stopping = new AbortController();
  private loop: Promise<void> | undefined;
  private readonly listeners: (() => void)[] = [];

  constructor(private readonly options: FreezeBookOptions) {}

  /** Reads what is declared, and goes on doing so. Rejects where it could not be read the first time. */
  async start(): Promise<void> {
    await this.refresh();
    const { clock, onFailure } = this.options;
    this.loop = keepRunning(
      async signal => {
        while (!signal.aborted) {
          await sleep(clock, READ_AGAIN_MS, signal);
          if (!signal.aborted) {
            await this.refresh();
          }
        }
      },
      {
        clock,
        signal: this.stopping.signal,
        onDeath: error => onFailure(errorMessage(error)),
      },
    );
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.loop;
  }

  /** Tells whenever another time than before is frozen: what waits may go, or what goes is to stop. */
  onChange(listener: () => void): void {
    this.listeners.push(listener);
  }

  /** At once, for whoever has just declared or lifted one. */
  async refresh(): Promise<void> {
    this.declared = await this.options.declared(this.now());
    const inForce = JSON.stringify(
      this.current().filter(it => it.from <= this.now()),
    );
    if (inForce !== this.inForce) {
      this.inForce = inForce;
      this.listeners.forEach(it => it());
    }
  }

  /** Everything that is in force or to come, the earliest first. Of a recurring window its next time. */
  current(): readonly Freeze[] {
    const now = this.now();
    const windows = this.options.windows.flatMap((window, index) => {
      const time = occurrence(window, index, now);
      return time ? [time] : [];
    });
    return [...windows, ...this.declared]
      .filter(it => it.until === undefined || it.until > now)
      .sort((a, b) => a.from.getTime() - b.from.getTime());
  }

  /** What keeps runs of this place from starting now; of several the one that ends last. */
  at(place: GuardedPlace): Freeze | undefined {
    return this.inForceAt(place).sort((a, b) => endOf(b) - endOf(a))[0];
  }

  /** What stops runs of this place now. */
  stopOf(place: GuardedPlace): Freeze | undefined {
    return this.inForceAt(place).find(it => it.stopsRuns);
  }

  private inForceAt(place: GuardedPlace): Freeze[] {
    const now = this.now();
    return this.current().filter(it => it.from <= now && concerns(it, place));
  }

  private now(): Date {
    return new Date(this.options.clock.wall());
  }
}

function endOf({ until }: Freeze): number {
  return until?.getTime() ?? Infinity;
}
