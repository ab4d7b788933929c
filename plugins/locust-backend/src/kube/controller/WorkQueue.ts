import { backoffDelay } from '../Backoff';
import { Clock, systemClock, Timer } from '../Clock';
import { MinHeap } from './MinHeap';

/** `initial`: known from the first list and therefore in no hurry; such keys wait behind live changes. */
export type Priority = 'live' | 'initial';

export interface AddOptions {
  /** Not before so many milliseconds from now. */
  readonly afterMs?: number;
  /** Default `live`. */
  readonly priority?: Priority;
}

export interface WorkQueueOptions {
  /** Delay after the first failure of a key, doubled with each further one. Default 100 ms. */
  readonly retryBaseMs?: number;
  /** Default one minute, so that what was forbidden or full is tried again within one. */
  readonly retryCapMs?: number;
  readonly clock?: Clock;
  readonly random?: () => number;
}

interface Delayed {
  readonly key: string;
  readonly at: number;
  readonly priority: Priority;
}

/**
 * A queue of keys (never of objects: whoever works on a key looks its object up, and so always sees the latest).
 *
 * - A key waits at most once, however often it is added, and is worked on by one worker at a time: added while being
 *   worked on, it comes again after {@link done}.
 * - Of several delays asked for, the earliest counts; adding without a delay beats them all.
 * - Every key handed out by {@link get} must be given back by {@link done}.
 */
export class WorkQueue {
  /** Ready keys by priority, in order of arrival, with the time they became ready. */
  private readonly ready: Readonly<Record<Priority, Map<string, number>>> = {
    live: new Map(),
    initial: new Map(),
  };
  /** Keys that became ready while being worked on. */
  private readonly dirty = new Map<string, Priority>();
  private readonly processing = new Set<string>();
  private readonly delayed = new Map<string, Delayed>();
  /** Of `delayed`; may hold entries that were overtaken and are skipped. */
  private readonly agenda = new MinHeap<Delayed>(entry => entry.at);
  private readonly failures = new Map<string, number>();
  private readonly idle: ((key: string | undefined) => void)[] = [];
  private alarm: { readonly at: number; readonly timer: Timer } | undefined;
  private shut = false;

  private readonly clock: Clock;
  private readonly random: () => number;
  private readonly retryBaseMs: number;
  private readonly retryCapMs: number;

  constructor(options: WorkQueueOptions = {}) {
    this.clock = options.clock ?? systemClock;
    this.random = options.random ?? Math.random;
    this.retryBaseMs = options.retryBaseMs ?? 100;
    this.retryCapMs = options.retryCapMs ?? 60_000;
  }

  /** Ready keys, without those that are delayed or being worked on. */
  get depth(): number {
    return this.ready.live.size + this.ready.initial.size;
  }

  /** Keys waiting for their time. */
  get delayedCount(): number {
    return this.delayed.size;
  }

  /** How long the longest waiting ready key has been ready; 0 if there is none. */
  get oldestAgeMs(): number {
    let oldest = Infinity;
    for (const keys of [this.ready.live, this.ready.initial]) {
      for (const since of keys.values()) {
        oldest = Math.min(oldest, since);
      }
    }
    return oldest === Infinity ? 0 : this.clock.monotonic() - oldest;
  }

  /** Failures in a row of this key. */
  failuresOf(key: string): number {
    return this.failures.get(key) ?? 0;
  }

  add(key: string, options: AddOptions = {}): void {
    if (this.shut) {
      return;
    }
    const { afterMs = 0, priority = 'live' } = options;
    if (afterMs > 0) {
      this.delay(key, this.clock.monotonic() + afterMs, priority);
    } else {
      this.makeReady(key, priority);
    }
  }

  /** The next key, as soon as there is one; undefined once the queue is shut down. */
  get(): Promise<string | undefined> {
    if (this.shut) {
      return Promise.resolve(undefined);
    }
    const key = this.shift();
    return key === undefined
      ? new Promise(resolve => this.idle.push(resolve))
      : Promise.resolve(key);
  }

