import {
  ANNOTATIONS,
  LOCUST_SPEC_DEFAULTS,
  type LocustSpec,
  type Trigger,
} from 'backstage-plugin-locust-common';
import type { RunStart } from '../runs/RunStore';
import { testOf } from './children/childMetadata';
import { deadlinesOf } from './deadlines';
import type { EngineConfig } from './EngineConfig';
import type { LocustObject } from './LocustObject';
import { isStartedByHand, type JobObject } from './observed/JobObject';
import { isMadeByPortal } from './retention';
import { runId } from './runId';
import { specAsRun } from './specAsRun';

/** A cluster by name and by what stays when it is renamed. */
export interface ClusterIdentity {
  readonly name: string;
  /** UID of its `kube-system` namespace. */
  readonly uid: string;
}

export interface RunStartOptions {
  readonly cluster: ClusterIdentity;
  readonly config: EngineConfig;
  /** Undefined: no Job yet, or it is gone. */
  readonly job?: JobObject;
  readonly jobName: string;
  readonly scheduled: boolean;
  /** What the portal has found out; an annotation alone proves nothing. */
  readonly entityRef?: string;
}

/** What identifies a run, from its resource and, once there is one, its Job. */
export function runStart(
  locust: LocustObject,
  options: RunStartOptions,
): RunStart {
  const { cluster, config, job, jobName, scheduled } = options;
  const { metadata } = locust;
  const spec = startedSpec(job) ?? specAsRun(locust);
  const createdAt =
    (scheduled && job?.metadata.creationTimestamp) ||
    metadata.creationTimestamp;
  return {
    id: runId(cluster.uid, metadata.uid, jobName),
    cluster: cluster.name,
    clusterUid: cluster.uid,
    namespace: metadata.namespace,
    locustName: metadata.name,
    locustUid: metadata.uid,
    jobName,
    jobUid: job?.metadata.uid,
    test: testOf(locust),
    entityRef: options.entityRef,
    scheduled,
    trigger: triggerOf(locust, job, scheduled),
    requestedBy:
      job?.metadata.annotations?.[ANNOTATIONS.requestedBy] ??
      (scheduled ? undefined : metadata.annotations?.[ANNOTATIONS.requestedBy]),
    createdAt: createdAt ? new Date(createdAt) : new Date(0),
    spec: { ...spec },
    runTimeSeconds: runTimeOf(spec, config),
    users: spec.users,
    workersWanted: spec.workers ?? LOCUST_SPEC_DEFAULTS.workers,
  };
}

/** The spec that a Job was made from; an edit of the resource does not change it. */
export function startedSpec(
  job: JobObject | undefined,
): LocustSpec | undefined {
  const written = job?.metadata.annotations?.[ANNOTATIONS.spec];
  if (written === undefined) {
    return undefined;
  }
  try {
    const spec: unknown = JSON.parse(written);
    return typeof spec === 'object' && spec !== null
      ? (spec as LocustSpec)
      : undefined;
  } catch {
    // Somebody edited it: the resource's own spec has to do.
    return undefined;
  }
}

function triggerOf(
  locust: LocustObject,
  job: JobObject | undefined,
  scheduled: boolean,
): Trigger {
  if (!scheduled) {
    return isMadeByPortal(locust) ? 'user' : 'resource';
  }
  if (job?.metadata.annotations?.[ANNOTATIONS.requestedBy] !== undefined) {
    return 'user';
  }
  return job && isStartedByHand(job) ? 'resource' : 'schedule';
}

/** A resource that is invalid has no run time, and must not keep anybody from looking at it. */
function runTimeOf(spec: LocustSpec, config: EngineConfig): number | undefined {
  try {
    return deadlinesOf(spec, config).runTime;
  } catch {
    return undefined;
  }
}
