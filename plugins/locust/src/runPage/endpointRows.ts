import type {
  RequestStatistics,
  Statistics,
} from 'backstage-plugin-locust-common';

/** Percentiles that Locust gives, in the order of their size. */
export const PERCENTILES = [
  '50',
  '66',
  '75',
  '80',
  '90',
  '95',
  '98',
  '99',
  '99.9',
  '99.99',
  '100',
] as const;

/** What endpoints can be sorted by. */
export type SortKey =
  | 'method'
  | 'name'
  | 'requests'
  | 'rps'
  | 'failures'
  | 'avg'
  | 'min'
  | 'max'
  | `p${string}`;

export interface Sorting {
  readonly by: SortKey;
  readonly descending: boolean;
}

/** The figure of a column. */
export function figureOf(
  statistics: Statistics,
  key: Exclude<SortKey, 'method' | 'name'>,
): number | undefined {
  switch (key) {
    case 'requests':
      return statistics.requests;
    case 'rps':
      return statistics.rps;
    case 'failures':
      return statistics.failRatio;
    case 'avg':
      return statistics.avg;
    case 'min':
      return statistics.min;
    case 'max':
      return statistics.max;
    default:
      return statistics.percentiles[key.slice(1)];
  }
}

/** The endpoints in the order asked for; those without the figure come last either way. */
export function sortEndpoints(
  endpoints: readonly RequestStatistics[],
  sorting: Sorting,
): readonly RequestStatistics[] {
  const direction = sorting.descending ? -1 : 1;
  const { by } = sorting;
  return [...endpoints].sort((a, b) => {
    if (by === 'method' || by === 'name') {
      return direction * a[by].localeCompare(b[by]);
    }
    const left = figureOf(a.statistics, by);
    const right = figureOf(b.statistics, by);
    if (left === undefined || right === undefined) {
      return Number(left === undefined) - Number(right === undefined);
    }
    return direction * (left - right) || a.name.localeCompare(b.name);
  });
}
