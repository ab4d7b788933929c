import {
  type Statistics,
  type CsvCell,
  csvText,
} from 'backstage-plugin-locust-common';
import type { RunRecord } from '../runs/RunRecord';

/** As Locust reports them, by its `PERCENTILES_TO_REPORT`. */
const PERCENTILES = [
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

const PERCENTILE_COLUMNS = PERCENTILES.map(it => `${it}%`);

const STATS_COLUMNS = [
  'Type',
  'Name',
  'Request Count',
  'Failure Count',
  'Median Response Time',
  'Average Response Time',
  'Min Response Time',
  'Max Response Time',
  'Average Content Size',
  'Requests/s',
  'Failures/s',
  ...PERCENTILE_COLUMNS,
];

const HISTORY_COLUMNS = [
  'Timestamp',
  'User Count',
  'Type',
  'Name',
  'Requests/s',
  'Failures/s',
  ...PERCENTILE_COLUMNS,
  'Total Request Count',
  'Total Failure Count',
  'Total Median Response Time',
  'Total Average Response Time',
  'Total Min Response Time',
  'Total Max Response Time',
  'Total Average Content Size',
];

/** What Locust writes to `…_stats.csv`: endpoints by their names, then the total. Sizes of contents are not kept. */
export function exportStatsCsv({ run, requests }: RunRecord): string {
  const sorted = [...requests].sort(
    (a, b) => compare(a.name, b.name) || compare(a.method, b.method),
  );
  return csvText([
    STATS_COLUMNS,
    ...sorted.map(({ method, name, statistics }) =>
      statsRow(method, name, statistics),
    ),
    ...(run.total ? [statsRow('', 'Aggregated', run.total)] : []),
  ]);
}

/** What Locust writes to `…_failures.csv`; when an error was seen first and last is not kept. */
export function exportFailuresCsv({ errors }: RunRecord): string {
  return csvText([
    ['Method', 'Name', 'Error', 'Occurrences', 'First Seen', 'Last Seen'],
    ...errors.map(({ method, name, message, occurrences }) => [
      method,
      name,
      message,
      occurrences,
      '',
      '',
    ]),
  ]);
}

/** What Locust writes to `…_exceptions.csv`; which worker raised one is not kept. */
export function exportExceptionsCsv({ exceptions }: RunRecord): string {
  return csvText([
    ['Count', 'Message', 'Traceback', 'Nodes'],
    ...exceptions.map(({ occurrences, message, traceback }) => [
      occurrences,
      message,
      traceback,
      '',
    ]),
  ]);
}

/** What Locust writes to `…_stats_history.csv`, a row for each point that is kept. */
export function exportHistoryCsv({ run, points }: RunRecord): string {
  const began = run.startedAt ?? run.createdAt;
  return csvText([
    HISTORY_COLUMNS,
    ...points.map((point): readonly CsvCell[] => [
      Math.floor(
        (point.time?.getTime() ??
          began.getTime() + point.elapsedSeconds * 1000) / 1000,
      ),
      point.users,
      '',
      'Aggregated',
      point.rps.toFixed(6),
      point.failuresPerSecond.toFixed(6),
      ...PERCENTILES.map(percentile => {
        if (percentile === '50') {
          return point.median;
        }
        return percentile === '95' ? point.p95 : undefined;
      }),
      point.requests,
      point.failures,
      point.median,
      point.avg,
      undefined,
      undefined,
      undefined,
    ]),
  ]);
}

function statsRow(
  method: string,
  name: string,
  statistics: Statistics,
): readonly CsvCell[] {
  return [
    method,
    name,
    statistics.requests,
    statistics.failures,
    statistics.median ?? 0,
    statistics.avg ?? 0,
    statistics.min ?? 0,
    statistics.max ?? 0,
    undefined,
    statistics.rps,
    statistics.failuresPerSecond,
    ...PERCENTILES.map(it => statistics.percentiles[it]),
  ];
}

/** By code points, as Python sorts. */
function compare(a: string, b: string): number {
  if (a === b) {
    return 0;
  }
  const [left, right] = [[...a], [...b]];
  const at = left.findIndex((character, i) => character !== right[i]);
  if (at === -1) {
    return -1;
  }
  return at >= right.length ||
    (left[at].codePointAt(0) ?? 0) > (right[at].codePointAt(0) ?? 0)
    ? 1
    : -1;
}
