import type { ObjectMeta } from '../../kube/KubeObject';
import { decodeMetadata } from './decodeMetadata';
import { asDate } from './JobObject';

/** A CronJob, projected to what is read of it. */
export interface CronJobObject {
  readonly metadata: ObjectMeta & { readonly namespace: string };
  readonly schedule?: string;
  readonly timeZone?: string;
  readonly suspended: boolean;
  readonly concurrencyPolicy?: string;
  readonly lastScheduleTime?: Date;
}

interface RawCronJob {
  readonly metadata?: unknown;
  readonly spec?: {
    readonly schedule?: string;
    readonly timeZone?: string;
    readonly suspend?: boolean;
    readonly concurrencyPolicy?: string;
  };
  readonly status?: { readonly lastScheduleTime?: string };
}

/** For the reflector of CronJobs. */
export function decodeCronJob(raw: unknown): CronJobObject {
  const { metadata, spec, status } = raw as RawCronJob;
  return {
    metadata: decodeMetadata(metadata),
    schedule: spec?.schedule,
    timeZone: spec?.timeZone,
    suspended: spec?.suspend === true,
    concurrencyPolicy: spec?.concurrencyPolicy,
    lastScheduleTime: asDate(status?.lastScheduleTime),
  };
}
