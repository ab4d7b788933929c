/** A Kubernetes object as JSON, with no more known of it than every object has. */
export interface KubeJson {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly uid: string;
    readonly resourceVersion: string;
    readonly creationTimestamp?: string;
    readonly deletionTimestamp?: string;
    readonly labels?: Readonly<Record<string, string>> | null;
    readonly annotations?: Readonly<Record<string, string>>;
    readonly finalizers?: readonly string[];
    readonly ownerReferences?: readonly {
      readonly apiVersion: string;
      readonly kind: string;
      readonly name: string;
      readonly uid: string;
    }[];
  };
  readonly spec?: Loose;
  readonly status?: Loose;
  readonly data?: Readonly<Record<string, string>>;
}

/** JSON that is looked into by those who know what it is. */
export interface Loose {
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- JSON of many kinds, read by a test
  readonly [key: string]: any;
}

/** Where a resource is served. */
export interface ResourcePath {
  /** As in paths: `/apis/batch/v1`. */
  readonly root: string;
  readonly plural: string;
}

export const RESOURCES = {
  locusts: { root: '/apis/locust-qa.xyz/v1', plural: 'locusts' },
  jobs: { root: '/apis/batch/v1', plural: 'jobs' },
  cronjobs: { root: '/apis/batch/v1', plural: 'cronjobs' },
  services: { root: '/api/v1', plural: 'services' },
  replicasets: { root: '/apis/apps/v1', plural: 'replicasets' },
  pods: { root: '/api/v1', plural: 'pods' },
  configmaps: { root: '/api/v1', plural: 'configmaps' },
  secrets: { root: '/api/v1', plural: 'secrets' },
  events: { root: '/api/v1', plural: 'events' },
  resourcequotas: { root: '/api/v1', plural: 'resourcequotas' },
  leases: { root: '/apis/coordination.k8s.io/v1', plural: 'leases' },
} as const satisfies Readonly<Record<string, ResourcePath>>;

export type ResourceName = keyof typeof RESOURCES;
