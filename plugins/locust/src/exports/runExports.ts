import type { Run } from 'backstage-plugin-locust-common';
import type { RunExportFormat } from '../api/LocustApi';

/** The files of a run as they are offered, what people read before what programs do. */
export const RUN_EXPORTS: ReadonlyArray<{
  readonly format: RunExportFormat;
  /** What follows the run's own part of the file name. */
  readonly suffix: string;
}> = [
  { format: 'html', suffix: '.html' },
  { format: 'csv', suffix: '_stats.csv' },
  {
    format: 'csv-history',
    suffix: '_stats_history.csv',
  },
  { format: 'csv-failures', suffix: '_failures.csv' },
  {
    format: 'csv-exceptions',
    suffix: '_exceptions.csv',
  },
  { format: 'json', suffix: '.json' },
  { format: 'junit', suffix: '.junit.xml' },
  { format: 'log', suffix: '.log' },
];

/** A file's name where the backend's own is not known, as it is kept from pages of another origin. */
export function exportFileName(run: Run, format: RunExportFormat): string {
  const { suffix } = RUN_EXPORTS.find(one => one.format === format) ?? {
    suffix: '',
  };
  const test = run.test.replace(/[^A-Za-z0-9._-]+/g, '-').slice(0, 80);
  const at = run.createdAt.toISOString().slice(0, 19).replace(/[-:]/g, '');
  return `${test}-${at}-${run.id.slice(0, 8)}${suffix}`;
}
