import { readFileSync } from 'node:fs';
import { KubeConfig } from '@kubernetes/client-node';
import { resolvePackagePath } from '@backstage/backend-plugin-api';
import { parseAllDocuments } from 'yaml';
import { isFailure } from '../kube/KubeApiError';
import { KubeClient } from '../kube/client/KubeClient';
import type { KubeObject, ResourceType } from '../kube/KubeObject';
import {
  CRON_JOBS,
  JOBS,
  NAMESPACES,
  REPLICA_SETS,
} from '../kube/ResourceTypes';
import { createTransport, type Transport } from '../kube/transport/Transport';
import { ClusterEngine } from './ClusterEngine';
import { LOCUSTS } from './LocustObject';
import { installResourceDefinition } from './resourceDefinition';
import type { RunObserver } from '../runs/RunObserver';

jest.setTimeout(60_000);

const RBAC: Readonly<Record<string, ResourceType>> = {
  Role: {
    group: 'rbac.authorization.k8s.io',
    version: 'v1',
    plural: 'roles',
    kind: 'Role',
    namespaced: true,
  },
  RoleBinding: {
    group: 'rbac.authorization.k8s.io',
    version: 'v1',
    plural: 'rolebindings',
    kind: 'RoleBinding',
    namespaced: true,
  },
};
const SERVICE_ACCOUNTS: ResourceType = {
  group: '',
  version: 'v1',
  plural: 'serviceaccounts',
  kind: 'ServiceAccount',
  namespaced: true,
};

/** Nothing is followed here. */
const observer: RunObserver = {
  record: async () => {},
  event: async () => {},
  locustfile() {},
  follow() {},
  observation: () => undefined,
  workerFailure: () => undefined,
  release() {},
  stop() {},
};

/** Collects what is said, to be looked through for refusals. */
const said: string[] = [];
const logger = {
  error: (message: string) => said.push(message),
  warn: (message: string) => said.push(message),
  info() {},
  debug: (message: string) => said.push(message),
};

async function eventually<T>(look: () => Promise<T | undefined | false>) {
  for (;;) {
    const found = await look();
    if (found) {
      return found;
    }
    await new Promise(resolve => setTimeout(resolve, 50));
  }
}

describe('the rights of one namespace', () => {
  let admin: KubeClient;
  let transport: Transport;
  let engine: ClusterEngine | undefined;
  const namespace = `rights-${Math.random().toString(36).slice(2, 8)}`;

  beforeAll(async () => {
    const kubeConfig = new KubeConfig();
    kubeConfig.loadFromFile(process.env.LOCUST_TEST_KUBECONFIG!);
    transport = createTransport({ kubeConfig });
    admin = new KubeClient(transport, { fieldManager: 'test' });
    await installResourceDefinition(admin, new AbortController().signal);
    await admin.create(NAMESPACES, { metadata: { name: namespace } });
    await admin.create(SERVICE_ACCOUNTS, {
      metadata: { name: 'backstage', namespace },
    });
    const { status } = await transport.request<{
      readonly status: { readonly token: string };
    }>({
      method: 'POST',
      path: `/api/v1/namespaces/${namespace}/serviceaccounts/backstage/token`,
      body: { spec: { expirationSeconds: 3600 } },
    });
    const own = new KubeConfig();
    own.loadFromClusterAndUser(kubeConfig.getCurrentCluster()!, {
      name: 'backstage',
      token: status.token,
    });
    engine = new ClusterEngine({
      name: 'test',
      transport: createTransport({ kubeConfig: own }),
      observer,
      logger,
      inspects: true,
      config: {
        namespaces: [namespace],
        leaderElection: { enabled: true, namespace },
        reporter: { configMapName: 'reporter', files: { 'a.py': 'pass' } },
        networkPolicy: { destinations: [] },
      },
    });
    engine.start();
  });

  afterAll(async () => {
    await engine?.stop();
    await admin.delete(
      NAMESPACES,
      { name: namespace },
      { propagationPolicy: 'Background' },
    );
    await transport.close();
  });

  const get = async (type: ResourceType, name: string) => {
    try {
      return await admin.get<KubeObject & { readonly status?: any }>(type, {
        namespace,
        name,
      });
    } catch (error) {
      if (isFailure(error, 'notFound')) {
        return undefined;
      }
      throw error;
    }
  };

  it('are missed in words that name the verb and the resource', async () => {
    await eventually(async () => engine!.health().state === 'forbidden');
    expect(engine!.health().message).toMatch(
      /Could not (list|watch) \w+ in namespace .* Give the engine's account this right/,
    );
    await eventually(async () => engine!.health().rightsCheckedAt);
    expect(engine!.health().missingRights).toEqual(
      expect.arrayContaining([
        { verb: 'create', resource: 'jobs.batch', namespace },
        { verb: 'get', resource: 'pods/log', namespace },
      ]),
    );
  });

  it('suffice as the manifest gives them, without a restart', async () => {
    const file = resolvePackagePath(
      'backstage-plugin-locust-backend',
      'manifests/rbac-namespaced.yaml',
    );
    for (const document of parseAllDocuments(readFileSync(file, 'utf8'))) {
      const manifest = document.toJS();
      await admin.create(RBAC[manifest.kind], {
        ...manifest,
        metadata: { ...manifest.metadata, namespace },
        ...(manifest.subjects && {
          subjects: [{ ...manifest.subjects[0], namespace }],
        }),
      });
    }
    await eventually(async () => engine!.health().state === 'healthy');
    said.length = 0;

    await admin.create(LOCUSTS, {
      metadata: { name: 'once', namespace },
      spec: { locustfile: { inline: 'import locust' } },
    });
    await eventually(() => get(REPLICA_SETS, 'replicaset-once'));
    await admin.mergePatch(
      LOCUSTS,
      { namespace, name: 'once' },
      { spec: { stop: true, ttlAfterFinished: '0' } },
    );
    await eventually(async () => !(await get(LOCUSTS, 'once')));

    await admin.create(LOCUSTS, {
      metadata: { name: 'nightly', namespace },
      spec: { schedule: '0 3 * * *' },
    });
    await eventually(() => get(CRON_JOBS, 'cronjob-nightly'));
    await admin.mergePatch(
      LOCUSTS,
      { namespace, name: 'nightly' },
      { spec: { schedule: '' } },
    );
    await eventually(() => get(JOBS, 'job-nightly'));
    await eventually(async () => !(await get(CRON_JOBS, 'cronjob-nightly')));
    expect(said.filter(it => /forbids/.test(it))).toEqual([]);
  });
});
