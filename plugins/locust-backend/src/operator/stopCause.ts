import { ANNOTATIONS, type Reason } from 'backstage-plugin-locust-common';
import type { MetStopCondition } from '../runs/RunObserver';
import { isStopRequested } from './observed/isStopRequested';
import type { SupervisedRun } from './SupervisedRun';

/** The longest sentence that is written to a Job. */
const LONGEST = 2_000;

/** A condition of `stopWhen` was met, and the run is stopped for it, or would have been. */
export interface StopByCondition {
  readonly reason: Reason;
  /** The run's Job says so: it was this that stopped it, whatever becomes of the log. */
  readonly isMarked: boolean;
}

/**
 * Whether a run is stopped because a condition was met. What the log tells is written to the Job before anything is
 * stopped: from then on nobody takes the stop for a person's, though its log may be gone when the run is closed. An
 * engine that ends before it has written comes to the same by reading the log again.
 */
export function stopByCondition(
  { job, locust, start }: Pick<SupervisedRun, 'job' | 'locust' | 'start'>,
  met: MetStopCondition | undefined,
): StopByCondition | undefined {
  const mark = job?.metadata.annotations?.[ANNOTATIONS.stoppedWhen];
  if (mark !== undefined) {
    return { reason: reasonOf(mark), isMarked: true };
  }
  // Who was asked by a person first goes on to stop for that.
  const isAsked =
    isStopRequested(job) || (!start.scheduled && locust.spec.stop === true);
  return met && !isAsked
    ? { reason: reasonOf(met.message), isMarked: false }
    : undefined;
}

/** What the Job of a run is patched with before the run is stopped. */
export function stopMark({ reason }: StopByCondition) {
  return {
    metadata: { annotations: { [ANNOTATIONS.stoppedWhen]: reason.message } },
  };
}

function reasonOf(message: string): Reason {
  return { code: 'StopWhen', message: message.slice(0, LONGEST) };
}
