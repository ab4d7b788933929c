import { InputError } from '@backstage/errors';
import { parseThreshold, ThresholdError } from 'backstage-plugin-locust-common';

/**
 * Refuses thresholds that cannot be read.
 *
 * @throws InputError naming each by its place, the position of the mistake and what was expected there
 */
export function checkThresholds(thresholds: readonly string[]): void {
  const problems = thresholds.flatMap((text, place) => {
    const mistake = mistakeOf(text);
    return mistake === undefined ? [] : [`thresholds[${place}]: ${mistake}`];
  });
  if (problems.length > 0) {
    throw new InputError(problems.join(' '));
  }
}

function mistakeOf(text: string): string | undefined {
  try {
    parseThreshold(text);
    return undefined;
  } catch (error) {
    if (error instanceof ThresholdError) {
      return error.message;
    }
    throw error;
  }
}
