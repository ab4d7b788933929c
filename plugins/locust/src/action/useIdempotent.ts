import { useCallback, useRef } from 'react';
import { newIdempotencyKey } from './newIdempotencyKey';

/**
 * Sends what makes something with a key that tells the backend whether it was asked for this before. Without an answer
 * the key stays, for it may have been made; answered or refused, what is sent next is another request.
 */
export function useIdempotent(): <T>(
  send: (key: string) => Promise<T>,
) => Promise<T> {
  const key = useRef(newIdempotencyKey());
  return useCallback(async send => {
    try {
      const answer = await send(key.current);
      key.current = newIdempotencyKey();
      return answer;
    } catch (error) {
      if ((error as { name?: string }).name === 'ResponseError') {
        key.current = newIdempotencyKey();
      }
      throw error;
    }
  }, []);
}
