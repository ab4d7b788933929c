import { useCallback, useRef } from 'react';

/** A function whose identity stays while what it does is always the latest. */
export function useEvent<A extends readonly unknown[], R>(
  handler: (...args: A) => R,
): (...args: A) => R {
  const latest = useRef(handler);
  latest.current = handler;
  return useCallback((...args: A) => latest.current(...args), []);
}
