import { readFileSync } from 'node:fs';
import { KubeConfig } from '@kubernetes/client-node';
import { resolvePackagePath } from '@backstage/backend-plugin-api';
import { parseAllDocuments } from 'yaml';
import { isFailure } from '../../kube/KubeApiError';
import { KubeClient } from '../../kube/client/KubeClient';
import type { ResourceType } from '../../kube/KubeObject';
import {
  CRON_JOBS,
  JOBS,
  PODS,
  REPLICA_SETS,
  SERVICES,
} from '../../kube/ResourceTypes';
import {
  createTransport,
  type Transport,
} from '../../kube/transport/Transport';
import { LOCUSTS } from '../LocustObject';
import { eventually } from '../testing/eventually';
import { TestNamespace } from '../testing/TestNamespace';

jest.setTimeout(120_000);

const rbacType = (
  kind: string,
  plural: string,
  namespaced: boolean,
): ResourceType => ({
  group: 'rbac.authorization.k8s.io',
  version: 'v1',
  plural,
  kind,
  namespaced,
});

const RBAC: Readonly<Record<string, ResourceType>> = {
  Role: rbacType('Role', 'roles', true),
  RoleBinding: rbacType('RoleBinding', 'rolebindings', true),
  ClusterRole: rbacType('ClusterRole', 'clusterroles', false),
  ClusterRoleBinding: rbacType(
    'ClusterRoleBinding',
    'clusterrolebindings',
    false,
  ),
};

const SERVICE_ACCOUNTS: ResourceType = {
  group: '',
  version: 'v1',
  plural: 'serviceaccounts',
  kind: 'ServiceAccount',
  namespaced: true,
};

