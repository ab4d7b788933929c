import type { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import type { ClusterConfig } from './ClusterConfig';
import { readServerTrust, readUrl } from './readServerTrust';
import { SERVICE_ACCOUNT_TOKEN } from './serviceAccountToken';

const METHODS = 'kubernetes.clusterLocatorMethods';

/** An entry's `authMetadata` may say it in place of `authProvider`. */
const AUTH_PROVIDER_ANNOTATION = 'kubernetes.io/auth-provider';

/** `kubectl proxy` as the Kubernetes plugin expects it. */
const KUBECTL_PROXY = { name: 'local', url: 'http://localhost:8001' };

/** Why a cluster that the Kubernetes plugin can use is of no use to an engine, which works while nobody is signed in. */
const UNUSABLE_PROVIDERS: Readonly<Record<string, string>> = {
  google: 'its credentials are those of the user who is signed in',
  oidc: 'its credentials are those of the user who is signed in',
  aks: 'its credentials are those of the user who is signed in',
  googleServiceAccount: "its tokens are made by the Kubernetes plugin's own",
  aws: "its tokens are made by the Kubernetes plugin's own",
  azure: "its tokens are made by the Kubernetes plugin's own",
};

/**
 * How to reach a cluster that is configured for Backstage's Kubernetes plugin under this name.
 *
 * @throws InputError where there is none, or none that an engine can use
 */
export function kubernetesClusterAccess(
  root: Config,
  name: string,
  path: string,
): ClusterConfig['access'] {
  const refuse = (why: string): never => {
    throw new InputError(
      `${path} is "${name}": ${why}. Give its kubeconfig or url instead`,
    );
  };
  const methods = root.getOptionalConfigArray(METHODS) ?? [];
  for (const [index, method] of methods.entries()) {
    const type = method.getString('type');
    if (type === 'localKubectlProxy' && name === KUBECTL_PROXY.name) {
      return { kind: 'url', url: KUBECTL_PROXY.url };
    }
    if (type === 'config') {
      const clusters = method.getOptionalConfigArray('clusters') ?? [];
      const at = clusters.findIndex(it => it.getString('name') === name);
      if (at >= 0) {
        return accessOf(
          clusters[at],
          `${METHODS}[${index}].clusters[${at}]`,
          refuse,
        );
      }
    }
  }
  const known = methods.flatMap(method =>
    (method.getOptionalConfigArray('clusters') ?? []).map(
      it => `"${it.getString('name')}"`,
    ),
  );
  const dynamic = methods
    .map(method => method.getString('type'))
    .filter(type => type === 'gke' || type === 'catalog');
  return refuse(
    dynamic.length > 0
      ? `${METHODS} does not list it, and what its locator ${dynamic.join(
          ' and ',
        )} finds is known to the Kubernetes plugin only`
      : `${METHODS} has no cluster of that name${
          known.length > 0 ? ` (it has ${known.join(', ')})` : ''
        }`,
  );
}

function accessOf(
  config: Config,
  path: string,
  refuse: (why: string) => never,
): ClusterConfig['access'] {
  const provider =
    config.getOptional<Record<string, string>>('authMetadata')?.[
      AUTH_PROVIDER_ANNOTATION
    ] ?? config.getOptionalString('authProvider');
  const url = readUrl(config, path);
  const trust = readServerTrust(config, path);
  switch (provider) {
    case 'serviceAccount': {
      const token = config.getOptionalString('serviceAccountToken');
      return {
        kind: 'url',
        url,
        // Without a token the Kubernetes plugin takes that of its own pod.
        ...(token ? { token } : { tokenFile: SERVICE_ACCOUNT_TOKEN }),
        ...trust,
      };
    }
    case 'localKubectlProxy':
      return { kind: 'url', url, ...trust };
    default:
      return refuse(
        provider === undefined
          ? `${path} has no authProvider; serviceAccount and localKubectlProxy can be used`
          : `${path} has authProvider ${provider}, which an engine cannot use${
              UNUSABLE_PROVIDERS[provider]
                ? ` (${UNUSABLE_PROVIDERS[provider]})`
                : ''
            }; serviceAccount and localKubectlProxy can be used`,
      );
  }
}
