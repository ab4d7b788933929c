import {
  ANNOTATIONS,
  LABELS,
  type LocustPastRun,
} from 'backstage-plugin-locust-common';
import type { LocustObject } from '../operator/LocustObject';
import type { JobObject } from '../operator/observed/JobObject';
import type { MetricFamily, MetricSample } from './MetricFamily';

/** What a cluster's caches show. */
export interface ClusterObjects {
  readonly cluster: string;
  readonly locusts: readonly LocustObject[];
  readonly jobs: readonly JobObject[];
}

const STATES = ['starting', 'running', 'stopped'] as const;
type State = (typeof STATES)[number];

const LOCUST_GAUGE = 'locust_operator_locust_object_gauge';
const LOCUST_STATE = 'locust_operator_locust_object_state';
const JOB_GAUGE = 'locust_operator_job_object_gauge';
const JOB_STATE = 'locust_operator_job_object_state';

/** Whether the labels are the original's; the cluster and the namespace tell objects of one name apart. */
type Place = { readonly cluster: string; readonly namespace: string };

/**
 * The metrics that the operator this one replaces had, under their names and labels: what is there now, so that a
 * series ends when its object does. The labels `cluster` and `namespace` are ours.
 *
 * A gauge counts an object that was added as 1 and takes 1 back once it is being deleted, so that their sum is what
 * there is. A state is an enumeration: one series for each of its values, of which one is 1.
 */
export function originalFamilies(
  clusters: readonly ClusterObjects[],
): readonly MetricFamily[] {
  const gauges: Record<string, MetricSample[]> = {
    [LOCUST_GAUGE]: [],
    [LOCUST_STATE]: [],
    [JOB_GAUGE]: [],
    [JOB_STATE]: [],
  };
  for (const { cluster, locusts, jobs } of clusters) {
    const theirJobs = jobs.filter(isMasterJob);
    const known = new Set(theirJobs.map(jobKey));
    const ended = new Map<string, LocustPastRun>();
    for (const locust of locusts) {
      const { namespace, name } = locust.metadata;
      const place: Place = { cluster, namespace };
      gauges[LOCUST_GAUGE].push(
        ...counted({ name, ...place }, locust.metadata.deletionTimestamp),
      );
      gauges[LOCUST_STATE].push(
        ...enumeration(LOCUST_STATE, { name, ...place }, locustState(locust)),
      );
      for (const run of locust.status.lastRuns ?? []) {
        ended.set(`${namespace}/${run.job}`, run);
      }
      const newest = newestRun(locust);
      if (newest && !known.has(`${namespace}/${newest.job}`)) {
        gauges[JOB_STATE].push(
          ...enumeration(
            JOB_STATE,
            {
              name,
              job_name: newest.job,
              status: pastStatus(newest),
              ...place,
            },
            'stopped',
          ),
        );
      }
    }
    for (const job of theirJobs) {
      const labels = {
        name: locustNameOf(job),
        job_name: job.metadata.name,
      };
      const place: Place = { cluster, namespace: job.metadata.namespace };
      gauges[JOB_GAUGE].push(
        ...counted({ ...labels, ...place }, job.metadata.deletionTimestamp),
      );
      gauges[JOB_STATE].push(
        ...enumeration(
          JOB_STATE,
          {
            ...labels,
            status: jobStatus(job, ended.get(jobKey(job))),
            ...place,
          },
          jobState(job),
        ),
      );
    }
  }
  return [
    gauge(LOCUST_GAUGE, 'Locust resources: added 1, being deleted -1.', gauges),
    gauge(LOCUST_STATE, 'State of a Locust resource.', gauges),
    gauge(JOB_GAUGE, 'Jobs of masters: added 1, being deleted -1.', gauges),
    gauge(
      JOB_STATE,
      'State of the Job of a master; status is how it ended. Of a Job that was removed, as long as it is the newest run of its Locust.',
      gauges,
    ),
  ];
}

function gauge(
  name: string,
  help: string,
  samples: Readonly<Record<string, readonly MetricSample[]>>,
): MetricFamily {
  return { name, help, type: 'gauge', samples: samples[name] };
}

function counted(
  labels: Readonly<Record<string, string>>,
  deletionTimestamp: string | undefined,
): readonly MetricSample[] {
  return [
    { labels: { operation: 'ADDED', ...labels }, value: 1 },
    {
      labels: { operation: 'DELETED', ...labels },
      value: deletionTimestamp ? -1 : 0,
    },
  ];
}

/** The state is told in a label of the family's own name, as Prometheus' clients do. */
function enumeration(
  family: string,
  labels: Readonly<Record<string, string>>,
  state: State,
): readonly MetricSample[] {
  return STATES.map(it => ({
    labels: { ...labels, [family]: it },
    value: it === state ? 1 : 0,
  }));
}

/** Starting until its Job or CronJob is made, stopped once nothing will run any more, running in between. */
function locustState({ metadata, status }: LocustObject): State {
  if (metadata.deletionTimestamp) {
    return 'stopped';
  }
  switch (status.phase) {
    case undefined:
    case 'Pending':
    case 'Queued':
      return 'starting';
    case 'Finished':
    case 'Stopped':
    case 'Error':
    case 'Invalid':
      return 'stopped';
    default:
      return 'running';
  }
}

function isMasterJob({ metadata }: JobObject): boolean {
  return (
    metadata.labels?.[LABELS.locust] !== undefined &&
    metadata.labels[LABELS.issuedBy] !== undefined &&
    (metadata.ownerReferences ?? []).some(
      it => it.kind === 'Locust' || it.kind === 'CronJob',
    )
  );
}

function jobKey({ metadata }: JobObject): string {
  return `${metadata.namespace}/${metadata.name}`;
}

function locustNameOf({ metadata }: JobObject): string {
  return (
    metadata.annotations?.[ANNOTATIONS.locustName] ??
    metadata.labels?.[LABELS.locust] ??
    ''
  );
}

function jobState(job: JobObject): State {
  if (job.end || job.metadata.deletionTimestamp) {
    return 'stopped';
  }
  return job.suspended || !job.startTime ? 'starting' : 'running';
}

/** As its run has ended where that is known; till then as Kubernetes has it. */
function jobStatus({ end }: JobObject, run: LocustPastRun | undefined): string {
  if (!end) {
    return '';
  }
  if (end.result === 'complete') {
    return 'succeeded';
  }
  return run ? pastStatus(run) : 'failed';
}

/**
 * The run that ended last. Scheduled Jobs are removed as soon as their outcome is recorded, far sooner than an alert
 * that waits for two minutes could tell of a failed one.
 */
function newestRun({ status }: LocustObject): LocustPastRun | undefined {
  return status.lastRuns?.find(run => run.phase !== 'skipped');
}

/** Stopped by a threshold, the verdict would be that it failed. */
function wasStoppedByPerson({ phase, verdict }: LocustPastRun): boolean {
  return phase === 'stopped' && verdict !== 'failed';
}

/**
 * Locust exits with 1 after a single failed request, and its Job fails with it. That is an outcome to look at and no
 * failure that somebody has to be woken for, unless the thresholds of the test say so.
 */
function pastStatus(run: LocustPastRun): string {
  if (wasStoppedByPerson(run)) {
    return 'stopped';
  }
  return run.phase === 'finished' && run.verdict !== 'failed'
    ? 'succeeded'
    : 'failed';
}
