import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { resolvePackagePath } from '@backstage/backend-plugin-api';
import { KubeConfig } from '@kubernetes/client-node';
import { applyManifests, type DevCluster, startCluster } from 'dev-cluster';
import { KubeClient } from '../src/kube/client/KubeClient';
import { isFailure } from '../src/kube/KubeApiError';
import type { ResourceType } from '../src/kube/KubeObject';
import { NAMESPACES } from '../src/kube/ResourceTypes';
import {
  createTransport,
  type Transport,
} from '../src/kube/transport/Transport';
import { LOCUSTS } from '../src/operator/LocustObject';
import { installResourceDefinition } from '../src/operator/resourceDefinition';
import { AuditLog, isCommitted } from './AuditLog';

/** How to talk to a cluster as one of its users. */
export interface Access {
  /** As the audit log names the user. */
  readonly user: string;
  readonly server: string;
  readonly token: string;
  /** Base64 of PEM. */
  readonly caData: string;
}

/** Users of the controllers, whose work is waited for. */
const CONTROLLERS =
  /^system:(kube-controller-manager$|serviceaccount:kube-system:)/;
const QUIET_MS = 2_000;
const SETTLE_TIMEOUT_MS = 180_000;

const SERVICE_ACCOUNTS: ResourceType = {
  group: '',
  version: 'v1',
  plural: 'serviceaccounts',
  kind: 'ServiceAccount',
  namespaced: true,
};

/** A control plane without nodes, every request to which is in its audit log. */
export class BenchCluster {
  private constructor(
    private readonly cluster: DevCluster,
    private readonly transport: Transport,
    readonly audit: AuditLog,
    /** Of the load, which is nobody's whom anything is measured of. */
    readonly driver: KubeClient,
    /** Of the engine, with the rights of the manifest and no others. */
    readonly engine: Access,
  ) {}

  static async start(folder: string): Promise<BenchCluster> {
    const auditLog = path.join(folder, `audit-${Date.now()}.log`);
    const cluster = await startCluster({ kind: 'control-plane', auditLog });
    try {
      const transport = transportOf(cluster.kubeconfigPath);
      const driver = new KubeClient(transport, { fieldManager: 'bench' });
      await Promise.all([
        installResourceDefinition(driver, new AbortController().signal),
        driver.create(NAMESPACES, { metadata: { name: 'backstage' } }),
      ]);
      await applyManifests(cluster.kubeconfigPath, [
        {
          apiVersion: 'v1',
          kind: 'ServiceAccount',
          metadata: { name: 'backstage', namespace: 'backstage' },
        },
        resolvePackagePath(
          'backstage-plugin-locust-backend',
          'manifests/rbac.yaml',
        ),
      ]);
      await untilServed(driver);
      const engine = await accessOf(cluster, transport, {
        namespace: 'backstage',
        name: 'backstage',
      });
      const audit = new AuditLog(auditLog);
      return new BenchCluster(cluster, transport, audit, driver, engine);
    } catch (error) {
      await cluster.stop();
      throw error;
    }
  }

  /** Whose key and certificate serve the API; there is no other pair at hand. */
  get certificate(): { readonly certFile: string; readonly keyFile: string } {
    const folder = path.dirname(this.cluster.certificateAuthorityPath);
    return {
      certFile: this.cluster.certificateAuthorityPath,
      keyFile: path.join(folder, 'apiserver.key'),
    };
  }

  /** An account of this name that may do everything. */
  async account(name: string): Promise<Access> {
    const account = {
      apiVersion: 'v1',
      kind: 'ServiceAccount',
      metadata: { name, namespace: 'backstage' },
    };
    const binding = {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRoleBinding',
      metadata: { name: `bench-${name}` },
      roleRef: {
        apiGroup: 'rbac.authorization.k8s.io',
        kind: 'ClusterRole',
        name: 'cluster-admin',
      },
      subjects: [{ kind: 'ServiceAccount', name, namespace: 'backstage' }],
    };
    await applyManifests(this.cluster.kubeconfigPath, [account, binding]);
    return accessOf(this.cluster, this.transport, {
      namespace: 'backstage',
      name,
    });
  }

  /** Makes a namespace and waits until pods may be made in it. */
  async namespace(name: string): Promise<string> {
    await this.driver.create(NAMESPACES, { metadata: { name } });
    for (;;) {
      try {
        await this.driver.get(SERVICE_ACCOUNTS, {
          namespace: name,
          name: 'default',
        });
        return name;
      } catch {
        await delay(50);
      }
    }
  }

  /** Waits until the controllers have nothing to do any more: their work would be measured with what comes next. */
  async settle(): Promise<void> {
    const deadline = performance.now() + SETTLE_TIMEOUT_MS;
    let from = await this.audit.mark();
    let quietSince = performance.now();
    while (performance.now() - quietSince < QUIET_MS) {
      await delay(200);
      const { requests, next } = await this.audit.readOn(from);
      from = next;
      if (requests.some(it => CONTROLLERS.test(it.user) && isCommitted(it))) {
        quietSince = performance.now();
      }
      if (performance.now() > deadline) {
        throw new Error('The controllers have not come to rest');
      }
    }
  }

  async stop(): Promise<void> {
    await this.transport.close();
    await this.cluster.stop();
  }
}

/** The server knows a new resource some time before it can be watched. */
async function untilServed(client: KubeClient): Promise<void> {
  for (;;) {
    try {
      const stream = client.watch(LOCUSTS, { timeoutSeconds: 1 });
      await stream.next();
      return;
    } catch (error) {
      if (!isFailure(error, 'notFound', 'tooManyRequests', 'serverError')) {
        throw error;
      }
      await delay(100);
    }
  }
}

async function accessOf(
  cluster: DevCluster,
  transport: Transport,
  account: { readonly namespace: string; readonly name: string },
): Promise<Access> {
  const { namespace, name } = account;
  const { status } = await transport.request<{
    readonly status: { readonly token: string };
  }>({
    method: 'POST',
    path: `/api/v1/namespaces/${namespace}/serviceaccounts/${name}/token`,
    body: { spec: { expirationSeconds: 3 * 60 * 60 } },
  });
  const certificate = await readFile(cluster.certificateAuthorityPath);
  return {
    user: `system:serviceaccount:${namespace}:${name}`,
    server: cluster.server,
    token: status.token,
    caData: certificate.toString('base64'),
  };
}

function transportOf(kubeconfigPath: string): Transport {
  const kubeConfig = new KubeConfig();
  kubeConfig.loadFromFile(kubeconfigPath);
  return createTransport({ kubeConfig });
}
