import type { LocustPastRun } from 'backstage-plugin-locust-common';

/** The Event that tells of the start of a run. */
export function startEvent(job: string) {
  return {
    type: 'Normal' as const,
    reason: 'RunStarted',
    message: `Started the run ${job}.`,
  };
}

/** The Event that tells of the end of a run. */
export function endEvent(
  run: LocustPastRun,
  said: { readonly endMessage?: string; readonly verdictMessage?: string },
) {
  const why = said.endMessage ? ` ${said.endMessage}` : '';
  const verdict =
    run.verdict === 'none'
      ? ''
      : ` Verdict: ${run.verdict}. ${said.verdictMessage ?? ''}`;
  switch (run.phase) {
    case 'finished':
      return {
        type:
          run.verdict === 'failed' ? ('Warning' as const) : ('Normal' as const),
        reason: 'RunFinished',
        message: `The run ${run.job} has finished${
          run.requests === undefined
            ? ''
            : ` with ${run.requests} requests, failure ratio ${run.failureRatio}`
        }.${verdict}`,
      };
    case 'stopped':
      return {
        type:
          run.verdict === 'failed' ? ('Warning' as const) : ('Normal' as const),
        reason: 'RunStopped',
        // The reason is the verdict's too.
        message: `The run ${run.job} was stopped.${why}${
          run.verdict === 'none' ? '' : ` Verdict: ${run.verdict}.`
        }`,
      };
    case 'skipped':
      return {
        type: 'Warning' as const,
        reason: 'RunSkipped',
        message: `The run ${run.job} was skipped.${why}`,
      };
    default:
      return {
        type: 'Warning' as const,
        reason: 'RunFailed',
        message: `The run ${run.job} could not be carried out.${why}`,
      };
  }
}
