import { stringify } from 'yaml';
import { ApiAddress } from './apiRequest';

/** A kubeconfig with one cluster, one user holding a bearer token, and the context of both. */
export function renderKubeconfig(options: {
  readonly name: string;
  readonly user: string;
  readonly address: ApiAddress;
}): string {
  const { name, user, address } = options;
  return stringify({
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': name,
    clusters: [
      {
        name,
        cluster: {
          server: address.server,
          'certificate-authority-data': Buffer.from(
            address.certificateAuthority,
          ).toString('base64'),
        },
      },
    ],
    users: [{ name: user, user: { token: address.token } }],
    contexts: [{ name, context: { cluster: name, user } }],
  });
}
