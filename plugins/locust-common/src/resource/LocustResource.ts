/** The `Locust` custom resource: `locust-qa.xyz/v1`, namespaced, with a status subresource. */

export type {
  ConcurrencyPolicy,
  LocustMount,
  LocustSpec,
} from './spec/locustSpecField';
export type {
  LocustEnvSource,
  LocustEnvVariable,
} from './spec/environmentFields';
export type {
  LocustfileFolder,
  LocustfileSource,
} from './spec/locustfileField';
export type { LocustMountSource } from './spec/mountFields';
export type { LocustRole } from './spec/roleFields';

/** @public */
export const LOCUST_GROUP = 'locust-qa.xyz';
/** @public */
export const LOCUST_VERSION = 'v1';
/** @public */
export const LOCUST_API_VERSION = `${LOCUST_GROUP}/${LOCUST_VERSION}`;
/** @public */
export const LOCUST_KIND = 'Locust';
/** @public */
export const LOCUST_PLURAL = 'locusts';

/** Names of the `Locust`'s own and its children's labels. @public */
export const LABELS = {
  /** The name of the `Locust`, on every child, where it fits a label value. */
  locust: 'locust',
  /** What made a Job: `locust` (one-off) or `cronjob`. */
  issuedBy: 'issued_by',
  /** The master's Job name, on its pods; what the original called `app`. */
  app: 'app',
  /** The UID of the Job that a child serves; Service and ReplicaSet select by it. */
  jobUid: 'locust-qa.xyz/job-uid',
  /** The role of a pod: `master` or `worker`. */
  role: 'locust-qa.xyz/role',
  /** The name under which runs are compared. */
  test: 'locust-qa.xyz/test',
  /** On pods: whose the run is, as `group.default.shop`; for those who look at what load tests cost. */
  owner: 'locust-qa.xyz/owner',
  /** On pods: the catalog entity of the run, as `component.default.shop`. */
  entity: 'locust-qa.xyz/entity',
  managedBy: 'app.kubernetes.io/managed-by',
  name: 'app.kubernetes.io/name',
  instance: 'app.kubernetes.io/instance',
  component: 'app.kubernetes.io/component',
} as const;

/** Names of annotations. @public */
export const ANNOTATIONS = {
  /** On catalog entities: the cluster, namespace, target and locustfile of their load tests. */
  cluster: 'locust-qa.xyz/cluster',
  namespace: 'locust-qa.xyz/namespace',
  host: 'locust-qa.xyz/host',
  locustfile: 'locust-qa.xyz/locustfile',
  /** On `Locust` resources and their children: the full reference of the catalog entity. */
  entityRef: 'locust-qa.xyz/entity-ref',
  /** On `Locust` resources: entity reference of the person who asked for it. */
  requestedBy: 'locust-qa.xyz/requested-by',
  /** On a run's Job: asks for a graceful stop. */
  stop: 'locust-qa.xyz/stop',
  /** On a run's Job: the engine stops it because a condition of `stopWhen` was met; the sentence that says which. */
  stoppedWhen: 'locust-qa.xyz/stopped-when',
  /** On a run's Job: why the engine was told to stop it, where it was not a person's request about this run. */
  stopReason: 'locust-qa.xyz/stop-reason',
  /** On children: the full name of the `Locust`, which a label may be too short for. */
  locustName: 'locust-qa.xyz/locust-name',
  /** On a master Job: the spec the run started with, as JSON. */
  spec: 'locust-qa.xyz/spec',
  /** On `Locust` resources made by the portal. */
  createdBy: 'locust-qa.xyz/created-by',
} as const;

/** @public */
export type LocustPhase =
  | 'Pending'
  | 'Queued'
  | 'Starting'
  | 'Running'
  | 'Finished'
  | 'Stopped'
  | 'Error'
  | 'Scheduled'
  | 'Suspended'
  | 'Invalid';

/** A condition of the shape that Kubernetes uses everywhere. @public */
export interface LocustCondition {
  readonly type:
    | 'Valid'
    | 'Admitted'
    | 'WorkersReady'
    | 'Complete'
    | 'Passed'
    | 'Degraded';
  readonly status: 'True' | 'False' | 'Unknown';
  readonly reason: string;
  readonly message: string;
  readonly lastTransitionTime: string;
  readonly observedGeneration?: number;
}

/** A run in `status.activeRuns`. @public */
export interface LocustActiveRun {
  readonly id: string;
  readonly job: string;
  readonly jobUid?: string;
  readonly phase: string;
  readonly startTime?: string;
  /**
   * `resourceVersion` of the `Locust` just before this run was named: the Job, if it was ever made, is younger. Gone
   * once `jobUid` is known.
   */
  readonly announcedAtVersion?: string;
}

/** A run in `status.lastRuns`. @public */
export interface LocustPastRun {
  readonly id: string;
  readonly job: string;
  readonly phase: string;
  readonly verdict: string;
  readonly startTime?: string;
  readonly endTime?: string;
  readonly requests?: number;
  /** Failures per request as text with four digits, for CRD schemas discourage floats. */
  readonly failureRatio?: string;
  /** Milliseconds. */
  readonly p95?: number;
}

/** @public */
export interface LocustStatus {
  readonly observedGeneration?: number;
  readonly phase?: LocustPhase;
  readonly message?: string;
  readonly verdict?: string;
  readonly conditions?: readonly LocustCondition[];
  readonly activeRuns?: readonly LocustActiveRun[];
  readonly lastRuns?: readonly LocustPastRun[];
  readonly nextScheduleTime?: string;
  readonly lastScheduleTime?: string;
}
