import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { KubeConfig } from '@kubernetes/client-node';
import type { ClusterConfig } from './ClusterConfig';
import { runsInPod } from './serviceAccountToken';

/**
 * The KubeConfig of a configured cluster, its current context being the one to use.
 *
 * @throws Error in one sentence when there is nothing to connect to
 */
export function loadKubeConfig(cluster: ClusterConfig): KubeConfig {
  const kubeConfig = new KubeConfig();
  switch (cluster.access.kind) {
    case 'url':
      return fromUrl(cluster.name, cluster.access);
    case 'inCluster':
      if (!runsInPod()) {
        throw new Error(
          `cluster "${cluster.name}" is to be the one that this backend runs in, but this is not a pod with a service account`,
        );
      }
      kubeConfig.loadFromCluster();
      return kubeConfig;
    case 'kubeconfig':
      if (cluster.access.file) {
        kubeConfig.loadFromFile(cluster.access.file);
      } else {
        kubeConfig.loadFromDefault();
      }
      if (cluster.access.context) {
        kubeConfig.setCurrentContext(cluster.access.context);
      }
      break;
    default:
      if (!process.env.KUBECONFIG && runsInPod()) {
        kubeConfig.loadFromCluster();
        break;
      }
      if (
        !process.env.KUBECONFIG &&
        !existsSync(join(homedir(), '.kube', 'config'))
      ) {
        // Without this check the library would quietly go for http://localhost:8080.
        throw new Error(
          'no cluster is configured: there is no kubeconfig, and this is not a pod; set KUBECONFIG or locust.clusters',
        );
      }
      kubeConfig.loadFromDefault();
  }
  const context = kubeConfig.getContextObject(kubeConfig.getCurrentContext());
  if (!context || !kubeConfig.getCurrentCluster()) {
    throw new Error(
      `cluster "${cluster.name}" has no usable kubeconfig context; set KUBECONFIG, or name a kubeconfig, context or url under locust.clusters`,
    );
  }
  return kubeConfig;
}

function fromUrl(
  name: string,
  access: Extract<ClusterConfig['access'], { readonly kind: 'url' }>,
): KubeConfig {
  const { url, token, tokenFile, caData, caFile, skipTlsVerify } = access;
  const kubeConfig = new KubeConfig();
  kubeConfig.loadFromOptions({
    clusters: [
      {
        name,
        server: url,
        caData,
        caFile,
        skipTLSVerify: skipTlsVerify ?? false,
      },
    ],
    users: [
      {
        name: 'locust',
        token,
        ...(tokenFile !== undefined && {
          authProvider: { name: 'tokenFile', config: { tokenFile } },
        }),
      },
    ],
    contexts: [{ name, cluster: name, user: 'locust' }],
    currentContext: name,
  });
  return kubeConfig;
}
