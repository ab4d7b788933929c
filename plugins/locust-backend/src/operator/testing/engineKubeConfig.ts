import { readFileSync } from 'node:fs';
import { resolvePackagePath } from '@backstage/backend-plugin-api';
import { KubeConfig } from '@kubernetes/client-node';
import { parseAllDocuments } from 'yaml';
import { KubeClient } from '../../kube/client/KubeClient';
import type { KubeObject, ResourceType } from '../../kube/KubeObject';
import { NAMESPACES } from '../../kube/ResourceTypes';
import { createTransport } from '../../kube/transport/Transport';
import { eventually } from './eventually';

const ACCOUNT = 'backstage';

/** Who the engines of tests are to the API server and in its audit log: nobody else acts as this account. */
export const ENGINE_USER = `system:serviceaccount:${ACCOUNT}:${ACCOUNT}`;

export const SERVICE_ACCOUNTS: ResourceType = {
  group: '',
  version: 'v1',
  plural: 'serviceaccounts',
  kind: 'ServiceAccount',
  namespaced: true,
};

/** A kind of rights, which is namespaced where it is not one of clusters. */
export function rbacType(kind: string): ResourceType {
  return {
    group: 'rbac.authorization.k8s.io',
    version: 'v1',
    plural: `${kind.toLowerCase()}s`,
    kind,
    namespaced: !kind.startsWith('Cluster'),
  };
}

/**
 * A kubeconfig of the backend's own account, which has the rights of `manifests/rbac.yaml` as it is shipped, the one
 * to install the definition included, and no others.
 *
 * @param admin - of the same cluster, with all rights
 */
export async function engineKubeConfig(admin: KubeConfig): Promise<KubeConfig> {
  const transport = createTransport({ kubeConfig: admin });
  const client = new KubeClient(transport, { fieldManager: 'test' });
  try {
    await client.apply(NAMESPACES, { metadata: { name: ACCOUNT } });
    await client.apply(SERVICE_ACCOUNTS, {
      metadata: { name: ACCOUNT, namespace: ACCOUNT },
    });
    for (const manifest of shippedRights()) {
      await client.apply<KubeObject>(rbacType(manifest.kind), manifest);
    }
    await client.apply(rbacType('ClusterRoleBinding'), {
      metadata: { name: 'locust-operator-crd' },
      roleRef: {
        apiGroup: 'rbac.authorization.k8s.io',
        kind: 'ClusterRole',
        name: 'locust-operator-crd',
      },
      subjects: [{ kind: 'ServiceAccount', name: ACCOUNT, namespace: ACCOUNT }],
    });
    const may = async (verb: string, group: string, resource: string) => {
      const { status } = await transport.request<{
        readonly status: { readonly allowed: boolean };
      }>({
        method: 'POST',
        path: '/apis/authorization.k8s.io/v1/subjectaccessreviews',
        body: {
          apiVersion: 'authorization.k8s.io/v1',
          kind: 'SubjectAccessReview',
          spec: {
            user: ENGINE_USER,
            resourceAttributes: { verb, group, resource },
          },
        },
      });
      return status.allowed;
    };
    // The authorizer learns of roles by a watch of its own.
    await eventually('the rights of the engine are known', () =>
      may('watch', 'locust-qa.xyz', 'locusts'),
    );
    await eventually('the right to install is known', () =>
      may('patch', 'apiextensions.k8s.io', 'customresourcedefinitions'),
    );
    const { status } = await transport.request<{
      readonly status: { readonly token: string };
    }>({
      method: 'POST',
      path: `/api/v1/namespaces/${ACCOUNT}/serviceaccounts/${ACCOUNT}/token`,
      body: { spec: { expirationSeconds: 24 * 3600 } },
    });
    const own = new KubeConfig();
    own.loadFromClusterAndUser(admin.getCurrentCluster()!, {
      name: ACCOUNT,
      token: status.token,
    });
    return own;
  } finally {
    await transport.close();
  }
}

/** The documents of `manifests/rbac.yaml`. */
export function shippedRights(file = 'rbac.yaml'): readonly any[] {
  const text = readFileSync(
    resolvePackagePath('backstage-plugin-locust-backend', 'manifests', file),
    'utf8',
  );
  return parseAllDocuments(text).map(document => document.toJS());
}
