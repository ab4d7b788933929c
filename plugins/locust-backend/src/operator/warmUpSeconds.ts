import {
  DurationError,
  type LocustSpec,
  parseDuration,
} from 'backstage-plugin-locust-common';

/** How much of a test's beginning is left out of what thresholds are judged on; nought where nothing is, or nothing readable. */
export function warmUpSeconds({
  ignoreFirst,
}: Pick<LocustSpec, 'ignoreFirst'>): number {
  if (ignoreFirst === undefined) {
    return 0;
  }
  try {
    return parseDuration(ignoreFirst);
  } catch (error) {
    if (error instanceof DurationError) {
      // Validation says so, and no run is started.
      return 0;
    }
    throw error;
  }
}
