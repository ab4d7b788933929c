import {
  LOCUST_SPEC_DEFAULTS,
  parseDuration,
} from 'backstage-plugin-locust-common';

/** How long a run without a limit of its own is thought to take: what the engine's own limit is unless configured. */
const UNLIMITED_SECONDS = 24 * 60 * 60;

/** How long a run with this run time takes, in seconds; what cannot be read takes what no run time stands for. */
export function plannedSeconds(runTime: unknown): number {
  if (runTime === '') {
    return UNLIMITED_SECONDS;
  }
  try {
    return parseDuration(
      (runTime as string | number | undefined) ?? LOCUST_SPEC_DEFAULTS.runTime,
    );
  } catch {
    // What is wrong is said at its field, by the validation.
    return parseDuration(LOCUST_SPEC_DEFAULTS.runTime);
  }
}
