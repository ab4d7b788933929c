import {
  formatCount,
  formatMilliseconds,
  formatRate,
  formatRatio,
} from '../format/formatNumber';
import { metricKind, metricName } from '../delta/deltaWords';
import type { Translate } from '../translations/Translate';

/** The figures over time that can be looked at, by their names in a comparison. */
const SERIES = ['p95', 'median', 'rps', 'failuresPerSecond', 'users'] as const;

export type SeriesName = (typeof SERIES)[number];

/** A figure over time: what its button and its chart are called, and how its values stand there. */
export interface ComparedSeries {
  readonly value: SeriesName;
  readonly label: string;
  readonly title: string;
  readonly format: (value: number | undefined) => string;
}

function seriesName(series: SeriesName, t: Translate): string {
  return series === 'users' ? t('terms.users') : metricName(series, t);
}

/** The figures over time, as they are offered. */
export function comparedSeries(t: Translate): readonly ComparedSeries[] {
  return SERIES.map(value => ({
    value,
    label: value === 'rps' ? t('terms.rps') : seriesName(value, t),
    title: inUnit(value, seriesName(value, t), t),
    format: figure => formatFigure(value, figure, t),
  }));
}

/** The series that a parameter of the URL names; what names none is the first. */
export function seriesFrom(parameter: string | null): SeriesName {
  return SERIES.find(one => one === parameter) ?? SERIES[0];
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
export function formatFigure(
  metric: string,
  value: number | null | undefined,
  t: Translate,
): string {
  const known = value ?? undefined;
  switch (metricKind(metric)) {
    case 'time':
      return formatMilliseconds(known, t);
    case 'rate':
      return formatRate(known, t);
    case 'ratio':
      return formatRatio(known, t);
    default:
      return formatCount(known, t);
  }
}

function inUnit(metric: string, name: string, t: Translate): string {
  return metricKind(metric) === 'time'
    ? t('compare.inMs', { figure: name })
    : name;
}

/** What the row of a figure is called. */
export function figureLabel(metric: string, t: Translate): string {
  return inUnit(metric, metricName(metric, t), t);
}

/** A setting's value as it stands in a table. */
export function formatSetting(value: unknown, t: Translate): string {
  if (value === null || value === undefined) {
    return t('compare.notSet');
  }
  return typeof value === 'string' ? value : JSON.stringify(value);
}
