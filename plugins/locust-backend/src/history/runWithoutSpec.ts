import type { Run } from 'backstage-plugin-locust-common';
import { decodeRun, RUN_COLUMNS, type RunRow } from './RunRow';

/** What a list of many runs is read by: a spec may hold a whole locustfile, and nobody reads it there. */
export const COLUMNS_WITHOUT_SPEC = RUN_COLUMNS.filter(
  column => column !== 'spec',
);

/** The run, its spec empty. */
export function decodeWithoutSpec(row: Omit<RunRow, 'spec'>): Run {
  return decodeRun({ ...row, spec: null });
}
