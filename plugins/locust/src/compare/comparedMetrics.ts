import {
  formatCount,
  formatMilliseconds,
  formatRate,
  formatRatio,
} from '../format/formatNumber';
import { metricNamed } from '../delta/deltaWords';

/** The figures over time that can be looked at, by their names in a comparison. */
export const SERIES = [
  { value: 'p95', label: 'p95', title: 'p95, ms', format: formatMilliseconds },
  {
    value: 'median',
    label: 'Median',
    title: 'Median, ms',
    format: formatMilliseconds,
  },
  { value: 'rps', label: 'RPS', title: 'Requests/s', format: formatRate },
  {
    value: 'failuresPerSecond',
    label: 'Failures/s',
    title: 'Failures/s',
    format: formatRate,
  },
  { value: 'users', label: 'Users', title: 'Users', format: formatCount },
] as const;

export type SeriesName = (typeof SERIES)[number]['value'];

/** The series that a parameter of the URL names; what names none is the first. */
export function seriesFrom(parameter: string | null): (typeof SERIES)[number] {
  return SERIES.find(one => one.value === parameter) ?? SERIES[0];
}

/** Figures that endpoints can be compared by. */
export const ENDPOINT_FIGURES = [
  'p95',
  'p99',
  'median',
  'avg',
  'rps',
  'requests',
  'failRatio',
] as const;

export type EndpointFigure = (typeof ENDPOINT_FIGURES)[number];

/** The figure that a parameter of the URL names; what names none is the first. */
export function endpointFigureFrom(parameter: string | null): EndpointFigure {
  return ENDPOINT_FIGURES.find(one => one === parameter) ?? ENDPOINT_FIGURES[0];
}

/** A figure of a comparison as it stands in a table; times are in milliseconds, said in the row's name. */
export function formatFigure(metric: string, value: number | null): string {
  const known = value ?? undefined;
  switch (metricNamed(metric).kind) {
    case 'time':
      return formatMilliseconds(known);
    case 'rate':
      return formatRate(known);
    case 'ratio':
      return formatRatio(known);
    default:
      return formatCount(known);
  }
}

/** What the row of a figure is called. */
export function figureLabel(metric: string): string {
  const { name, kind } = metricNamed(metric);
  return kind === 'time' ? `${name}, ms` : name;
}

/** A setting's value as it stands in a table. */
export function formatSetting(value: unknown): string {
  if (value === null || value === undefined) {
    return 'not set';
  }
  return typeof value === 'string' ? value : JSON.stringify(value);
}
