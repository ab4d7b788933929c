import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import {
  createSecureServer,
  type Http2ServerRequest,
  type Http2ServerResponse,
} from 'node:http2';
import type { AddressInfo } from 'node:net';
import { LABELS } from 'backstage-plugin-locust-common';
import { type SelfSigned, selfSigned } from '../src/kube/testing/TestServer';
import { BENCH_SPEC } from './benchSpec';

/** Told to whoever has forked this. */
export interface CachesServerReady {
  readonly port: number;
  readonly certificate: string;
  /** Bytes of one pod as JSON. */
  readonly podBytes: number;
}

const RUNS = 10_000;
const PODS_PER_RUN = 5;
const VERSION = '900000';
const CREATED = '2030-01-01T00:00:00Z';

const identities = Array.from({ length: RUNS }, () => ({
  locust: randomUUID(),
  job: randomUUID(),
}));

const locustName = (run: number) => `load-test-of-the-shop-${run}`;

function locust(run: number): object {
  return {
    apiVersion: 'locust-qa.xyz/v1',
    kind: 'Locust',
    metadata: {
      name: locustName(run),
      namespace: 'load-tests',
      uid: identities[run].locust,
      resourceVersion: String(100_000 + run),
      generation: 1,
      creationTimestamp: CREATED,
      annotations: { 'backstage.io/kubernetes-id': 'shop' },
      managedFields: managedFields('f:spec', 'f:status'),
    },
    spec: BENCH_SPEC,
    status: {
      phase: 'finished',
      observedGeneration: 1,
      conditions: [
        {
          type: 'Ready',
          status: 'True',
          reason: 'Finished',
          message: 'The last run has finished.',
          lastTransitionTime: CREATED,
        },
      ],
    },
  };
}

/** A pod as a kubelet and a controller leave it: 4 to 6 KB. */
function pod(run: number, index: number): object {
  const job = `${locustName(run)}-${index === 0 ? 'master' : 'worker'}`;
  const name = `${job}-${run.toString(36).padStart(5, '0')}${index}`;
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name,
      generateName: `${job}-`,
      namespace: 'load-tests',
      uid: randomUUID(),
      resourceVersion: String(200_000 + run * PODS_PER_RUN + index),
      creationTimestamp: CREATED,
      labels: {
        [LABELS.locust]: locustName(run),
        'app.kubernetes.io/managed-by': 'backstage-plugin-locust',
        'batch.kubernetes.io/controller-uid': identities[run].job,
        'batch.kubernetes.io/job-name': job,
        'job-name': job,
      },
      ownerReferences: [
        {
          apiVersion: 'batch/v1',
          kind: 'Job',
          name: job,
          uid: identities[run].job,
          controller: true,
          blockOwnerDeletion: true,
        },
      ],
      managedFields: managedFields('f:metadata', 'f:spec', 'f:status'),
    },
    spec: {
      restartPolicy: 'Never',
      serviceAccountName: 'default',
      nodeName: `node-${run % 200}`,
      terminationGracePeriodSeconds: 30,
      volumes: [
        { name: 'tests', configMap: { name: 'tests', defaultMode: 420 } },
        { name: 'kube-api-access', projected: { defaultMode: 420 } },
      ],
      containers: [
        {
          name: 'locust',
          image: BENCH_SPEC.image,
          command: ['sh', '-c', BENCH_SPEC.command],
          env: Array.from({ length: 10 }, (_, n) => ({
            name: `SETTING_${n}`,
            value: `value ${n} of run ${run}`,
          })),
          resources: {
            requests: { cpu: '500m', memory: '256Mi' },
            limits: { cpu: '1', memory: '512Mi' },
          },
          volumeMounts: [{ name: 'tests', mountPath: '/lotest/src' }],
        },
      ],
      tolerations: ['not-ready', 'unreachable'].map(it => ({
        key: `node.kubernetes.io/${it}`,
        operator: 'Exists',
        effect: 'NoExecute',
        tolerationSeconds: 300,
      })),
    },
    status: {
      phase: 'Succeeded',
      startTime: CREATED,
      conditions: ['Initialized', 'Ready', 'PodScheduled'].map(type => ({
        type,
        status: type === 'Ready' ? 'False' : 'True',
        reason: 'PodCompleted',
        lastProbeTime: null,
        lastTransitionTime: CREATED,
      })),
      containerStatuses: [
        {
          name: 'locust',
          image: BENCH_SPEC.image,
          imageID: `docker.io/locustio/locust@sha256:${'0'.repeat(64)}`,
          containerID: `containerd://${'0'.repeat(64)}`,
          ready: false,
          restartCount: 0,
          state: {
            terminated: {
              exitCode: 0,
              reason: 'Completed',
              startedAt: CREATED,
              finishedAt: '2030-01-01T00:05:00Z',
            },
          },
        },
      ],
    },
  };
}

