/** A duration that Locust would not read. The message is a sentence for a person. @public */
export class DurationError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'DurationError';
  }
}

/** Hours, minutes and seconds in this order, each at most once: what Locust's `parse_timespan` takes. */
const WITH_UNITS = /^(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?$/;

/** A pod's `activeDeadlineSeconds` is an int32; an hour is left for what is added to a run time. */
const LONGEST_SECONDS = 2 ** 31 - 1 - 3600;

const ACCEPTED = 'write it as 300, 300s, 20m, 3h or 1h30m';

/**
 * Reads a duration as Locust does (`300`, `300s`, `20m`, `3h`, `1h30m`, `1h20m10s`); a plain number is seconds.
 *
 * @returns seconds
 * @throws DurationError where Locust would refuse it, or where it is longer than Kubernetes can count
 * @public
 */
export function parseDuration(text: string | number): number {
  const shown = String(text);
  const seconds = secondsOf(shown);
  if (seconds === undefined) {
    throw new DurationError(`"${shown}" is not a duration; ${ACCEPTED}.`);
  }
  if (seconds > LONGEST_SECONDS) {
    throw new DurationError(
      `"${shown}" is longer than the 68 years that Kubernetes can count; ${ACCEPTED}.`,
    );
  }
  return seconds;
}

function secondsOf(text: string): number | undefined {
  if (/^\d+$/.test(text)) {
    return Number(text);
  }
  const parts = text === '' ? null : WITH_UNITS.exec(text);
  if (!parts) {
    return undefined;
  }
  const [hours, minutes, seconds] = parts
    .slice(1)
    .map(part => Number(part ?? 0));
  return hours * 3600 + minutes * 60 + seconds;
}
