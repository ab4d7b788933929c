import { readdir, readFile } from 'node:fs/promises';
import https, { type RequestOptions } from 'node:https';
import path from 'node:path';
import { KubeConfig } from '@kubernetes/client-node';
import {
  locustDefinition,
  type LocustSpec,
  validateLocustSpec,
} from 'backstage-plugin-locust-common';
import { parseAllDocuments } from 'yaml';
import {
  documentationPages,
  readCodeBlocks,
} from '../../documentation/blocks/readCodeBlocks';
import { KubeClient } from '../kube/client/KubeClient';
import type { KubeObject } from '../kube/KubeObject';
import { CRON_JOBS, NAMESPACES } from '../kube/ResourceTypes';
import { createTransport, type Transport } from '../kube/transport/Transport';
import { cronJob, cronJobPatch } from './children/cronJob';
import { inlineLocustfile } from './children/inlineLocustfile';
import { masterJob } from './children/masterJob';
import { reporterConfigMap } from './children/reporterConfigMap';
import { service } from './children/service';
import { aLocust, JOB } from './children/testing/aLocust';
import { FIELD_EXAMPLES } from './children/testing/fieldExamples';
import { workers } from './children/workers';
import { ENGINE_DEFAULTS } from './EngineConfig';
import { installResourceDefinition } from './resourceDefinition';
import { eventually } from './testing/eventually';

jest.setTimeout(120_000);

const EXPRESSIONS = [
  { key: 'example.com/disk', operator: 'In', values: ['ssd', 'nvme'] },
  { key: 'old', operator: 'DoesNotExist' },
] as const;

const POD_TERM = {
  topologyKey: 'kubernetes.io/hostname',
  labelSelector: {
    matchLabels: { app: 'shop' },
    matchExpressions: EXPRESSIONS,
  },
  namespaceSelector: {
    matchLabels: { team: 'shop' },
    matchExpressions: EXPRESSIONS,
  },
  namespaces: ['shop'],
  matchLabelKeys: ['pool'],
  mismatchLabelKeys: ['zone'],
} as const;

const POD_AFFINITY = {
  requiredDuringSchedulingIgnoredDuringExecution: [POD_TERM],
  preferredDuringSchedulingIgnoredDuringExecution: [
    { weight: 100, podAffinityTerm: POD_TERM },
  ],
} as const;

const NODE_TERM = {
  matchExpressions: [
    ...EXPRESSIONS,
    { key: 'cores', operator: 'Gt', values: ['8'] },
  ],
  matchFields: [{ key: 'metadata.name', operator: 'In', values: ['node-1'] }],
} as const;

const ROLE: NonNullable<LocustSpec['master']> = {
  resources: {
    requests: { cpu: '500m', memory: '512Mi' },
    limits: { cpu: '2', memory: '1Gi', 'example.com/card': '1' },
  },
  nodeSelector: { 'example.com/pool': 'load' },
  tolerations: [
    {
      key: 'load',
      operator: 'Equal',
      value: 'yes',
      effect: 'NoExecute',
      tolerationSeconds: 60,
    },
    { operator: 'Exists' },
  ],
  affinity: {
    nodeAffinity: {
      requiredDuringSchedulingIgnoredDuringExecution: {
        nodeSelectorTerms: [NODE_TERM],
      },
      preferredDuringSchedulingIgnoredDuringExecution: [
        { weight: 1, preference: NODE_TERM },
      ],
    },
    podAffinity: POD_AFFINITY,
    podAntiAffinity: POD_AFFINITY,
  },
  labels: { team: 'shop' },
  annotations: { 'sidecar.istio.io/inject': 'false' },
  serviceAccountName: 'load-tests',
  extraArgs: ['--stop-timeout', '30'],
};