function managedFields(...parts: readonly string[]): readonly object[] {
  const fields = ['f:containers', 'f:volumes', 'f:labels', 'f:conditions'];
  return parts.map(part => ({
    manager: 'kube-controller-manager',
    operation: 'Update',
    apiVersion: 'v1',
    time: CREATED,
    fieldsType: 'FieldsV1',
    fieldsV1: {
      [part]: Object.fromEntries(
        fields.map(field => [
          field,
          Object.fromEntries(
            Array.from({ length: 6 }, (_, n) => [`f:part-${n}`, { '.': {} }]),
          ),
        ]),
      ),
    },
  }));
}

interface Collection {
  readonly size: number;
  at(index: number): object;
}

const COLLECTIONS: Readonly<Record<string, Collection>> = {
  '/apis/locust-qa.xyz/v1/locusts': { size: RUNS, at: locust },
  '/api/v1/pods': {
    size: RUNS * PODS_PER_RUN,
    at: it => pod(Math.floor(it / PODS_PER_RUN), it % PODS_PER_RUN),
  },
};

async function answer(
  request: Http2ServerRequest,
  response: Http2ServerResponse,
): Promise<void> {
  const { pathname, searchParams } = new URL(request.url, 'https://server');
  const collection = COLLECTIONS[pathname];
  if (!collection) {
    response.writeHead(404).end('{}');
  } else if (searchParams.get('watch') === 'true') {
    await watch(collection, searchParams, response);
  } else {
    list(collection, searchParams, response);
  }
}

/** Stays open: after the present objects nothing ever happens. */
async function watch(
  collection: Collection,
  query: URLSearchParams,
  response: Http2ServerResponse,
): Promise<void> {
  response.writeHead(200);
  // So that the headers go out: empty lines mean nothing.
  response.write('\n');
  if (query.get('sendInitialEvents') !== 'true') {
    return;
  }
  const send = async (event: object) => {
    if (!response.write(`${JSON.stringify(event)}\n`)) {
      await once(response, 'drain');
    }
  };
  for (let index = 0; index < collection.size; index++) {
    await send({ type: 'ADDED', object: collection.at(index) });
  }
  await send({
    type: 'BOOKMARK',
    object: {
      metadata: {
        resourceVersion: VERSION,
        annotations: { 'k8s.io/initial-events-end': 'true' },
      },
    },
  });
}

function list(
  collection: Collection,
  query: URLSearchParams,
  response: Http2ServerResponse,
): void {
  const from = Number(query.get('continue') ?? 0);
  const to = Math.min(from + Number(query.get('limit')), collection.size);
  response.writeHead(200);
  response.end(
    JSON.stringify({
      metadata: {
        resourceVersion: VERSION,
        continue: to < collection.size ? String(to) : undefined,
      },
      items: Array.from({ length: to - from }, (_, n) =>
        collection.at(from + n),
      ),
    }),
  );
}

function serve({ key, cert }: SelfSigned): void {
  const server = createSecureServer({ key, cert, allowHTTP1: true });
  server.on('request', (request, response) => {
    answer(request, response).catch(() => response.destroy());
  });
  server.listen(0, '127.0.0.1', () => {
    const ready: CachesServerReady = {
      port: (server.address() as AddressInfo).port,
      certificate: cert,
      podBytes: JSON.stringify(pod(0, 0)).length,
    };
    process.send!(ready);
  });
  process.once('disconnect', () => process.exit());
}

if (require.main === module) {
  serve(selfSigned());
}
