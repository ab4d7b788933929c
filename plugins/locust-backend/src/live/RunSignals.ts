import {
  RUN_SIGNAL_CHANNEL,
  runSignalSlot,
  type RunSignal,
} from 'backstage-plugin-locust-common';
import type { Clock } from '../kube/Clock';

/** A cluster's caches have heard of a write by then, so that whoever asks again upon the signal is told. */
const DELAY_MS = 500;
const AT_MOST_EVERY_MS = 1_000;

/** Of Backstage's signals service as much as is used. */
export interface SignalPublisher {
  publish(signal: {
    readonly recipients: { readonly type: 'broadcast' };
    readonly channel: string;
    readonly message: RunSignal;
  }): Promise<void>;
}

/**
 * Tells whoever shows lists that something has changed, and nothing of what: they ask for it and see what they may.
 * At most once a second per slot of entities. A signal that is lost costs time only, for lists are asked for anyway.
 */
export class RunSignals {
  /** When each slot may be told of next, while that lies ahead. */
  readonly #next = new Map<number, number>();
  readonly #waiting = new Set<number>();

  constructor(
    private readonly parts: {
      readonly signals: SignalPublisher;
      readonly clock: Clock;
      readonly onFailure: (error: unknown) => void;
    },
  ) {}

  /** Something about the runs or schedules of this entity, or of what belongs to none, is not as it was. */
  changed(entityRef: string | undefined): void {
    const { clock } = this.parts;
    const slot = runSignalSlot(entityRef);
    if (this.#waiting.has(slot)) {
      return;
    }
    this.#waiting.add(slot);
    const now = clock.monotonic();
    const at = Math.max(now + DELAY_MS, this.#next.get(slot) ?? 0);
    clock.setTimer(() => {
      this.#waiting.delete(slot);
      this.#next.set(slot, clock.monotonic() + AT_MOST_EVERY_MS);
      this.#publish(slot);
    }, at - now);
  }

  #publish(slot: number): void {
    const { signals, onFailure } = this.parts;
    signals
      .publish({
        recipients: { type: 'broadcast' },
        channel: RUN_SIGNAL_CHANNEL,
        message: { slot },
      })
      .catch(onFailure);
  }
}
