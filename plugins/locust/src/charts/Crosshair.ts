import { useSyncExternalStore } from 'react';
import type { TimeSpan } from './TimeSpan';

/** The moment that is looked at, and the stretch that is being chosen, in all charts of a page at once. */
export interface CrosshairState {
  /** Undefined: none. */
  readonly seconds?: number;
  readonly chosen?: TimeSpan;
}

const NOTHING: CrosshairState = {};

/**
 * What moves with the pointer. It stands outside of React's state so that only what is drawn above the lines is drawn
 * again while it moves, never the lines.
 */
export class Crosshair {
  #state = NOTHING;
  readonly #listeners = new Set<() => void>();

  readonly get = (): CrosshairState => this.#state;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  set(state: CrosshairState): void {
    this.#state = state;
    this.#listeners.forEach(listener => listener());
  }

  clear(): void {
    if (this.#state !== NOTHING) {
      this.set(NOTHING);
    }
  }
}

export function useCrosshair(crosshair: Crosshair): CrosshairState {
  return useSyncExternalStore(crosshair.subscribe, crosshair.get);
}
