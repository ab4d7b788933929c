import { toError } from '@backstage/errors';
import { useCallback, useEffect, useRef, useState } from 'react';
import { startPolling, type NextTick } from './startPolling';

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
 */
export function usePolled<T>(
  key: string,
  load: () => Promise<T>,
  nextAfter: (value: T) => NextTick,
): PolledResource<T> {
  const [state, setState] = useState<{ key: string; polled: Polled<T> }>({
    key,
    polled: { status: 'loading' },
  });
  const [generation, setGeneration] = useState(0);
  const latest = useRef({ load, nextAfter });
  latest.current = { load, nextAfter };

  useEffect(
    () =>
      startPolling({
        tick: async signal => {
          try {
            const value = await latest.current.load();
            if (!signal.aborted) {
              setState({
                key,
                polled: { status: 'loaded', value, updatedAt: new Date() },
              });
            }
            return latest.current.nextAfter(value);
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
    [key, generation],
  );

  const reload = useCallback(() => setGeneration(value => value + 1), []);
  const polled: Polled<T> =
    state.key === key ? state.polled : { status: 'loading' };
  return { ...polled, reload };
}
