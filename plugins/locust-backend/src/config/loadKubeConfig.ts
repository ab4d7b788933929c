import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { KubeConfig } from '@kubernetes/client-node';
import type { ClusterConfig } from './LocustConfig';

/** Where Kubernetes mounts a pod's service account. */
const SERVICE_ACCOUNT_TOKEN =
  '/var/run/secrets/kubernetes.io/serviceaccount/token';

function runsInPod(): boolean {
  return (
    Boolean(process.env.KUBERNETES_SERVICE_HOST) &&
    existsSync(SERVICE_ACCOUNT_TOKEN)
  );
}

/**
 * The KubeConfig of a configured cluster, its current context being the one to use.
 *
 * @throws Error in one sentence when there is nothing to connect to
 */
export function loadKubeConfig(cluster: ClusterConfig): KubeConfig {
  const kubeConfig = new KubeConfig();
  switch (cluster.access.kind) {
    case 'url':
      kubeConfig.loadFromOptions({
        clusters: [
          {
            name: cluster.name,
            server: cluster.access.url,
            caData: cluster.access.caData,
            skipTLSVerify: false,
          },
        ],
        users: [{ name: 'locust', token: cluster.access.token }],
        contexts: [
          { name: cluster.name, cluster: cluster.name, user: 'locust' },
        ],
        currentContext: cluster.name,
      });
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
