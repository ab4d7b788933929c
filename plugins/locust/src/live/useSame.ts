import { useRef } from 'react';

/** The value that was there before where the new one says the same, so that what is made of it is not made again. */
export function useSame<T>(value: T): T {
  const text = JSON.stringify(value);
  const before = useRef({ text, value });
  if (before.current.text !== text) {
    before.current = { text, value };
  }
  return before.current.value;
}
