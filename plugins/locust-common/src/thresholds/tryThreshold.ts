import { ThresholdError } from './ThresholdReader';

/** What came of reading a text: what it says, or the mistake in it. @public */
export type ThresholdAttempt<T> =
  | { readonly read: T; readonly mistake?: undefined }
  | { readonly read?: undefined; readonly mistake: ThresholdError };

/**
 * Reads a text that may hold a mistake.
 *
 * @param parse - `parseThreshold` or `parseStopCondition`
 * @public
 */
export function tryThreshold<T>(
  parse: (text: string) => T,
  text: string,
): ThresholdAttempt<T> {
  try {
    return { read: parse(text) };
  } catch (error) {
    if (error instanceof ThresholdError) {
      return { mistake: error };
    }
    throw error;
  }
}
