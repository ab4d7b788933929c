import { setImmediate as nextTurn } from 'node:timers/promises';
import { Clock, Timer } from '../Clock';

interface Pending {
  readonly at: number;
  readonly callback: () => void;
}

/** A clock that stands still until it is told to go on. */
export class FakeClock implements Clock {
  private now = 0;
  private readonly pending = new Set<Pending>();
  /** What `wall` is ahead of `monotonic`; tests may change it. */
  wallOffset = Date.UTC(2030, 0, 1);

  monotonic(): number {
    return this.now;
  }

  wall(): number {
    return this.now + this.wallOffset;
  }

  setTimer(callback: () => void, delayMs: number): Timer {
    const timer = { at: this.now + Math.max(0, delayMs), callback };
    this.pending.add(timer);
    return { cancel: () => this.pending.delete(timer) };
  }

  get timers(): number {
    return this.pending.size;
  }

  /** Goes on by so much, timer by timer, letting everything that a timer starts settle before the next. */
  async advance(byMs: number): Promise<void> {
    const end = this.now + byMs;
    await settled();
    for (;;) {
      const next = this.next();
      if (!next || next.at > end) {
        break;
      }
      this.now = Math.max(this.now, next.at);
      this.pending.delete(next);
      next.callback();
      await settled();
    }
    this.now = end;
    await settled();
  }

  /** Time passes but no timer fires, as when the process is stopped by a signal. */
  jump(byMs: number): void {
    this.now += byMs;
  }

  /** Like {@link advance} without waiting for what the timers start, for code that is not asynchronous. */
  advanceNow(byMs: number): void {
    const end = this.now + byMs;
    for (let next = this.next(); next && next.at <= end; next = this.next()) {
      this.now = Math.max(this.now, next.at);
      this.pending.delete(next);
      next.callback();
    }
    this.now = end;
  }

  private next(): Pending | undefined {
    let first: Pending | undefined;
    for (const timer of this.pending) {
      if (!first || timer.at < first.at) {
        first = timer;
      }
    }
    return first;
  }
}

/** Resolves when promises that wait for nothing from outside have run. */
export async function settled(): Promise<void> {
  for (let turn = 0; turn < 5; turn++) {
    await nextTurn();
  }
}
