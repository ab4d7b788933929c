import type { TimeLine } from './TimeLine';
import { samplesWithin, type TimeSpan } from './TimeSpan';

/** The measured moments of a stretch: those of the line that was measured most often. */
export function momentsOf(
  lines: readonly TimeLine[],
  span: TimeSpan,
): Float64Array {
  return lines
    .map(({ samples }) => samplesWithin(samples, span).seconds)
    .reduce(
      (most, one) => (one.length > most.length ? one : most),
      new Float64Array(),
    );
}