  /** The work on a key has ended, well or not. */
  done(key: string): void {
    this.processing.delete(key);
    const priority = this.dirty.get(key);
    if (priority !== undefined) {
      this.dirty.delete(key);
      this.makeReady(key, priority);
    }
  }

  /** The work on a key has failed: it comes again after a delay that grows with every failure until {@link forget}. */
  retry(key: string, options: { readonly atLeastMs?: number } = {}): void {
    const failures = this.failuresOf(key);
    this.failures.set(key, failures + 1);
    const delay = backoffDelay(
      failures,
      { baseMs: this.retryBaseMs, capMs: this.retryCapMs },
      this.random,
    );
    this.add(key, { afterMs: Math.max(delay, options.atLeastMs ?? 0) });
  }

  /** Forgets the failures of a key. A time it is due at stays. */
  forget(key: string): void {
    this.failures.delete(key);
  }

  /** Nothing comes out any more; workers that wait are told. What is in work may still be {@link done}. */
  shutdown(): void {
    this.shut = true;
    this.alarm?.timer.cancel();
    this.alarm = undefined;
    for (const resolve of this.idle.splice(0)) {
      resolve(undefined);
    }
  }

  private makeReady(key: string, priority: Priority): void {
    this.delayed.delete(key);
    if (this.processing.has(key)) {
      this.dirty.set(key, merge(this.dirty.get(key), priority));
      return;
    }
    const waitingSince = this.ready.initial.get(key);
    if (this.ready.live.has(key)) {
      return;
    }
    if (waitingSince === undefined) {
      this.ready[priority].set(key, this.clock.monotonic());
    } else if (priority === 'live') {
      this.ready.initial.delete(key);
      this.ready.live.set(key, waitingSince);
    }
    this.wake();
  }

  private wake(): void {
    while (this.idle.length > 0) {
      const key = this.shift();
      if (key === undefined) {
        return;
      }
      this.idle.shift()!(key);
    }
  }

  private shift(): string | undefined {
    for (const keys of [this.ready.live, this.ready.initial]) {
      for (const key of keys.keys()) {
        keys.delete(key);
        this.processing.add(key);
        return key;
      }
    }
    return undefined;
  }

  private delay(key: string, at: number, priority: Priority): void {
    if (
      this.ready.live.has(key) ||
      this.ready.initial.has(key) ||
      this.dirty.has(key)
    ) {
      return;
    }
    const known = this.delayed.get(key);
    if (known && known.at <= at) {
      return;
    }
    const entry = { key, at, priority: merge(known?.priority, priority) };
    this.delayed.set(key, entry);
    this.agenda.push(entry);
    // Keys due in a day that are worked on every minute would otherwise pile up for that day.
    if (this.agenda.size > 2 * this.delayed.size + 64) {
      this.agenda.retain(it => this.delayed.get(it.key) === it);
    }
    this.arm();
  }

  private arm(): void {
    const next = this.agenda.peek();
    if (!next || this.shut || (this.alarm && this.alarm.at <= next.at)) {
      return;
    }
    this.alarm?.timer.cancel();
    this.alarm = {
      at: next.at,
      timer: this.clock.setTimer(
        this.onAlarm,
        next.at - this.clock.monotonic(),
      ),
    };
  }

  private readonly onAlarm = () => {
    this.alarm = undefined;
    const now = this.clock.monotonic();
    for (
      let entry = this.agenda.peek();
      entry && (entry.at <= now || this.delayed.get(entry.key) !== entry);
      entry = this.agenda.peek()
    ) {
      this.agenda.pop();
      if (this.delayed.get(entry.key) === entry) {
        this.makeReady(entry.key, entry.priority);
      }
    }
    this.arm();
  };
}

function merge(known: Priority | undefined, asked: Priority): Priority {
  return known === 'live' ? 'live' : asked;
}
