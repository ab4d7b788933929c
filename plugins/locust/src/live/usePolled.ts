import { toError } from '@backstage/errors';
import { useCallback, useEffect, useRef, useState } from 'react';
import { shareUnchanged } from './shareUnchanged';
import { startPolling, type NextTick } from './startPolling';
import type { RunSignals } from './useRunSignals';

/** What is asked for more often shows figures, of which no signal tells. */
const SELDOM_FROM_MS = 10_000;

/**
 * What is known of something that is asked for again and again. `stale` is the last good value with the error that
 * keeps it from being renewed: a failure never takes a picture away that was there already.
 */
export type Polled<T> =
  | { readonly status: 'loading' }
  | { readonly status: 'failed'; readonly error: Error }
  | {
      readonly status: 'loaded';
      readonly value: T;
      readonly updatedAt: Date;
      readonly staleBecause?: Error;
    };

export type PolledResource<T> = Polled<T> & {
  /** Asks again at once. What is shown stays until the answer is there. */
  readonly reload: () => void;
};

/**
 * Loads something and renews it. `key` says what is asked for: another key starts from nothing.
 *
 * @param nextAfter - milliseconds until the next time, or `never`, by what came.
 * @param signals - asks at once when they tell of a change, and more rarely without, unless `nextAfter` wants it soon
 */
export function usePolled<T>(
  key: string,
  load: () => Promise<T>,
  nextAfter: (value: T) => NextTick,
  signals?: RunSignals,
): PolledResource<T> {
  const [state, setState] = useState<{ key: string; polled: Polled<T> }>({
    key,
    polled: { status: 'loading' },
  });
  const [generation, setGeneration] = useState(0);
  const loaded = useRef<{ readonly key: string; readonly value: T }>();
  const latest = useRef({ load, nextAfter });
  latest.current = { load, nextAfter };

  useEffect(
    () =>
      startPolling({
        signals,
        tick: async signal => {
          try {
            const value = shareUnchanged(
              loaded.current?.key === key ? loaded.current.value : undefined,
              await latest.current.load(),
            );
            if (!signal.aborted) {
              loaded.current = { key, value };
              setState({
                key,
                polled: { status: 'loaded', value, updatedAt: new Date() },
              });
            }
            const next = latest.current.nextAfter(value);
            return typeof next === 'number' && next >= SELDOM_FROM_MS && signals
              ? signals.interval(next)
              : next;
          } catch (thrown) {
            const error = toError(thrown);
            if (!signal.aborted) {
              setState(before => ({
                key,
                polled:
                  before.key === key && before.polled.status === 'loaded'
                    ? { ...before.polled, staleBecause: error }
                    : { status: 'failed', error },
              }));
            }
            throw error;
          }
        },
      }),
    [key, generation, signals],
  );

  const reload = useCallback(() => setGeneration(value => value + 1), []);
  const polled: Polled<T> =
    state.key === key ? state.polled : { status: 'loading' };
  return { ...polled, reload };
}
