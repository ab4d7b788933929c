import type { LocustSpec } from './LocustSpec';

/*
 * What a resource may not set by hand, because the engine does: a second value would either be ignored or make the
 * run another one than its record says.
 */

/** Variables that the engine decides, each with what to use instead. */
export const ENGINE_VARIABLES: Readonly<Record<string, string>> = {
  LOCUST_RUN_TIME: 'use the field runTime',
  LOCUST_EXPECT_WORKERS_MAX_WAIT: 'use the field workersReadyTimeout',
  LOCUST_REPORTER_IGNORE_FIRST: 'use the field ignoreFirst',
  LOCUST_EXPECT_WORKERS: 'use the field workers',
  LOCUST_HEADLESS: 'leave it out',
  LOCUST_AUTOSTART: 'leave it out',
  LOCUST_MODE_MASTER: 'leave it out',
  LOCUST_MODE_WORKER: 'leave it out',
  LOCUST_MASTER_NODE_HOST: 'leave it out',
  LOCUST_MASTER_NODE_PORT: 'leave it out',
  LOCUST_MASTER_BIND_HOST: 'leave it out',
  LOCUST_MASTER_BIND_PORT: 'leave it out',
};

/** Options of Locust that the engine decides, each with what to use instead. */
export const ENGINE_OPTIONS: Readonly<Record<string, string>> = {
  '--run-time': 'use the field runTime',
  '--expect-workers': 'use the field workers',
  '--expect-workers-max-wait': 'use the field workersReadyTimeout',
  '--headless': 'leave it out',
  '--autostart': 'leave it out',
  '--master': 'leave it out',
  '--worker': 'leave it out',
  '--master-host': 'leave it out',
  '--master-port': 'leave it out',
  '--master-bind-host': 'leave it out',
  '--master-bind-port': 'leave it out',
};

/** The one short spelling among {@link ENGINE_OPTIONS}: that of `--run-time`. */
export const ENGINE_SHORT_OPTION = '-t';

/** Settings with a field of their own, which may be set otherwise as long as the field is not. */
export const FIELD_SETTINGS: readonly {
  readonly field: keyof LocustSpec;
  readonly variable: string;
  readonly option: string;
  readonly short: string;
}[] = [
  {
    field: 'users',
    variable: 'LOCUST_USERS',
    option: '--users',
    short: '-u',
  },
  {
    field: 'spawnRate',
    variable: 'LOCUST_SPAWN_RATE',
    option: '--spawn-rate',
    short: '-r',
  },
  { field: 'host', variable: 'LOCUST_HOST', option: '--host', short: '-H' },
  { field: 'tags', variable: 'LOCUST_TAGS', option: '--tags', short: '-T' },
  {
    field: 'excludeTags',
    variable: 'LOCUST_EXCLUDE_TAGS',
    option: '--exclude-tags',
    short: '-E',
  },
  {
    field: 'locustfile',
    variable: 'LOCUST_LOCUSTFILE',
    option: '--locustfile',
    short: '-f',
  },
];

/** Labels of pods that the engine or Kubernetes sets. */
export const RESERVED_LABELS: readonly string[] = [
  'app',
  'locust',
  'issued_by',
  'app.kubernetes.io/name',
  'app.kubernetes.io/instance',
  'app.kubernetes.io/component',
  'app.kubernetes.io/managed-by',
  'backstage.io/kubernetes-id',
  'controller-uid',
  'job-name',
];

/** Prefixes of labels that are set by the engine or by Kubernetes. */
export const RESERVED_LABEL_PREFIXES: readonly string[] = [
  'locust-qa.xyz/',
  'batch.kubernetes.io/',
];

/** Prefix of the engine's own annotations. */
export const RESERVED_ANNOTATION_PREFIX = 'locust-qa.xyz/';
