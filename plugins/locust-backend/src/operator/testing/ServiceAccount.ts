import { KubeConfig } from '@kubernetes/client-node';
import type { KubeObject, ResourceType } from '../../kube/KubeObject';
import { rbacType, SERVICE_ACCOUNTS, shippedRights } from './engineKubeConfig';
import type { TestNamespace } from './TestNamespace';

const SECRETS: ResourceType = {
  ...SERVICE_ACCOUNTS,
  plural: 'secrets',
  kind: 'Secret',
};

/** A token that can be taken back. */
export interface RevocableToken {
  readonly token: string;
  /** From now on the API server refuses it, but for what it remembers for some seconds. */
  revoke(): Promise<void>;
}

/** An account in the namespace of a test, without any right of its own. */
export class ServiceAccount {
  private constructor(
    private readonly place: TestNamespace,
    readonly name: string,
  ) {}

  static async create(
    place: TestNamespace,
    name: string,
  ): Promise<ServiceAccount> {
    await place.client.create(SERVICE_ACCOUNTS, {
      metadata: { name, namespace: place.name },
    });
    return new ServiceAccount(place, name);
  }

  /** The rights of `manifests/rbac-namespaced.yaml` as it is shipped. */
  async grantNamespaced(): Promise<void> {
    const { client, name: namespace } = this.place;
    for (const manifest of shippedRights('rbac-namespaced.yaml')) {
      await client.create(rbacType(manifest.kind), {
        ...manifest,
        metadata: { ...manifest.metadata, namespace },
        ...(manifest.subjects && {
          subjects: [{ kind: 'ServiceAccount', name: this.name, namespace }],
        }),
      });
    }
  }

  /** Takes away what {@link grantNamespaced} has given; to give it again. */
  async revokeNamespaced(): Promise<void> {
    const { client, name: namespace } = this.place;
    for (const { kind, metadata } of shippedRights('rbac-namespaced.yaml')) {
      await client.delete(
        rbacType(kind),
        { namespace, name: metadata.name },
        { propagationPolicy: 'Background' },
      );
    }
  }

  /** As a pod's tokens are bound to the pod, this one is bound to an object that can be deleted. */
  async token(): Promise<RevocableToken> {
    const { client, transport, name: namespace } = this.place;
    const bound = await client.create<KubeObject>(SECRETS, {
      metadata: {
        name: `token-${Math.random().toString(36).slice(2, 10)}`,
        namespace,
      },
    });
    const { name, uid } = bound.metadata;
    const { status } = await transport.request<{
      readonly status: { readonly token: string };
    }>({
      method: 'POST',
      path: `/api/v1/namespaces/${namespace}/serviceaccounts/${this.name}/token`,
      body: {
        spec: {
          // The shortest that there is.
          expirationSeconds: 600,
          boundObjectRef: { apiVersion: 'v1', kind: 'Secret', name, uid },
        },
      },
    });
    return {
      token: status.token,
      revoke: () =>
        client.delete(
          SECRETS,
          { namespace, name },
          { propagationPolicy: 'Background' },
        ),
    };
  }

  /** A kubeconfig with this token. */
  kubeConfig(token: string): KubeConfig {
    const config = new KubeConfig();
    config.loadFromClusterAndUser(this.place.kubeConfig.getCurrentCluster()!, {
      name: this.name,
      token,
    });
    return config;
  }
}
