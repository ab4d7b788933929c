import type { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import type { ServerTrust } from './ClusterConfig';

/**
 * Reads `url`.
 *
 * @throws InputError where it is no address of an API server
 */
export function readUrl(config: Config, path: string): string {
  const url = config.getString('url');
  const protocol = URL.canParse(url) ? new URL(url).protocol : undefined;
  if (protocol !== 'https:' && protocol !== 'http:') {
    throw new InputError(
      `${path}.url is "${url}"; it must be the address of an API server, such as https://kubernetes.example.com:6443`,
    );
  }
  return url;
}

/**
 * Reads `caData`, `caFile` and `skipTLSVerify`.
 *
 * @throws InputError naming the path of what is wrong, never its value
 */
export function readServerTrust(config: Config, path: string): ServerTrust {
  const caData = config.getOptionalString('caData');
  const caFile = config.getOptionalString('caFile');
  const skipTlsVerify = config.getOptionalBoolean('skipTLSVerify');
  if (caData !== undefined && caFile !== undefined) {
    throw new InputError(
      `${path} has both caData and caFile; give one of them`,
    );
  }
  if (
    caData !== undefined &&
    !Buffer.from(caData, 'base64').toString().includes('BEGIN CERTIFICATE')
  ) {
    throw new InputError(
      `${path}.caData holds no certificate; it must be PEM in base64, as certificate-authority-data of a kubeconfig is`,
    );
  }
  return {
    ...(caData !== undefined && { caData }),
    ...(caFile !== undefined && { caFile }),
    ...(skipTlsVerify && { skipTlsVerify }),
  };
}
