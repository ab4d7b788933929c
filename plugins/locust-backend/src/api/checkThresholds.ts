import { InputError } from '@backstage/errors';
import { parseThreshold, tryThreshold } from 'backstage-plugin-locust-common';

/**
 * Refuses thresholds that cannot be read.
 *
 * @throws InputError naming each by its place, the position of the mistake and what was expected there
 */
export function checkThresholds(thresholds: readonly string[]): void {
  const problems = thresholds.flatMap((text, place) => {
    const { mistake } = tryThreshold(parseThreshold, text);
    return mistake ? [`thresholds[${place}]: ${mistake.message}`] : [];
  });
  if (problems.length > 0) {
    throw new InputError(problems.join(' '));
  }
}