/** Together they use every field that there is, which a test makes sure of. */
const EVERYTHING: readonly Readonly<Record<string, unknown>>[] = [
  {
    workers: 3,
    image: 'registry.example.com/shop@sha256:0123',
    imagePullSecret: 'pull',
    command: 'locust -f "/mnt/my file.py"',
    configMapRef: 'settings',
    secretRef: 'keys',
    env: [
      { name: 'A', value: '' },
      {
        name: 'B',
        valueFrom: {
          configMapKeyRef: { name: 'a', key: 'k.py', optional: true },
        },
      },
      {
        name: 'C',
        valueFrom: { secretKeyRef: { name: 'a', key: 'k', optional: false } },
      },
      {
        name: 'D',
        valueFrom: {
          fieldRef: { fieldPath: "metadata.labels['app']", apiVersion: 'v1' },
        },
      },
      {
        name: 'E',
        valueFrom: {
          resourceFieldRef: { resource: 'limits.memory', divisor: '1Mi' },
        },
      },
    ],
    envFrom: [
      { prefix: 'P_', configMapRef: { name: 'a', optional: true } },
      { secretRef: { name: 'a', optional: true } },
    ],
    mountExternalConfig: { mountPath: '/mnt/a', name: 'files' },
    mountExternalSecret: { mountPath: '/mnt/b', name: 'keys' },
    mounts: [
      { configMap: 'files', mountPath: '/mnt/c', target: 'master' },
      { secret: 'keys', mountPath: '/mnt/c', target: 'worker' },
      { persistentVolumeClaim: 'data', mountPath: '/mnt/d', target: 'both' },
    ],
    runTime: '1h30m',
    users: 100,
    spawnRate: 0.5,
    host: 'https://shop.example.com',
    tags: ['a', 'b'],
    excludeTags: ['c'],
    workersReadyTimeout: '2m',
    thresholds: [
      'p95 < 500ms',
      'fail_ratio < 1%',
      'GET /say "hello": 🛒: p99.99 <= 1.5s',
      '"" "\\n": failures == 0',
    ],
    ignoreFirst: '30s',
    stopWhen: ['fail_ratio > 50% for 60s', 'GET /a: rps < 1/s for 1m30s'],
    reporter: true,
    ttlAfterFinished: 'never',
    stop: false,
    suspend: false,
    master: ROLE,
    worker: ROLE,
  },
  {
    schedule: '*/5 2-4 * * MON-FRI',
    timeZone: 'Europe/Berlin',
    suspend: true,
    concurrencyPolicy: 'Replace',
    startingDeadlineSeconds: 60,
    mount_external_config: { mountPath: '/mnt/a', name: 'files' },
    mount_external_secret: { mount_path: '/mnt/b', name: 'keys' },
    run_time: 300,
    locustfile: { configMap: 'tests', key: 'shop.py' },
  },
  {
    mountExternalConfig: { mount_path: '/mnt/a', name: 'files' },
    mountExternalSecret: { mount_path: '/mnt/b', name: 'keys' },
    mount_external_config: { mount_path: '/mnt/a', name: 'files' },
    mount_external_secret: { mountPath: '/mnt/b', name: 'keys' },
    locustfile: { inline: 'import locust\n' },
  },
  {
    locustfile: {
      snapshot: '0123456789abcdef'.repeat(4),
      files: ['locustfile.py', 'lib/shop.py', 'data/users.csv'],
    },
  },
];

/** What templates leave, which the original took as not given. */
const EMPTY = {
  image: '',
  imagePullSecret: '',
  command: '',
  configMapRef: '',
  secretRef: '',
  schedule: '',
  timeZone: '',
  host: '',
  runTime: '',
  mountExternalConfig: {},
  mountExternalSecret: {},
  master: {},
  tags: [],
  env: [],
};

/** Every path of members, list items and entries all alike. */
function pathsOf(value: unknown, at = ''): readonly string[] {
  if (Array.isArray(value)) {
    return value.flatMap(it => pathsOf(it, `${at}[]`));
  }
  return typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([name, it]) => [
        `${at}.${name}`,
        ...pathsOf(it, `${at}.${name}`),
      ])
    : [];
}

