import type { LocustObject } from '../LocustObject';
import { isScheduled } from '../LocustObject';
import type { ClusterView } from '../ClusterView';
import { jobName } from '../names';
import { dueTime, type JobObject } from '../observed/JobObject';
import { runId } from '../runId';

/** What a resource has running and what it wants to begin, as the cluster tells it. */
export interface ResourceClaims {
  readonly running: readonly { readonly id: string; readonly since: number }[];
  readonly waiting: readonly { readonly id: string; readonly since: number }[];
  /** When a run of it was last admitted, in milliseconds since 1970. */
  readonly lastServed?: number;
}

/**
 * Reads a resource's claims from the cluster, so that the queue is after a restart what it was before. A claim that
 * turns out to be none (the spec is invalid, its policy skips it) is withdrawn when the resource is looked at.
 */
export function claimsOf(
  locust: LocustObject,
  view: Pick<ClusterView, 'cronJob' | 'jobsOf'>,
  clusterUid: string,
): ResourceClaims {
  const { activeRuns = [], lastRuns = [] } = locust.status;
  const begun = activeRuns.filter(it => it.phase !== 'queued');
  const starts = [...begun, ...lastRuns].flatMap(it =>
    it.startTime ? [Date.parse(it.startTime)] : [],
  );
  const isKnown = (job: string) =>
    [...begun, ...lastRuns].some(it => it.job === job);
  return {
    running: begun.map(it => ({
      id: it.id,
      since: it.startTime ? Date.parse(it.startTime) : 0,
    })),
    waiting: waitingJobs(locust, view)
      .filter(({ name }) => !isKnown(name))
      .map(({ name, since }) => ({
        id: runId(clusterUid, locust.metadata.uid, name),
        since,
      })),
    lastServed: starts.length > 0 ? Math.max(...starts) : undefined,
  };
}

function waitingJobs(
  locust: LocustObject,
  view: Pick<ClusterView, 'cronJob' | 'jobsOf'>,
): readonly { readonly name: string; readonly since: number }[] {
  const { metadata, spec } = locust;
  if (metadata.deletionTimestamp) {
    return [];
  }
  if (!isScheduled(locust)) {
    return spec.stop || spec.suspend
      ? []
      : [{ name: jobName(metadata.name), since: claimedAt(locust) }];
  }
  const schedule = view.cronJob(locust);
  return (schedule ? view.jobsOf(schedule) : [])
    .filter(job => job.suspended && !job.end && !job.metadata.deletionTimestamp)
    .map(job => ({ name: job.metadata.name, since: claimedAt(locust, job) }));
}

/** When a run was asked for: a scheduled one at the time it was due, a one-off when its resource was made. */
export function claimedAt(locust: LocustObject, job?: JobObject): number {
  const { creationTimestamp } = locust.metadata;
  const asked = job
    ? dueTime(job)
    : creationTimestamp && new Date(creationTimestamp);
  return asked ? asked.getTime() : 0;
}
