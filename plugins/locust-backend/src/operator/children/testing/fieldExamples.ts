import type { LocustSpec } from 'backstage-plugin-locust-common';
import type { PodChange } from './aLocust';

/** A field of the resource and what comes of it in the pods. Empty: it is not told to them. */
export interface FieldExample {
  readonly spec: LocustSpec;
  readonly master: PodChange;
  readonly worker: PodChange;
}

const IN_BOTH = (spec: LocustSpec, change: PodChange): FieldExample => ({
  spec,
  master: change,
  worker: change,
});

const IN_NEITHER = (spec: LocustSpec): FieldExample => IN_BOTH(spec, {});

const AFFINITY = {
  nodeAffinity: {
    requiredDuringSchedulingIgnoredDuringExecution: {
      nodeSelectorTerms: [
        {
          matchExpressions: [{ key: 'disk', operator: 'In', values: ['ssd'] }],
        },
      ],
    },
  },
} as const;

const ROLE = {
  resources: { requests: { cpu: '500m' }, limits: { memory: '1Gi' } },
  nodeSelector: { pool: 'load' },
  tolerations: [{ key: 'load', operator: 'Exists' }],
  affinity: AFFINITY,
  labels: { team: 'shop' },
  annotations: { 'example.com/note': 'text' },
  serviceAccountName: 'load-tests',
  extraArgs: ['--stop-timeout', '30'],
} as const;

const roleChange = (args: readonly string[]): PodChange => ({
  labels: ROLE.labels,
  annotations: ROLE.annotations,
  container: {
    resources: ROLE.resources,
    args: [...args, ...ROLE.extraArgs],
  },
  pod: {
    nodeSelector: ROLE.nodeSelector,
    tolerations: ROLE.tolerations,
    affinity: ROLE.affinity,
    serviceAccountName: ROLE.serviceAccountName,
  },
});

