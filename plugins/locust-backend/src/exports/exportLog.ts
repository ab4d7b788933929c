import type { RunRecord } from '../runs/RunRecord';

/** The master's log as people read it. What was left out of its middle is said at its end, for nobody knows where. */
export function exportLog({ log }: RunRecord): string {
  const lines = [...(log?.lines ?? [])];
  if (log && log.omitted > 0) {
    lines.push(
      `[${log.omitted} lines are not kept: the log was longer than what is stored]`,
    );
  }
  return lines.map(line => `${line}\n`).join('');
}
