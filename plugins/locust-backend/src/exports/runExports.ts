import type { RunRecord } from '../runs/RunRecord';
import {
  exportExceptionsCsv,
  exportFailuresCsv,
  exportHistoryCsv,
  exportStatsCsv,
} from './exportCsv';
import { exportHtml } from './exportHtml';
import { exportJson } from './exportJson';
import { exportJunit } from './exportJunit';
import { exportLog } from './exportLog';

/** A way to take a run away. */
export interface RunExport {
  readonly contentType: string;
  /** What follows the run's own part of the file name; the files of CSV are named as Locust names them. */
  readonly suffix: string;
  readonly write: (record: RunRecord) => string;
}

const csv = (
  suffix: string,
  write: (record: RunRecord) => string,
): RunExport => ({ contentType: 'text/csv; charset=utf-8', suffix, write });

/** All exports, by the name that they are asked for. */
export const RUN_EXPORTS = {
  json: {
    contentType: 'application/json; charset=utf-8',
    suffix: '.json',
    write: exportJson,
  },
  html: {
    contentType: 'text/html; charset=utf-8',
    suffix: '.html',
    write: exportHtml,
  },
  junit: {
    contentType: 'application/xml; charset=utf-8',
    suffix: '.junit.xml',
    write: exportJunit,
  },
  log: {
    contentType: 'text/plain; charset=utf-8',
    suffix: '.log',
    write: exportLog,
  },
  csv: csv('_stats.csv', exportStatsCsv),
  'csv-history': csv('_stats_history.csv', exportHistoryCsv),
  'csv-failures': csv('_failures.csv', exportFailuresCsv),
  'csv-exceptions': csv('_exceptions.csv', exportExceptionsCsv),
} as const satisfies Readonly<Record<string, RunExport>>;

/** The name of an export. */
export type RunExportFormat = keyof typeof RUN_EXPORTS;

/** A name for the file that every file system and every header takes: test, day and time, part of the run's id. */
export function exportFileName(
  { run }: RunRecord,
  format: RunExportFormat,
): string {
  const test =
    run.test
      .normalize('NFKD')
      .replace(/[^A-Za-z0-9._-]+/g, '-')
      .replace(/^[-.]+|[-.]+$/g, '')
      .slice(0, 80) || 'run';
  const at = run.createdAt.toISOString().slice(0, 19).replace(/[-:]/g, '');
  return `${test}-${at}-${run.id.slice(0, 8)}${RUN_EXPORTS[format].suffix}`;
}