/** Every field of the spec: one that is missing here does not compile. */
export const FIELD_EXAMPLES: {
  readonly [F in keyof Required<LocustSpec>]: FieldExample;
} = {
  workers: {
    spec: { workers: 3 },
    master: {
      container: { args: ['--master', '--headless', '--expect-workers=3'] },
    },
    // Their number is the ReplicaSet's.
    worker: {},
  },
  image: IN_BOTH({ image: 'shop:1' }, { container: { image: 'shop:1' } }),
  imagePullSecret: IN_BOTH(
    { imagePullSecret: 'pull' },
    { pod: { imagePullSecrets: [{ name: 'pull' }] } },
  ),
  command: IN_BOTH(
    { command: 'locust -f "my file.py"' },
    { container: { command: ['locust', '-f', 'my file.py'] } },
  ),
  configMapRef: IN_BOTH(
    { configMapRef: 'settings' },
    { container: { envFrom: [{ configMapRef: { name: 'settings' } }] } },
  ),
  secretRef: IN_BOTH(
    { secretRef: 'keys' },
    { container: { envFrom: [{ secretRef: { name: 'keys' } }] } },
  ),
  env: IN_BOTH(
    {
      env: [
        { name: 'A', value: '' },
        {
          name: 'B',
          valueFrom: { secretKeyRef: { name: 'keys', key: 'b' } },
        },
      ],
    },
    { env: { A: '', B: { secretKeyRef: { name: 'keys', key: 'b' } } } },
  ),
  envFrom: IN_BOTH(
    { envFrom: [{ prefix: 'P_', configMapRef: { name: 'more' } }] },
    {
      container: {
        envFrom: [{ prefix: 'P_', configMapRef: { name: 'more' } }],
      },
    },
  ),
  mountExternalConfig: IN_BOTH(
    { mountExternalConfig: { mountPath: '/mnt/a', name: 'files' } },
    {
      mounts: {
        '/mnt/a': { configMap: { name: 'files' }, readOnly: true },
      },
    },
  ),
  mountExternalSecret: IN_BOTH(
    { mountExternalSecret: { mountPath: '/mnt/b', name: 'keys' } },
    {
      mounts: {
        '/mnt/b': { secret: { secretName: 'keys' }, readOnly: true },
      },
    },
  ),
  mounts: {
    spec: {
      mounts: [
        { configMap: 'files', mountPath: '/a' },
        { secret: 'keys', mountPath: '/b', target: 'master' },
        { persistentVolumeClaim: 'data', mountPath: '/c', target: 'both' },
        { configMap: 'other', mountPath: '/b', target: 'worker' },
      ],
    },
    master: {
      mounts: {
        '/a': { configMap: { name: 'files' }, readOnly: true },
        '/b': { secret: { secretName: 'keys' }, readOnly: true },
        '/c': { persistentVolumeClaim: { claimName: 'data' } },
      },
    },
    worker: {
      mounts: {
        '/a': { configMap: { name: 'files' }, readOnly: true },
        '/b': { configMap: { name: 'other' }, readOnly: true },
        '/c': { persistentVolumeClaim: { claimName: 'data' } },
      },
    },
  },
  runTime: {
    spec: { runTime: '1h30m' },
    master: {
      env: { LOCUST_RUN_TIME: '1h30m' },
      // 5 minutes for the workers to connect, the run time, 5 minutes of grace.
      pod: { activeDeadlineSeconds: 300 + 5400 + 300 },
    },
    // Those of 2.8.5 exit when they are given one.
    worker: {},
  },
  schedule: IN_NEITHER({ schedule: '@daily' }),
  timeZone: IN_NEITHER({ timeZone: 'Europe/Berlin' }),
  suspend: IN_NEITHER({ suspend: true }),
  concurrencyPolicy: IN_NEITHER({ concurrencyPolicy: 'Replace' }),
  startingDeadlineSeconds: IN_NEITHER({ startingDeadlineSeconds: 60 }),
  users: {
    spec: { users: 100 },
    master: { env: { LOCUST_USERS: '100' } },
    worker: {},
  },
  spawnRate: {
    spec: { spawnRate: 0.5 },
    master: { env: { LOCUST_SPAWN_RATE: '0.5' } },
    worker: {},
  },
  host: IN_BOTH(
    { host: 'http://shop' },
    { env: { LOCUST_HOST: 'http://shop' } },
  ),
  tags: IN_BOTH({ tags: ['a', 'b'] }, { env: { LOCUST_TAGS: '[a,b]' } }),
  excludeTags: IN_BOTH(
    { excludeTags: ['c'] },
    { env: { LOCUST_EXCLUDE_TAGS: '[c]' } },
  ),
  locustfile: IN_BOTH(
    { locustfile: { configMap: 'tests', key: 't.py' } },
    {
      env: { LOCUST_LOCUSTFILE: '/var/run/locust-qa.xyz/locustfile/t.py' },
      mounts: {
        '/var/run/locust-qa.xyz/locustfile': {
          configMap: { name: 'tests' },
          readOnly: true,
        },
      },
    },
  ),
  workersReadyTimeout: {
    spec: { workersReadyTimeout: '2m' },
    master: {
      env: { LOCUST_EXPECT_WORKERS_MAX_WAIT: '120' },
      pod: { activeDeadlineSeconds: 120 + 300 + 300 },
    },
    worker: {},
  },
  thresholds: IN_NEITHER({ thresholds: ['p95 < 1s'] }),
  // What it does where the engine has a reporter is told beside the master's builder.
  ignoreFirst: IN_NEITHER({ ignoreFirst: '30s' }),
  stopWhen: IN_NEITHER({ stopWhen: ['fail_ratio > 50% for 60s'] }),
  // What it does where the engine has a reporter is told beside the master's builder.
  reporter: IN_NEITHER({ reporter: true }),
  ttlAfterFinished: IN_NEITHER({ ttlAfterFinished: 'never' }),
  stop: IN_NEITHER({ stop: true }),
  master: {
    spec: { master: ROLE },
    master: roleChange(['--master', '--headless', '--expect-workers=1']),
    worker: {},
  },
  worker: {
    spec: { worker: ROLE },
    master: {},
    worker: roleChange(['--worker', '--headless', '--master-host=service-x']),
  },
};