function schemaPaths(schema: any, at = ''): readonly string[] {
  return [
    ...Object.entries(schema.properties ?? {}).flatMap(([name, it]) => [
      `${at}.${name}`,
      ...schemaPaths(it, `${at}.${name}`),
    ]),
    ...(schema.items ? schemaPaths(schema.items, `${at}[]`) : []),
  ];
}

interface Answer {
  readonly ok: boolean;
  /** The object, or a `Status` with the refusal. */
  readonly body: any;
}

/** A server that does not serve a definition yet says so in plain words. */
function readBody(text: string): unknown {
  return text.startsWith('{') ? JSON.parse(text) : { message: text };
}

describe('the resource at a real API server', () => {
  let kubeConfig: KubeConfig;
  let connection: RequestOptions;
  let transport: Transport;
  let client: KubeClient;
  const namespace = `resource-${Math.random().toString(36).slice(2, 10)}`;

  /** As kubectl does it: our own transport takes out of messages what may be a secret. */
  async function ask(
    method: 'GET' | 'POST',
    where: string,
    options: { readonly accept?: string; readonly body?: object } = {},
  ): Promise<Answer> {
    const { accept = 'application/json', body } = options;
    const request: RequestOptions = {
      ...connection,
      method,
      headers: {
        ...connection.headers,
        ...{ accept, 'content-type': 'application/json' },
      },
    };
    const { server } = kubeConfig.getCurrentCluster()!;
    return new Promise((resolve, reject) => {
      const call = https.request(`${server}${where}`, request, response => {
        const chunks: Buffer[] = [];
        response.on('data', chunk => chunks.push(chunk));
        response.on('end', () =>
          resolve({
            ok: response.statusCode! < 300,
            body: readBody(Buffer.concat(chunks).toString()),
          }),
        );
      });
      call.on('error', reject);
      call.end(body && JSON.stringify(body));
    });
  }

  /** What would be stored, or the refusal. Unknown fields are refused as well. */
  const tryOut = (collection: string, body: object) =>
    ask('POST', `${collection}?dryRun=All&fieldValidation=Strict`, { body });

  const tryLocust = (spec: unknown) =>
    tryOut(`/apis/locust-qa.xyz/v1/namespaces/${namespace}/locusts`, {
      apiVersion: 'locust-qa.xyz/v1',
      kind: 'Locust',
      metadata: { name: 'x', namespace },
      spec,
    });

  const tryChild = (child: {
    readonly apiVersion: string;
    readonly kind: string;
  }) =>
    tryOut(
      `${child.apiVersion === 'v1' ? '/api' : '/apis'}/${
        child.apiVersion
      }/namespaces/${namespace}/${child.kind.toLowerCase()}s`,
      child,
    );

  beforeAll(async () => {
    const file = process.env.LOCUST_TEST_KUBECONFIG;
    if (!file) {
      throw new Error(
        'Set LOCUST_TEST_KUBECONFIG to the kubeconfig of a control plane',
      );
    }
    kubeConfig = new KubeConfig();
    kubeConfig.loadFromFile(file);
    connection = {};
    await kubeConfig.applyToHTTPSOptions(connection);
    const { ca, cert, key } = connection;
    connection.agent = new https.Agent({ keepAlive: true, ca, cert, key });
    transport = createTransport({ kubeConfig });
    client = new KubeClient(transport, { fieldManager: 'test' });
    await installResourceDefinition(client, new AbortController().signal);
    await client.create(NAMESPACES, { metadata: { name: namespace } });
    await eventually('the definition is served', async () => {
      const answer = await tryLocust({ thresholds: ['?'] });
      return !answer.ok && answer.body.code === 422;
    });
  });

  afterAll(async () => {
    await client.delete(
      NAMESPACES,
      { name: namespace },
      { propagationPolicy: 'Background' },
    );
    await transport.close();
    (connection.agent as https.Agent).destroy();
  });

  it('has an example of every field', () => {
    const { spec } =
      locustDefinition().spec.versions[0].schema.openAPIV3Schema.properties;
    const used = new Set(EVERYTHING.flatMap(it => pathsOf(it)));
    expect(schemaPaths(spec).filter(it => !used.has(it))).toEqual([]);
  });

  it.each(EVERYTHING.map((spec, index) => [index, spec] as const))(
    'keeps every field as it was written (%d)',
    async (_index, spec) => {
      expect(validateLocustSpec(spec)).toEqual([]);
      // Neither taken away nor added by defaults.
      expect((await tryLocust(spec)).body.spec).toEqual(spec);
    },
  );

  it('takes what templates leave empty', async () => {
    expect(validateLocustSpec(EMPTY)).toEqual([]);
    expect((await tryLocust(EMPTY)).body.spec).toEqual(EMPTY);
  });

  it('takes every manifest of the examples unchanged', async () => {
    const folder = path.resolve(__dirname, '../../../../examples/manifests');
    const files = await readdir(folder);
    const texts = await Promise.all(
      files.map(it => readFile(path.join(folder, it), 'utf8')),
    );
    const specs = specsOf(texts);
    expect(specs.length).toBeGreaterThan(2);
    await expectTakenUnchanged(specs);
  });

  it('takes every manifest of the documentation unchanged', async () => {
    const specs = specsOf(
      documentationPages()
        .flatMap(it => readCodeBlocks(it))
        .filter(it => it.language === 'yaml')
        .map(it => it.text),
    );
    expect(specs.length).toBeGreaterThan(1);
    await expectTakenUnchanged(specs);
  });

  /** Of the `Locust` manifests among others. */
  function specsOf(texts: readonly string[]): readonly object[] {
    return texts
      .flatMap(it => parseAllDocuments(it))
      .map(it => it.toJS())
      .filter(it => it.kind === 'Locust')
      .map(it => it.spec);
  }

  async function expectTakenUnchanged(specs: readonly object[]): Promise<void> {
    for (const spec of specs) {
      expect(validateLocustSpec(spec)).toEqual([]);
      expect((await tryLocust(spec)).body.spec).toEqual(spec);
    }
  }

  it('is shown by kubectl with its state, and found by its short names', async () => {
    const collection = `/apis/locust-qa.xyz/v1/namespaces/${namespace}/locusts`;
    const { body: table } = await ask('GET', collection, {
      accept: 'application/json;as=Table;v=v1;g=meta.k8s.io',
    });
    expect(
      table.columnDefinitions
        .filter((it: any) => it.priority === 0)
        .map((it: any) => it.name),
    ).toEqual([
      'Name',
      'Phase',
      'Verdict',
      'Workers',
      'Schedule',
      'Run time',
      'Last run',
      'Age',
    ]);
    const { body } = await ask('GET', '/apis/locust-qa.xyz/v1');
    expect(
      body.resources.find((it: any) => it.name === 'locusts').shortNames,
    ).toEqual(['lct', 'lcts']);
  });

  /** Spec, the field that the validator names, and what the API server says. */
  const REFUSED_BY_BOTH: readonly (readonly [object, string, RegExp])[] = [
    [{ workers: 0 }, 'spec.workers', /whole number from 1 to 10000/],
    [{ workers: 'three' }, 'spec.workers', /must be of type integer/],
    [{ image: 'a b' }, 'spec.image', /is not the name of an image; use one/],
    [{ imagePullSecret: 'A' }, 'spec.imagePullSecret', /name of a Secret/],
    [{ configMapRef: 'a_b' }, 'spec.configMapRef', /name of a ConfigMap/],
    [
      { env: [{ name: '1A', value: '' }] },
      'spec.env[0].name',
      /not the name of an environment variable/,
    ],
    [{ env: [{ value: '1' }] }, 'spec.env[0].name', /Required value/],
    [{ env: [{ name: 'A' }] }, 'spec.env[0]', /either value or valueFrom/],
    [
      {
        env: [
          {
            name: 'A',
            value: '',
            valueFrom: { secretKeyRef: { name: 'a', key: 'k' } },
          },
        ],
      },
      'spec.env[0]',
      /a variable has one value/,
    ],
    [
      { env: [{ name: 'A', valueFrom: {} }] },
      'spec.env[0].valueFrom',
      /a value comes from one place; give either configMapKeyRef/,
    ],
    [
      { env: [{ name: 'A', valueFrom: { fieldRef: { fieldPath: 'spec' } } }] },
      'spec.env[0].valueFrom.fieldRef.fieldPath',
      /not a field of a pod/,
    ],
    [
      {
        env: [
          { name: 'A', value: '1' },
          { name: 'A', value: '2' },
        ],
      },
      'spec.env[1].name',
      /Duplicate value/,
    ],
    [
      { env: [{ name: 'LOCUST_RUN_TIME', value: '1h' }] },
      'spec.env[0].name',
      /set by the engine; use the fields runTime/,
    ],
    [
      { users: 5, env: [{ name: 'LOCUST_USERS', value: '1' }] },
      'spec.env[0].name',
      /users and the variable LOCUST_USERS say the same/,
    ],
    [{ envFrom: [{ prefix: 'A' }] }, 'spec.envFrom[0]', /from one object/],
    [
      { mountExternalConfig: { mountPath: '/a' } },
      'spec.mountExternalConfig.name',
      /needs both mountPath and name/,
    ],
    [
      { mountExternalConfig: { mountPath: 'a', name: 'a' } },
      'spec.mountExternalConfig.mountPath',
      /not an absolute path; use an absolute path such as/,
    ],
    [
      { mount_external_config: { mount_path: '/a/../b', name: 'a' } },
      'spec.mountExternalConfig.mountPath',
      /which Kubernetes refuses/,
    ],
    [
      {
        mountExternalConfig: { mountPath: '/a', name: 'a' },
        mountExternalSecret: { mountPath: '/b', name: 'a' },
      },
      'spec.mountExternalSecret.name',
      /different names; rename one/,
    ],
    [
      {
        mountExternalConfig: { mountPath: '/a', name: 'a' },
        mountExternalSecret: { mountPath: '/a', name: 'b' },
      },
      'spec.mountExternalSecret.mountPath',
      /a folder of its own/,
    ],
    [
      { mounts: [{ configMap: 'a', mountPath: '/' }] },
      'spec.mounts[0].mountPath',
      /hide the whole image/,
    ],
    [
      { mounts: [{ configMap: 'a', mountPath: '/var/run/locust-qa.xyz/a' }] },
      'spec.mounts[0].mountPath',
      /belongs to the engine/,
    ],
    [
      { mounts: [{ configMap: 'a', secret: 'a', mountPath: '/a' }] },
      'spec.mounts[0]',
      /a mount has one source/,
    ],
    [
      {
        mounts: [
          { configMap: 'a', mountPath: '/a', target: 'master' },
          { secret: 'a', mountPath: '/a' },
        ],
      },
      'spec.mounts[1].mountPath',
      /give each a folder of its own/,
    ],
    [
      { mounts: [{ secret: 'a', mountPath: '/a', target: 'all' }] },
      'spec.mounts[0].target',
      /supported values: "master", "worker", "both"/,
    ],
    [{ runTime: 'soon' }, 'spec.runTime', /written as 300, 300s, 20m/],
    [{ runTime: 0 }, 'spec.runTime', /or "" to run without a limit/],
    [{ run_time: '0m' }, 'spec.runTime', /written as 300/],
    [{ schedule: 'daily' }, 'spec.schedule', /has five fields/],
    [{ schedule: 'TZ=UTC 0 3 * * *' }, 'spec.schedule', /field timeZone/],
    [
      { concurrencyPolicy: 'forbid' },
      'spec.concurrencyPolicy',
      /supported values: "Forbid"/,
    ],
    [
      { startingDeadlineSeconds: 5 },
      'spec.startingDeadlineSeconds',
      /from 10 to/,
    ],
    [{ users: 0 }, 'spec.users', /whole number from 1/],
    [{ spawnRate: 0 }, 'spec.spawnRate', /above 0, such as 1 or 0.5/],
    [{ host: 'a b' }, 'spec.host', /without spaces/],
    [{ tags: ['a,b'] }, 'spec.tags[0]', /is not a tag; use a word/],
    [{ locustfile: {} }, 'spec.locustfile', /comes from one place/],
    [{ locustfile: { inline: ' ' } }, 'spec.locustfile.inline', /is empty/],
    [
      { locustfile: { inline: 'a', key: 'a.py' } },
      'spec.locustfile.key',
      /belongs to a ConfigMap/,
    ],
    [
      { locustfile: { configMap: 'a', key: 'a.txt' } },
      'spec.locustfile.key',
      /ends in .py/,
    ],
    [
      { workersReadyTimeout: '' },
      'spec.workersReadyTimeout',
      /the time to wait for workers is written as/,
    ],
    [
      { ttlAfterFinished: '1 day' },
      'spec.ttlAfterFinished',
      /0 to remove it at once, or never/,
    ],
    [
      { thresholds: ['p95 < 1s', 'p97 < 1s'] },
      'spec.thresholds[1]',
      /cannot be read; write a threshold such as "p95 < 500ms"/,
    ],
    [
      { stopWhen: ['p99 > 1s for 60s'] },
      'spec.stopWhen[0]',
      /with p50, p95, median, rps or fail_ratio/,
    ],
    [
      { stopWhen: ['rps < 1 for 60s'], reporter: false },
      'spec.stopWhen',
      /only the reporter gives/,
    ],
    [
      { ignoreFirst: 'soon' },
      'spec.ignoreFirst',
      /the warm-up is written as 300, 300s/,
    ],
    [
      { ignoreFirst: '30s', reporter: false },
      'spec.ignoreFirst',
      /given only by the reporter/,
    ],
    [
      { ignoreFirst: 30, reporter: false },
      'spec.ignoreFirst',
      /given only by the reporter/,
    ],
    [
      { master: { resources: { limits: { cpu: 'much' } } } },
      'spec.master.resources.limits["cpu"]',
      /is not an amount; use one such as 500m/,
    ],
    [
      { master: { resources: { limits: { cpus: '1' } } } },
      'spec.master.resources.limits["cpus"]',
      /is not a resource of a container/,
    ],
    [
      { worker: { nodeSelector: { 'a b': 'c' } } },
      'spec.worker.nodeSelector["a b"]',
      /is not a key/,
    ],
    [
      { worker: { labels: { app: 'mine' } } },
      'spec.worker.labels["app"]',
      /set by the engine or by Kubernetes/,
    ],
    [
      { worker: { labels: { 'locust-qa.xyz/role': 'master' } } },
      'spec.worker.labels["locust-qa.xyz/role"]',
      /set by the engine or by Kubernetes/,
    ],
    [
      { worker: { labels: { team: 'a b' } } },
      'spec.worker.labels["team"]',
      /not the value of a label/,
    ],
    [
      { master: { annotations: { 'locust-qa.xyz/spec': '' } } },
      'spec.master.annotations["locust-qa.xyz/spec"]',
      /belongs to the engine/,
    ],
    [
      { master: { tolerations: [{ value: 'a' }] } },
      'spec.master.tolerations[0].key',
      /takes the operator Exists/,
    ],
    [
      { master: { tolerations: [{ operator: 'Exists', value: 'a' }] } },
      'spec.master.tolerations[0].value',
      /leave value out/,
    ],
    [
      { master: { tolerations: [{ key: 'a', tolerationSeconds: 5 }] } },
      'spec.master.tolerations[0].tolerationSeconds',
      /NoExecute/,
    ],
    [
      { master: { serviceAccountName: 'a b' } },
      'spec.master.serviceAccountName',
      /name of a ServiceAccount/,
    ],
    [
      { master: { extraArgs: ['--run-time', '1h'] } },
      'spec.master.extraArgs[0]',
      /set by the engine; use the fields runTime/,
    ],
    [
      { worker: { extraArgs: ['--mast=a'] } },
      'spec.worker.extraArgs[0]',
      /set by the engine/,
    ],
    [
      { worker: { extraArgs: ['-t5m'] } },
      'spec.worker.extraArgs[0]',
      /use the field runTime/,
    ],
    [
      {
        master: {
          affinity: {
            nodeAffinity: {
              requiredDuringSchedulingIgnoredDuringExecution: {
                nodeSelectorTerms: [
                  { matchExpressions: [{ key: 'a', operator: 'In' }] },
                ],
              },
            },
          },
        },
      },
      'spec.master.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0].matchExpressions[0].values',
      /In and NotIn need values/,
    ],
    [{ wrokers: 1 }, 'spec.wrokers', /unknown field "spec.wrokers"/],
  ];

  it.each(REFUSED_BY_BOTH)(
    'refuses %j as the validator does',
    async (spec, field, message) => {
      expect(validateLocustSpec(spec).map(it => it.field)).toEqual([field]);
      const answer = await tryLocust(spec);
      expect(answer.ok).toBe(false);
      expect(answer.body.message).toMatch(message);
    },
  );

  it.each([
    ['quotes', { command: 'locust "a' }, 'spec.command'],
    ['the names of zones', { timeZone: 'Mars' }, 'spec.timeZone'],
    ['dates', { schedule: '0 0 30 2 *' }, 'spec.schedule'],
    [
      'two sources',
      { command: 'locust -f a.py', locustfile: { inline: 'a' } },
      'spec.command',
    ],
    [
      'how amounts compare',
      {
        master: {
          resources: { requests: { cpu: '1' }, limits: { cpu: '500m' } },
        },
      },
      'spec.master.resources.requests["cpu"]',
    ],
    [
      'paths of two fields',
      {
        mountExternalConfig: { mountPath: '/a', name: 'a' },
        mounts: [{ configMap: 'b', mountPath: '/a/' }],
      },
      'spec.mounts[0].mountPath',
    ],
    [
      'how durations compare',
      { ignoreFirst: '10m', runTime: '5m' },
      'spec.ignoreFirst',
    ],
    [
      'options of fields',
      { users: 5, master: { extraArgs: ['-u', '10'] } },
      'spec.master.extraArgs[0]',
    ],
  ])('leaves %s to the validator', async (_what, spec, field) => {
    expect(validateLocustSpec(spec).map(it => it.field)).toEqual([field]);
    expect((await tryLocust(spec)).body.spec).toEqual(spec);
  });

  it('never refuses what the validator takes, and takes what that refuses only where it cannot judge', async () => {
    const values: readonly unknown[] = [
      ...[-1, 0, 1, 9, 10, 300, 1.5, 10_001, 2 ** 31, 2 ** 40, true, false],
      ...['', ' ', 'a', 'a.b', 'a b', 'A', '-a', '0', '5m', '1h30m', 'h'],
      ...['never', 'Forbid', '@daily', '0 3 * * *', '* * *', 'Europe/Berlin'],
      ...['http://a', 'a,b', '"', 'x'.repeat(300), 'p95 < 1s', '600000h'],
      ...[[], ['a'], [''], ['a b'], [1], ['p95 < 1s'], [{}], {}, { a: 1 }],
      ...['rps > 1 for 1m', '/a', 'ä', '\u{1F6D2}'].map(it => [it]),
      ...[{ name: 'a' }, { mountPath: '/a', name: 'a' }, { inline: 'a' }],
      ...[{ configMap: 'a' }, [{ name: 'A', value: '1' }], [{ name: 'A' }]],
      ...[[{ configMap: 'a', mountPath: '/a' }], { extraArgs: ['-u'] }],
      ...[{ labels: { a: 'b' } }, [{ secretRef: { name: 'a' } }]],
    ];
    const onlyTheServer: unknown[] = [];
    const onlyOurs: string[] = [];
    for (const field of Object.keys(FIELD_EXAMPLES)) {
      for (const value of values) {
        const spec = { [field]: value };
        const taken = validateLocustSpec(spec).length === 0;
        const answer = await tryLocust(spec);
        if (taken && !answer.ok) {
          onlyTheServer.push([spec, answer.body.message]);
        } else if (!taken && answer.ok) {
          onlyOurs.push(`${field}: ${JSON.stringify(value)}`);
        }
      }
    }
    expect(onlyTheServer).toEqual([]);
    // Zones by name, the quotes of a command, and durations of more than 68 years.
    for (const it of onlyOurs) {
      expect(it).toMatch(
        /^(timeZone: ".*"|command: "\\""|(runTime|workersReadyTimeout|ttlAfterFinished|ignoreFirst): ("600000h"|2147483648|1099511627776))$/,
      );
    }
    expect(onlyOurs).toContain('command: "\\""');
  });

  describe('takes the children', () => {
    const config = {
      ...ENGINE_DEFAULTS,
      reporter: { configMapName: 'locust-reporter-1', files: { 'a.py': '' } },
    };
    const specs: readonly (readonly [string, object])[] = [
      ...EVERYTHING.map(
        (spec, index) => [`everything, ${index}`, spec] as const,
      ),
      ...Object.entries(FIELD_EXAMPLES).map(
        ([field, { spec }]) => [field, spec] as const,
      ),
    ];

    it.each(specs)('of %s', async (_what, spec) => {
      const locust = aLocust(spec, { namespace });
      const scheduled = aLocust({ schedule: '@daily', ...spec }, { namespace });
      const locustfile = inlineLocustfile(locust);
      for (const child of [
        masterJob(locust, config),
        cronJob(scheduled, config),
        workers(locust, JOB, 'x', config),
        service(locust, JOB, 'x'),
        reporterConfigMap(namespace, config.reporter),
        ...(locustfile ? [locustfile] : []),
      ]) {
        expect((await tryChild(child)).body).toMatchObject({
          kind: child.kind,
          metadata: { name: child.metadata.name },
        });
      }
    });

    it('of the longest name that a resource may have', async () => {
      const name = `${'a.'.repeat(120)}longest-name`;
      const locust = aLocust({}, { namespace, name });
      for (const child of [
        masterJob(locust, config),
        cronJob(aLocust({ schedule: '@daily' }, { namespace, name }), config),
        workers(locust, JOB, name, config),
        service(locust, JOB, name),
      ]) {
        expect((await tryChild(child)).body).toMatchObject({
          kind: child.kind,
        });
      }
    });
  });

  it("takes back from a CronJob's pods what the resource does not ask for any more", async () => {
    const daily = { schedule: '@daily', suspend: true } as const;
    const full = aLocust(
      { ...daily, imagePullSecret: 'pull', master: ROLE },
      { namespace },
    );
    const less = aLocust(
      { ...daily, master: { nodeSelector: { other: 'pool' } } },
      { namespace },
    );
    const wanted = cronJob(full, ENGINE_DEFAULTS);
    const made = await client.create<KubeObject>(CRON_JOBS, {
      ...wanted,
      // Without a resource that there is, the garbage collector would take it.
      metadata: { ...wanted.metadata, ownerReferences: [] },
    });
    const place = { namespace, name: 'cronjob-x' };
    await client.mergePatch(
      CRON_JOBS,
      place,
      cronJobPatch(less, ENGINE_DEFAULTS, made),
    );
    const { metadata, spec } = (
      await client.get<KubeObject & { readonly spec: any }>(CRON_JOBS, place)
    ).spec.jobTemplate.spec.template;
    expect(spec.nodeSelector).toEqual({ other: 'pool' });
    for (const gone of [
      'tolerations',
      'affinity',
      'serviceAccount',
      'serviceAccountName',
      'imagePullSecrets',
    ]) {
      expect(spec).not.toHaveProperty(gone);
    }
    expect(spec.containers[0].resources).toEqual({});
    expect(metadata.labels).not.toHaveProperty('team');
    expect(metadata.annotations).not.toHaveProperty('sidecar.istio.io/inject');
  });
});
