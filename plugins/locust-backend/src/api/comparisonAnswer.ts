import type {
  Comparison,
  FigureComparison,
  Run,
  RunComparison,
} from 'backstage-plugin-locust-common';

/** A comparison as the API tells it: JSON has null for what is not there, where a list has to keep its places. */
export function comparisonAnswer(
  runs: readonly Run[],
  comparison: RunComparison,
): Comparison {
  const { reference, settings, total, endpoints, series } = comparison;
  return {
    runs: [...runs],
    reference,
    settings: settings.map(({ path, values }) => ({
      path,
      values: orNull(values),
    })),
    total: total.map(figureAnswer),
    endpoints: endpoints.map(({ method, name, present, figures }) => ({
      method,
      name,
      present: [...present],
      figures: figures.map(figureAnswer),
    })),
    series: Object.fromEntries(
      Object.entries(series).map(([metric, rows]) => [
        metric,
        rows.map(({ elapsedSeconds, values }) => ({
          elapsedSeconds,
          values: orNull(values),
        })),
      ]),
    ),
  };
}

function figureAnswer({
  metric,
  values,
  deltas,
}: FigureComparison): Comparison['total'][number] {
  return { metric, values: orNull(values), deltas: orNull(deltas) };
}

function orNull<T>(values: readonly (T | undefined)[]): (T | null)[] {
  return values.map(value => value ?? null);
}
