/** Seconds without a break that count. Locust measures every 5 or 10 seconds, so it is more than one measurement. */
const LEAST_SECONDS = 15;

/**
 * For how long a process stood above 90 % of a core. Shorter peaks, such as while users are spawned, do not count.
 */
export class BusyTime {
  private counted = 0;
  private highest = 0;
  private stretch?: { readonly from: number; to: number };

  /** @param limit - percent of a core */
  constructor(private readonly limit: number) {}

  /**
   * @param at - seconds, growing
   * @param usage - percent of a core; undefined where it was not told
   */
  see(at: number, usage: number | undefined): void {
    if (usage === undefined || usage <= this.limit) {
      this.interrupt();
      return;
    }
    this.highest = Math.max(this.highest, usage);
    this.stretch ??= { from: at, to: at };
    this.stretch.to = Math.max(this.stretch.to, at);
  }

  /** What comes now is not the continuation of what was seen. */
  interrupt(): void {
    this.counted = this.seconds;
    this.stretch = undefined;
  }

  /** Of all stretches that were long enough. */
  get seconds(): number {
    const { stretch } = this;
    const length = stretch ? stretch.to - stretch.from : 0;
    return this.counted + (length >= LEAST_SECONDS ? length : 0);
  }

  /** Percent of a core. */
  get most(): number {
    return this.highest;
  }
}
