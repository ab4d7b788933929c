import type { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import type { RunLimits } from '../operator/admission/RunLimits';
import type { ClusterConfig } from './ClusterConfig';
import { kubernetesClusterAccess } from './kubernetesClusterAccess';
import { readOwnerLimits } from './readOwnerLimits';
import { readRunLimits } from './readRunLimits';
import { readServerTrust, readUrl } from './readServerTrust';

/** The ways to name a cluster; each entry uses one of them. */
const WAYS = {
  inCluster: ['inCluster'],
  kubeconfig: ['kubeconfig', 'context'],
  url: [
    'url',
    'serviceAccountToken',
    'serviceAccountTokenFile',
    'caData',
    'caFile',
    'skipTLSVerify',
  ],
  kubernetesCluster: ['kubernetesCluster'],
} as const;

type Way = keyof typeof WAYS;

/**
 * Reads `locust.clusters`; without one it is what `kubectl` would take, as cluster `local`.
 *
 * @throws InputError naming the path of what is wrong and what would be accepted
 */
export function readClusters(root: Config): readonly ClusterConfig[] {
  const ownLimits = readOwnerLimits(root);
  const limits = readRunLimits(root.getOptionalConfig('locust'), 'locust', {
    ...(ownLimits.length > 0 && { owners: ownLimits }),
  });
  const clusters = (root.getOptionalConfigArray('locust.clusters') ?? []).map(
    (cluster, index) =>
      readCluster(root, cluster, `locust.clusters[${index}]`, limits),
  );
  const twice = clusters.find(
    (one, index) =>
      clusters.findIndex(other => other.name === one.name) !== index,
  );
  if (twice) {
    throw new InputError(
      `locust.clusters names "${twice.name}" twice; names of clusters must differ`,
    );
  }
  return clusters.length > 0
    ? clusters
    : [{ name: 'local', access: { kind: 'default' }, limits }];
}

function readCluster(
  root: Config,
  config: Config,
  path: string,
  inherited: RunLimits | undefined,
): ClusterConfig {
  const name = config.getString('name');
  const namespaces = config.getOptionalStringArray('namespaces');
  if (namespaces?.length === 0) {
    throw new InputError(
      `${path}.namespaces of cluster "${name}" is empty; name at least one, or leave it out for all`,
    );
  }
  return {
    name,
    access: readAccess(root, config, path, name),
    limits: readRunLimits(config, path, inherited),
    namespaces,
  };
}

function readAccess(
  root: Config,
  config: Config,
  path: string,
  name: string,
): ClusterConfig['access'] {
  const used = (Object.keys(WAYS) as Way[]).filter(way =>
    WAYS[way].some(key => config.has(key)),
  );
  if (used.length > 1) {
    throw new InputError(
      `${path} names cluster "${name}" in more than one way (${used
        .map(way => WAYS[way].find(key => config.has(key)))
        .join(
          ', ',
        )}); give one of inCluster, kubeconfig, url, kubernetesCluster`,
    );
  }
  switch (used[0]) {
    case 'inCluster':
      if (!config.getBoolean('inCluster')) {
        throw new InputError(
          `${path}.inCluster of cluster "${name}" is false; leave it out and give one of kubeconfig, url, kubernetesCluster`,
        );
      }
      return { kind: 'inCluster' };
    case 'kubernetesCluster':
      return kubernetesClusterAccess(
        root,
        config.getString('kubernetesCluster'),
        `${path}.kubernetesCluster`,
      );
    case 'url':
      return readUrlAccess(config, path, name);
    default:
      return {
        kind: 'kubeconfig',
        file: config.getOptionalString('kubeconfig'),
        context: config.getOptionalString('context'),
      };
  }
}

function readUrlAccess(
  config: Config,
  path: string,
  name: string,
): ClusterConfig['access'] {
  if (!config.has('url')) {
    const stray = WAYS.url.filter(key => config.has(key));
    throw new InputError(
      `${path} has ${stray.join(
        ', ',
      )} without a url for cluster "${name}"; they belong to a url`,
    );
  }
  const token = config.getOptionalString('serviceAccountToken');
  const tokenFile = config.getOptionalString('serviceAccountTokenFile');
  if (token !== undefined && tokenFile !== undefined) {
    throw new InputError(
      `${path} has both serviceAccountToken and serviceAccountTokenFile for cluster "${name}"; give one of them`,
    );
  }
  return {
    kind: 'url',
    url: readUrl(config, path),
    token,
    tokenFile,
    ...readServerTrust(config, path),
  };
}
