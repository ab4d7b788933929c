import type { ObjectMeta } from '../../kube/KubeObject';
import { decodeMetadata } from './decodeMetadata';

/** How a Job has ended, as its conditions say. */
export interface JobEnd {
  readonly result: 'complete' | 'failed';
  /** For instance `DeadlineExceeded` or `BackoffLimitExceeded`. */
  readonly reason?: string;
  readonly message?: string;
  readonly at?: Date;
}

/** A master Job, projected to what is read of it. */
export interface JobObject {
  readonly metadata: ObjectMeta & { readonly namespace: string };
  readonly suspended: boolean;
  readonly startTime?: Date;
  readonly end?: JobEnd;
}

interface RawJob {
  readonly metadata?: unknown;
  readonly spec?: { readonly suspend?: boolean };
  readonly status?: {
    readonly startTime?: string;
    readonly conditions?:
      | readonly {
          readonly type?: string;
          readonly status?: string;
          readonly reason?: string;
          readonly message?: string;
          readonly lastTransitionTime?: string;
        }[]
      | null;
  };
}

/** The time that the CronJob controller made the Job for. */
const SCHEDULED_AT = 'batch.kubernetes.io/cronjob-scheduled-timestamp';

/** For the reflector of Jobs. */
export function decodeJob(raw: unknown): JobObject {
  const { metadata, spec, status } = raw as RawJob;
  // FailureTarget comes before the pods have ended; only the two below say that nothing runs any more.
  const condition = status?.conditions?.find(
    it =>
      (it.type === 'Complete' || it.type === 'Failed') && it.status === 'True',
  );
  return {
    metadata: decodeMetadata(metadata),
    suspended: spec?.suspend === true,
    startTime: asDate(status?.startTime),
    end: condition && {
      result: condition.type === 'Complete' ? 'complete' : 'failed',
      reason: condition.reason,
      message: condition.message,
      at: asDate(condition.lastTransitionTime),
    },
  };
}

/** When the Job was to run: the time of its schedule, or when somebody made it. */
export function dueTime({ metadata }: JobObject): Date | undefined {
  return (
    asDate(metadata.annotations?.[SCHEDULED_AT]) ??
    asDate(metadata.creationTimestamp)
  );
}

/** Set by `kubectl create job --from=cronjob/…`, and by the portal. */
export const STARTED_BY_HAND = 'cronjob.kubernetes.io/instantiate';

/** Whether somebody has made the Job beside its schedule. */
export function isStartedByHand({ metadata }: JobObject): boolean {
  return metadata.annotations?.[STARTED_BY_HAND] !== undefined;
}

export function asDate(value: string | null | undefined): Date | undefined {
  const date = value ? new Date(value) : undefined;
  return date && !Number.isNaN(date.getTime()) ? date : undefined;
}
