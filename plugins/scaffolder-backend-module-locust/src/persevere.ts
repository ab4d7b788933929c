import { setTimeout as sleep } from 'node:timers/promises';
import type { LoggerService } from '@backstage/backend-plugin-api';
import { LocustRefusal } from './LocustRefusal';

const TRIES = 60;
const PAUSE_MS = 5_000;

/** How often something is tried, and when. */
export interface Perseverance {
  readonly logger: LoggerService;
  readonly signal?: AbortSignal;
  readonly pauseMs?: number;
  /** Which failures are tried again after so many tries; {@link isPassing} where it is left out. */
  readonly whether?: (error: unknown, tries: number) => boolean;
}

/** Whether the same may work in a moment: nobody answers, a proxy answers in its place, or it asks to be left alone. */
export function isPassing(error: unknown): boolean {
  return error instanceof LocustRefusal
    ? error.statusCode >= 500 || error.statusCode === 429
    : error instanceof TypeError; // What fetch throws where it gets no answer.
}

/**
 * Does something that may be done twice until it succeeds, for about five minutes: portals are deployed while tasks go.
 *
 * @throws the failure where it is another one or stays, and the reason of the signal where that comes
 */
export async function persevere<T>(
  action: () => Promise<T>,
  { logger, signal, pauseMs = PAUSE_MS, whether = isPassing }: Perseverance,
): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await action();
    } catch (error) {
      signal?.throwIfAborted();
      if (tries === TRIES || !whether(error, tries)) {
        throw error;
      }
      if (tries === 1) {
        logger.warn(`It is tried again: ${messageOf(error)}`);
      }
    }
    await sleep(pauseMs, undefined, { signal });
  }
}

function messageOf(error: unknown): string {
  if (error instanceof TypeError && error.cause instanceof Error) {
    return error.cause.message; // Of fetch, whose own message says nothing.
  }
  return error instanceof Error ? error.message : String(error);
}
