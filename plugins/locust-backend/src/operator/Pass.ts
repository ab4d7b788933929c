import {
  LOCUST_SPEC_DEFAULTS,
  type LocustActiveRun,
  type LocustPastRun,
  type Problem,
  type Reason,
} from 'backstage-plugin-locust-common';
import type { ActiveRun } from './buildStatus';
import type { LocustfileSnapshot } from '../runs/LocustfileSnapshot';
import type { LocustObject } from './LocustObject';
import type { SeenConfigMaps } from './locustfileSnapshot';
import { jobName } from './names';
import type { CronJobObject } from './observed/CronJobObject';
import type { JobObject } from './observed/JobObject';
import { soonest } from './soonest';
import type { RunReport } from './SupervisedRun';

/** What one pass over a resource gathers. */
export interface Pass {
  readonly key: string;
  /** With the status as last written. */
  locust: LocustObject;
  readonly now: Date;
  readonly signal: AbortSignal;
  readonly problems: Problem[];
  readonly active: ActiveRun[];
  readonly ended: LocustPastRun[];
  /** Ids of runs that wait in the queue for their turn. */
  readonly queued: string[];
  /** What the resource names, as far as it was looked at. */
  seenConfigMaps?: SeenConfigMaps;
  /** The folder that the resource names, once it was looked for and found. */
  folder?: LocustfileSnapshot;
  endMessage?: string;
  /** About the verdict on the newest of them. */
  verdictMessage?: string;
  degraded?: Reason;
  note?: string;
  lastScheduleTime?: string;
  recheckMs?: number;
  /** Jobs to delete once the status is written. */
  readonly jobsToRemove: JobObject[];
  /** Delete the resource itself once the status is written. */
  deleteResource: boolean;
  /** Of a schedule that was taken off; deleted once the status is written. */
  cronJobToRemove?: CronJobObject;
}

/** Puts what a look at a run has come to where the status is made of. */
export function takeReport(
  pass: Pass,
  report: RunReport,
  job: JobObject | undefined,
): void {
  pass.recheckMs = soonest(pass.recheckMs, report.recheckMs);
  if (report.kind === 'going') {
    pass.active.push(report.active);
    return;
  }
  pass.ended.push(report.past);
  pass.endMessage = report.message;
  pass.verdictMessage = report.verdictMessage;
  const scheduled = report.past.job !== jobName(pass.locust.metadata.name);
  if (job && (report.removeJob || scheduled)) {
    pass.jobsToRemove.push(job);
  }
}

/** Whether the run of this Job has ended and is written down. */
export function isPast(pass: Pass, job: string): boolean {
  return [...pass.ended, ...(pass.locust.status.lastRuns ?? [])].some(
    it => it.job === job,
  );
}

/** A run of which nothing new is known. */
export function asItWas(
  locust: LocustObject,
  known: LocustActiveRun,
): ActiveRun {
  return {
    ...known,
    workersWanted: locust.spec.workers ?? LOCUST_SPEC_DEFAULTS.workers,
    workersReady: false,
  };
}
