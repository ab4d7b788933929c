import type { RunRecord } from '../runs/RunRecord';

/** The number of what the document looks like; grows when a field is taken away or means something else. */
const FORMAT = 1;

/** Everything that is kept of a run, for programs. Times are UTC, response times milliseconds. */
export function exportJson(record: RunRecord): string {
  return `${JSON.stringify({ format: FORMAT, ...record }, null, 2)}\n`;
}
