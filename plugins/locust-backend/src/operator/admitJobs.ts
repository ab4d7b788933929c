import {
  type ConcurrencyPolicy,
  formatDuration,
  type Reason,
} from 'backstage-plugin-locust-common';
import { dueTime, type JobObject } from './observed/JobObject';

/** What becomes of a scheduled Job that was not admitted yet, as far as its own test is concerned. */
export type JobDecision =
  | { readonly kind: 'admit'; readonly job: JobObject }
  /** It will not run; its Job goes. */
  | { readonly kind: 'skip'; readonly job: JobObject; readonly reason: Reason }
  /** Its turn comes when those before it have ended. */
  | { readonly kind: 'wait'; readonly job: JobObject };

export interface AdmissionResult {
  readonly decisions: readonly JobDecision[];
  /** Replace: the runs in progress are to be stopped. */
  readonly stopActive: boolean;
}

const OVERLAPS: Reason = {
  code: 'StillRunning',
  message:
    'Skipped, for another run of this test was still going, or next to begin, and its concurrency policy is Forbid.',
};

const REPLACED: Reason = {
  code: 'Replaced',
  message:
    'Skipped, for a newer run of this test was due before it could start.',
};

/**
 * Decides which Jobs may run now. Kubernetes' own policy cannot do it: it knows neither Jobs made by hand from the
 * CronJob nor a one-off of the same resource, and its Replace throws the older run's log away.
 */
export function admitJobs(
  waiting: readonly JobObject[],
  active: number,
  options: {
    readonly policy: ConcurrencyPolicy;
    readonly startingDeadlineSeconds?: number;
  },
  now: Date,
): AdmissionResult {
  const decisions: JobDecision[] = [];
  let going = active;
  let stopActive = false;
  const inTime = waiting.filter(job => {
    const reason = tooLate(job, options.startingDeadlineSeconds, now);
    if (reason) {
      decisions.push({ kind: 'skip', job, reason });
    }
    return !reason;
  });
  for (const [index, job] of inTime.entries()) {
    if (options.policy === 'Allow' || going === 0) {
      // Of several that Replace has held back, only the newest is still wanted.
      const superseded =
        options.policy === 'Replace' && index < inTime.length - 1;
      if (superseded) {
        decisions.push({ kind: 'skip', job, reason: REPLACED });
      } else {
        decisions.push({ kind: 'admit', job });
        going += 1;
      }
    } else if (options.policy === 'Replace') {
      stopActive = true;
      decisions.push(
        index < inTime.length - 1
          ? { kind: 'skip', job, reason: REPLACED }
          : { kind: 'wait', job },
      );
    } else {
      decisions.push({ kind: 'skip', job, reason: OVERLAPS });
    }
  }
  return { decisions, stopActive };
}

function tooLate(
  job: JobObject,
  deadlineSeconds: number | undefined,
  now: Date,
): Reason | undefined {
  const due = dueTime(job);
  if (deadlineSeconds === undefined || !due) {
    return undefined;
  }
  const late = (now.getTime() - due.getTime()) / 1000;
  return late > deadlineSeconds
    ? {
        code: 'MissedStartingDeadline',
        message: `Skipped, for it could only have started ${formatDuration(
          late,
        )} late and its starting deadline is ${formatDuration(
          deadlineSeconds,
        )}.`,
      }
    : undefined;
}
