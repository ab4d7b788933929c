import type { Run } from 'backstage-plugin-locust-common';
import type { RunExportFormat } from '../api/LocustApi';

/** The files of a run as they are offered, what people read before what programs do. */
export const RUN_EXPORTS: ReadonlyArray<{
  readonly format: RunExportFormat;
  readonly label: string;
  /** What follows the run's own part of the file name. */
  readonly suffix: string;
}> = [
  { format: 'html', label: 'Report (HTML)', suffix: '.html' },
  { format: 'csv', label: 'Statistics (CSV)', suffix: '_stats.csv' },
  {
    format: 'csv-history',
    label: 'Figures over time (CSV)',
    suffix: '_stats_history.csv',
  },
  { format: 'csv-failures', label: 'Failures (CSV)', suffix: '_failures.csv' },
  {
    format: 'csv-exceptions',
    label: 'Exceptions (CSV)',
    suffix: '_exceptions.csv',
  },
  { format: 'json', label: 'Everything (JSON)', suffix: '.json' },
  { format: 'junit', label: 'Thresholds (JUnit)', suffix: '.junit.xml' },
  { format: 'log', label: 'Log (text)', suffix: '.log' },
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
