import type { InJson, Run } from 'backstage-plugin-locust-common';

/** Where a run stands, for the log of a task; the same text as long as nothing is new. */
export function progressLine(run: InJson<Run>): string {
  const { phase, reason, workersConnected, workersWanted } = run;
  switch (phase) {
    case 'queued':
      return withReason('Queued', reason);
    case 'starting':
      return withReason(
        `Starting: ${workersConnected} of ${workersWanted} workers connected`,
        reason,
      );
    case 'running':
      return `Running: ${figures(run) || 'no requests yet'}`;
    case 'stopping':
      return withReason('Stopping', reason);
    case 'finished':
      return `Finished: ${figures(run) || 'no requests'}`;
    case 'stopped':
      return withReason('Stopped', reason);
    case 'error':
      return withReason('It could not be carried out', reason);
    default:
      return withReason('Skipped', reason);
  }
}

function withReason(
  text: string,
  reason: { readonly message: string } | undefined,
): string {
  return reason ? `${text}: ${reason.message}` : text;
}

function figures({ currentUsers, phase, total }: InJson<Run>): string {
  const p95 = total?.percentiles['95'];
  return [
    ...(phase === 'running' && currentUsers !== undefined
      ? [`${currentUsers} users`]
      : []),
    ...(total
      ? [
          `${total.requests} requests`,
          `${round(total.rps)} per second`,
          `${round(total.failRatio * 100)} % failed`,
        ]
      : []),
    ...(p95 === undefined ? [] : [`p95 ${round(p95)} ms`]),
  ].join(', ');
}

function round(value: number): string {
  return String(Number(value.toFixed(value < 100 ? 2 : 0)));
}
