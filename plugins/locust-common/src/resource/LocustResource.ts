/** The `Locust` custom resource: `locust-qa.xyz/v1`, namespaced, with a status subresource. */

export type {
  ConcurrencyPolicy,
  LocustEnvSource,
  LocustEnvVariable,
  LocustMount,
  LocustMountSource,
  LocustRole,
  LocustSpec,
} from './LocustSpec';
export type {
  LocustfileFolder,
  LocustfileSource,
} from './spec/locustfileField';

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
  /** On children: the name of the `Locust`, where it fits a label value. */
  locust: 'locust',
  /** On Jobs: what made them, `locust` (a one-off) or `cronjob`. */
  issuedBy: 'issued_by',
  /** On masters' pods: the name of their Job. */
  app: 'app',
  /** On children: the UID of the Job that they serve; Service and ReplicaSet select by it. */
  jobUid: 'locust-qa.xyz/job-uid',
  /** On pods: `master` or `worker`. */
  role: 'locust-qa.xyz/role',
  /** On `Locust` resources: the name of the test, under which runs are compared. Default is the resource's name. */
  test: 'locust-qa.xyz/test',
  /** On pods: whose the run is, as `group.default.shop`; for those who look at what load tests cost. */
  owner: 'locust-qa.xyz/owner',
  /** On pods: the catalog entity of the run, as `component.default.shop`. */
  entity: 'locust-qa.xyz/entity',
  /** On children: that the engine looks after them, by `backstage-plugin-locust`. */
  managedBy: 'app.kubernetes.io/managed-by',
  /** On children: `locust`. */
  name: 'app.kubernetes.io/name',
  /** On children: the `Locust`, as the label `locust` has it. */
  instance: 'app.kubernetes.io/instance',
  /** On children: what they are for: `master`, `worker`, `schedule` or `locustfile`. */
  component: 'app.kubernetes.io/component',
} as const;

/** Names of annotations. @public */
export const ANNOTATIONS = {
  /** On catalog entities: the cluster of their load tests, by its name in the configuration. Default is the first one. */
  cluster: 'locust-qa.xyz/cluster',
  /** On catalog entities: the namespace of their load tests. Default is `locust.defaultNamespace`. */
  namespace: 'locust-qa.xyz/namespace',
  /** On catalog entities: the base address that the form begins with. */
  host: 'locust-qa.xyz/host',
  /**
   * On catalog entities: the path of the locustfile below the component's own source location, with which the form
   * begins. One that ends in a slash is a folder, of which `locustfile.py` runs.
   */
  locustfile: 'locust-qa.xyz/locustfile',
  /**
   * On `Locust` resources: the full reference of the catalog entity that it belongs to. It counts in the cluster and
   * namespace of that entity's own load tests.
   */
  entityRef: 'locust-qa.xyz/entity-ref',
  /** On `Locust` resources: entity reference of the person who asked for it. */
  requestedBy: 'locust-qa.xyz/requested-by',
  /** On a run's Job: asks for a graceful stop. Any value does, but `false`. */
  stop: 'locust-qa.xyz/stop',
  /** On a run's Job: the engine stops it because a condition of `stopWhen` was met; the sentence that says which. */
  stoppedWhen: 'locust-qa.xyz/stopped-when',
  /** On a run's Job: why the engine was told to stop it, where it was not a person's request about this run. */
  stopReason: 'locust-qa.xyz/stop-reason',
  /** On children: the full name of the `Locust`, which a label may be too short for. */
  locustName: 'locust-qa.xyz/locust-name',
  /** On a run's Job: the spec that the run started with, as JSON. */
  spec: 'locust-qa.xyz/spec',
  /** On `Locust` resources: `portal` where the portal has made it. */
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
