import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type DevCluster, startCluster } from 'dev-cluster';
import { parseAllDocuments, stringify } from 'yaml';
import { ApiClient, type ApiAccess } from './ApiClient';
import { CampaignNode } from './CampaignNode';
import { ClusterMirror } from './ClusterMirror';

const MANIFESTS = path.join(__dirname, '../../manifests');

/** Who the engine is in the cluster; the shipped manifests bind their roles to it. */
const ENGINE_NAMESPACE = 'backstage';
const ENGINE_ACCOUNT = 'backstage';

/** The cluster that the campaign is waged in, with the driver's side of it. */
export class CampaignCluster {
  readonly folder = mkdtempSync(path.join(tmpdir(), 'locust-campaign-'));
  private tokens = 0;
  private numbers = 0;

  private constructor(
    private readonly cluster: DevCluster,
    private readonly isKept: boolean,
    readonly upstream: ApiAccess,
    readonly tls: { readonly key: string; readonly cert: string },
    readonly api: ApiClient,
    readonly mirror: ClusterMirror,
    readonly node: CampaignNode,
    readonly errors: string[],
  ) {}

  /** etcd, API server and controllers; the CRD and the engine's rights as they are shipped; a node without containers. */
  static async start(options: {
    /** A control plane of this name, left up for the next time. Else one of our own, that goes with us. */
    readonly name?: string;
    readonly onProgress: (message: string) => void;
  }): Promise<CampaignCluster> {
    const { name, onProgress } = options;
    const cluster = await startCluster({
      kind: 'control-plane',
      name,
      // Nobody sends a heartbeat for the node, and schedules are driven by the plans.
      controllers:
        '*,-node-lifecycle-controller,-taint-eviction-controller,-cronjob-controller',
      onProgress,
    });
    try {
      const certificate = readFileSync(
        cluster.certificateAuthorityPath,
        'utf8',
      );
      const tls = {
        cert: certificate,
        key: readFileSync(
          cluster.certificateAuthorityPath.replace(/\.crt$/, '.key'),
          'utf8',
        ),
      };
      const upstream = {
        server: cluster.server,
        token: cluster.token,
        certificateAuthority: certificate,
      };
      const api = new ApiClient(upstream);
      await apply(api, [
        ...manifestsIn('crd.yaml'),
        {
          apiVersion: 'v1',
          kind: 'Namespace',
          metadata: { name: ENGINE_NAMESPACE },
        },
        {
          apiVersion: 'v1',
          kind: 'ServiceAccount',
          metadata: { name: ENGINE_ACCOUNT, namespace: ENGINE_NAMESPACE },
        },
        ...manifestsIn('rbac.yaml'),
      ]);
      await definitionServed(api);
      const errors: string[] = [];
      const mirror = new ClusterMirror(api);
      await mirror.start();
      const node = new CampaignNode(api, mirror, tls, message =>
        errors.push(message),
      );
      await node.start();
      return new CampaignCluster(
        cluster,
        name !== undefined,
        upstream,
        tls,
        api,
        mirror,
        node,
        errors,
      );
    } catch (error) {
      if (name === undefined) {
        await cluster.stop();
      }
      throw error;
    }
  }

  async stop(): Promise<void> {
    this.mirror.stop();
    this.node.stop();
    await this.api.close();
    if (!this.isKept) {
      await this.cluster.stop();
    }
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** Of the API server, for the plan in which it is away. */
  restartApiServer(): Promise<void> {
    return this.cluster.restartApiServer();
  }

  /** For the names of namespaces. */
  takeNumber(): number {
    this.numbers += 1;
    return this.numbers;
  }

  /** Takes the resource definition away, and with it every `Locust` there is. */
  async removeDefinition(): Promise<void> {
    await this.api.request(
      'DELETE',
      '/apis/apiextensions.k8s.io/v1/customresourcedefinitions/locusts.locust-qa.xyz',
    );
    await until(() =>
      this.api.list('locusts').then(
        () => false,
        () => true,
      ),
    );
  }

  async installDefinition(): Promise<void> {
    await apply(this.api, manifestsIn('crd.yaml'));
    await definitionServed(this.api);
  }

  /** A namespace with what Kubernetes itself puts into every one. */
  async makeNamespace(name: string): Promise<void> {
    await this.api.request('POST', '/api/v1/namespaces', {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name },
    });
    await until(async () => {
      const account = await this.api
        .request<unknown>(
          'GET',
          `/api/v1/namespaces/${name}/serviceaccounts/default`,
        )
        .catch(() => undefined);
      return (
        account !== undefined &&
        this.mirror.get('configmaps', name, 'kube-root-ca.crt') !== undefined
      );
    });
  }

  /** A fresh token of the engine's account. */
  async newEngineToken(): Promise<string> {
    this.tokens += 1;
    const answer = await this.api.request<{
      readonly status: { readonly token: string };
    }>(
      'POST',
      `/api/v1/namespaces/${ENGINE_NAMESPACE}/serviceaccounts/${ENGINE_ACCOUNT}/token`,
      {
        apiVersion: 'authentication.k8s.io/v1',
        kind: 'TokenRequest',
        // Different for each, so that no two tokens are the same text.
        spec: { expirationSeconds: 86_400 + this.tokens },
      },
    );
    return answer.status.token;
  }

  /** Writes the kubeconfig of an engine that reaches the cluster through a proxy. */
  writeKubeconfig(file: string, port: number, token: string): void {
    const name = 'campaign';
    writeFileSync(
      file,
      stringify({
        apiVersion: 'v1',
        kind: 'Config',
        clusters: [
          {
            name,
            cluster: {
              server: `https://127.0.0.1:${port}`,
              'certificate-authority-data': Buffer.from(
                this.upstream.certificateAuthority,
              ).toString('base64'),
            },
          },
        ],
        users: [{ name, user: { token } }],
        contexts: [{ name, context: { cluster: name, user: name } }],
        'current-context': name,
      }),
    );
  }
}

interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
}

const PLURALS: Readonly<Record<string, string>> = {
  CustomResourceDefinition: 'customresourcedefinitions',
  Namespace: 'namespaces',
  ServiceAccount: 'serviceaccounts',
  ClusterRole: 'clusterroles',
  ClusterRoleBinding: 'clusterrolebindings',
};

function manifestsIn(file: string): readonly Manifest[] {
  return parseAllDocuments(
    readFileSync(path.join(MANIFESTS, file), 'utf8'),
  ).map(document => document.toJS() as Manifest);
}

function definitionServed(api: ApiClient): Promise<void> {
  return until(() =>
    api.list('locusts').then(
      () => true,
      () => false,
    ),
  );
}

/** As `kubectl apply --server-side --force-conflicts`, with every field as it is written. */
async function apply(
  api: ApiClient,
  manifests: readonly Manifest[],
): Promise<void> {
  for (const manifest of manifests) {
    const { apiVersion, kind, metadata } = manifest;
    const root = apiVersion.includes('/') ? 'apis' : 'api';
    const place = metadata.namespace ? `namespaces/${metadata.namespace}/` : '';
    await api.request(
      'PATCH',
      `/${root}/${apiVersion}/${place}${PLURALS[kind]}/${metadata.name}?fieldManager=campaign&force=true`,
      manifest,
      'application/apply-patch+yaml',
    );
  }
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 600; tries++) {
    if (await holds()) {
      return;
    }
    await sleep(50);
  }
  throw new Error('The cluster did not get ready for the campaign');
}
