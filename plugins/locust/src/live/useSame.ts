import { useRef } from 'react';
import { shareUnchanged } from './shareUnchanged';

/** The value that was there before where the new one says the same, so that what is made of it is not made again. */
export function useSame<T>(value: T): T {
  const before = useRef(value);
  before.current = shareUnchanged(before.current, value);
  return before.current;
}
