import { useCallback, useRef } from 'react';
import { newIdempotencyKey } from './newIdempotencyKey';

/**
 * Sends what makes something with a key that tells the backend whether it was asked for this before. Without an answer,
 * or where the backend or what stands before it failed, the key stays, for it may have been made; answered or refused,
 * what is sent next is another request.
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
      const { statusCode } = error as { statusCode?: number };
      if (statusCode !== undefined && statusCode < 500) {
        key.current = newIdempotencyKey();
      }
      throw error;
    }
  }, []);
}
