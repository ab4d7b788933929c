import { DurationError, parseDuration } from './parseDuration';

/**
 * Seconds of a duration as somebody wrote it; undefined where it is none, which validation of its field tells.
 *
 * @public
 */
export function tryDuration(value: unknown): number | undefined {
  if (typeof value !== 'string' && typeof value !== 'number') {
    return undefined;
  }
  try {
    return parseDuration(value);
  } catch (error) {
    if (error instanceof DurationError) {
      return undefined;
    }
    throw error;
  }
}
