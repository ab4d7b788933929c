import { Clock, sleep } from '../Clock';
import { Cutter } from './Cutter';
import { KubeApiError } from '../KubeApiError';

export interface WatchGuardOptions {
  readonly clock: Clock;
  /** Of the watch that is guarded; when it has ended, so has the guard. */
  readonly cutter: Cutter;
  /** Silence that is taken for normal, in milliseconds. */
  readonly quietMs: number;
  /** Finds out whether the silence is right; gives what is wrong if it is not. Must not throw. */
  readonly probe: () => Promise<KubeApiError | undefined>;
}

/** No object of a streaming list for so long: the server is old and has ignored the parameter. */
const INITIAL_EVENTS_TIMEOUT_MS = 30_000;

/** Between the probe's word and the verdict: what the probe saw last may be on its way to the watch as well. */
const GRACE_MS = 1000;

/** Listens along with one watch and cuts it when its silence is not that of a quiet resource. */
export class WatchGuard {
  private heardAt: number;
  private guarding: Promise<void> = Promise.resolve();
  private initialEventsOver = false;

  constructor(private readonly options: WatchGuardOptions) {
    this.heardAt = options.clock.monotonic();
  }

  /** Something came. */
  heard(): void {
    this.heardAt = this.options.clock.monotonic();
  }

  /** From now on objects follow each other until {@link initialEventsEnded}; when they do not, the watch is cut. */
  expectInitialEvents(otherwise: KubeApiError): void {
    this.guarding = this.guardInitialEvents(otherwise);
  }

  initialEventsEnded(): void {
    this.initialEventsOver = true;
  }

  /** From now on silence is normal, if the probe says so. */
  expectSilence(): void {
    this.guarding = Promise.all([this.guarding, this.guardSilence()]).then(
      () => {},
    );
  }

  /** Resolves when nothing of the guard runs any more, which takes the end of its watch. */
  ended(): Promise<void> {
    return this.guarding;
  }

  private async guardInitialEvents(otherwise: KubeApiError): Promise<void> {
    const { clock, cutter } = this.options;
    while (!cutter.signal.aborted && !this.initialEventsOver) {
      const quiet = clock.monotonic() - this.heardAt;
      if (quiet >= INITIAL_EVENTS_TIMEOUT_MS) {
        cutter.cut(otherwise);
        return;
      }
      await sleep(clock, INITIAL_EVENTS_TIMEOUT_MS - quiet, cutter.signal);
    }
  }

  private async guardSilence(): Promise<void> {
    const { clock, cutter, quietMs, probe } = this.options;
    let provenAt = -Infinity;
    while (!cutter.signal.aborted) {
      const quiet = clock.monotonic() - Math.max(this.heardAt, provenAt);
      if (quiet < quietMs) {
        await sleep(clock, quietMs - quiet, cutter.signal);
        continue;
      }
      const askedAt = clock.monotonic();
      const trouble = await probe();
      if (trouble && this.heardAt < askedAt) {
        await sleep(clock, GRACE_MS, cutter.signal);
      }
      if (trouble && this.heardAt < askedAt) {
        cutter.cut(trouble);
        return;
      }
      provenAt = clock.monotonic();
    }
  }
}