describe("The original's behaviour, kept", () => {
  let cluster: TestNamespace;
  /** Acts as the backend's account and as nobody else. */
  let account: Transport;
  /** What has no namespace to go with. */
  const clusterWide: { type: ResourceType; name: string }[] = [];
  const refusals: string[] = [];

  const listening = {
    error: (message: string) => note(message),
    warn: (message: string) => note(message),
    info() {},
    debug: (message: string) => note(message),
  };

  function note(message: string) {
    // Namespaces of other tests may be on their way out, where nobody may make anything.
    if (/forbid/i.test(message) && !/is being terminated/.test(message)) {
      refusals.push(message);
    }
  }

  beforeEach(async () => {
    refusals.length = 0;
    cluster = await TestNamespace.create();
    await cluster.client.create(SERVICE_ACCOUNTS, {
      metadata: { name: 'backstage', namespace: cluster.name },
    });
    account = createTransport({ kubeConfig: await accountConfig() });
  });

  afterEach(async () => {
    await account.close();
    for (const { type, name } of clusterWide.splice(0)) {
      await cluster.client.delete(
        type,
        { name },
        { propagationPolicy: 'Background' },
      );
    }
    await cluster.dispose();
  });

  async function accountConfig(): Promise<KubeConfig> {
    const { status } = await cluster.transport.request<{
      readonly status: { readonly token: string };
    }>({
      method: 'POST',
      path: `/api/v1/namespaces/${cluster.name}/serviceaccounts/backstage/token`,
      body: { spec: { expirationSeconds: 3600 } },
    });
    const config = new KubeConfig();
    config.loadFromClusterAndUser(cluster.kubeConfig.getCurrentCluster()!, {
      name: 'backstage',
      token: status.token,
    });
    return config;
  }

  /** Applies a manifest as its file says to, for the account of this test. */
  async function grant(file: string) {
    const text = readFileSync(
      resolvePackagePath('backstage-plugin-locust-backend', file),
      'utf8',
    );
    for (const document of parseAllDocuments(text)) {
      const manifest = document.toJS();
      // The right to install the definition is not among those that the engine needs.
      if (!manifest.metadata.name.endsWith('-crd')) {
        await grantOne(manifest, RBAC[manifest.kind]);
      }
    }
  }

  async function grantOne(manifest: any, type: ResourceType) {
    // Several tests may share a cluster: what is not in a namespace gets a name of its own.
    const ownName = (name: string) =>
      type.namespaced ? name : `${name}-${cluster.name}`;
    const name = ownName(manifest.metadata.name);
    if (!type.namespaced) {
      clusterWide.push({ type, name });
    }
    await cluster.client.create(type, {
      ...manifest,
      metadata: {
        name,
        ...(type.namespaced && { namespace: cluster.name }),
      },
      ...(manifest.roleRef && {
        roleRef: { ...manifest.roleRef, name: ownName(manifest.roleRef.name) },
      }),
      ...(manifest.subjects && {
        subjects: manifest.subjects.map((it: object) => ({
          ...it,
          namespace: cluster.name,
        })),
      }),
    });
  }

  /** What there is to a one-off and a schedule. */
  async function runThroughEverything() {
    await cluster.apply('once', {
      locustfile: { inline: 'import locust' },
      ttlAfterFinished: '0',
    });
    await cluster.there(REPLICA_SETS, 'replicaset-once');
    await cluster.there(SERVICES, 'service-once');
    await cluster.end('job-once');
    await cluster.gone(LOCUSTS, 'once');

    await cluster.apply('stopped', {});
    await cluster.begin('job-stopped');
    await cluster.edit('stopped', { stop: true });
    await cluster.end('job-stopped');
    await cluster.inPhase('stopped', 'Finished');

    await cluster.apply('nightly', { schedule: '0 3 29 2 *' });
    const cronJob = await cluster.there(CRON_JOBS, 'cronjob-nightly');
    await cluster.jobFrom(cronJob, 'cronjob-nightly-1');
    await cluster.end('cronjob-nightly-1');
    await cluster.gone(JOBS, 'cronjob-nightly-1');
    await cluster.edit('nightly', { schedule: '' });
    await cluster.gone(CRON_JOBS, 'cronjob-nightly');
  }

  it('RBAC: a namespaced Role suffices for one namespace', async () => {
    await grant('manifests/rbac-namespaced.yaml');
    await cluster.startEngine(
      { leaderElection: { enabled: true, namespace: cluster.name } },
      { transport: account, logger: listening },
    );
    await runThroughEverything();
    expect(refusals).toEqual([]);
  });

  it('RBAC: a ClusterRole suffices for all', async () => {
    await grant('manifests/rbac.yaml');
    const elsewhere = await TestNamespace.create();
    try {
      const engine = await cluster.startEngine(
        {
          namespaces: undefined,
          leaderElection: { enabled: true, namespace: cluster.name },
        },
        { transport: account, logger: listening },
      );
      await runThroughEverything();
      await elsewhere.apply('demo', {});
      await elsewhere.there(REPLICA_SETS, 'replicaset-demo');
      expect(refusals).toEqual([]);
      expect(engine.clusterUid()).not.toMatch(/^server-/);
    } finally {
      await elsewhere.dispose();
    }
  });

  it('RBAC: pods/log is included', async () => {
    const client = new KubeClient(account, { fieldManager: 'test' });
    const maySee = (namespace: string) =>
      client.canI('get', PODS, namespace, 'log');
    /** There is no node, so there is nothing to read; whether it may be asked is what counts. */
    const isRefused = async () => {
      const { metadata } = await cluster.masterPod('job-demo');
      try {
        await client.podLog(
          { namespace: cluster.name, name: metadata.name },
          { container: 'locust' },
        );
        return false;
      } catch (error) {
        return isFailure(error, 'forbidden');
      }
    };
    await cluster.startEngine();
    await cluster.apply('demo', {});
    expect(await isRefused()).toBe(true);
    await grant('manifests/rbac-namespaced.yaml');
    await eventually('the Role is known', () => maySee(cluster.name));
    expect(await isRefused()).toBe(false);
    expect(await maySee('default')).toBe(false);
    await grant('manifests/rbac.yaml');
    await eventually('the ClusterRole is known', () => maySee('default'));
  });
});
