import type { Translate } from '../translations/Translate';
import { crossingMarker, type ChartLimit } from './chartLimits';
import type { ChartMarker } from './chartMarkers';
import { endpointName } from './endpointChoice';
import type { PointField, Samples } from './Samples';

/** The lines that limits are held against: what is measured of an endpoint, or of all requests. */
export type SamplesOfLine = (
  field: PointField,
  endpoint: string | undefined,
) => Samples | undefined;

/** The limits that have a line on a chart. */
export function limitsOn(
  limits: readonly ChartLimit[],
  samplesOf: SamplesOfLine,
): readonly ChartLimit[] {
  return limits
    .filter(limit => lineOf(limit, samplesOf))
    .map(limit =>
      limit.endpoint
        ? { ...limit, word: `${endpointName(limit.endpoint)}: ${limit.word}` }
        : limit,
    );
}

/** What is marked on a chart: what is marked on all, and where its own lines were first beyond their limits. */
export function markersOn(
  markers: readonly ChartMarker[],
  limits: readonly ChartLimit[],
  samplesOf: SamplesOfLine,
  t: Translate,
): readonly ChartMarker[] {
  const crossings = limits.flatMap(limit => {
    const samples = lineOf(limit, samplesOf);
    return (samples && crossingMarker(limit, samples, t)) ?? [];
  });
  return [...markers, ...crossings].sort((a, b) => a.seconds - b.seconds);
}

function lineOf({ field, endpoint }: ChartLimit, samplesOf: SamplesOfLine) {
  return samplesOf(field, endpoint && endpointName(endpoint));
}
