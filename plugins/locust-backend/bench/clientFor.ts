import { KubeConfig } from '@kubernetes/client-node';
import { KubeClient } from '../src/kube/client/KubeClient';
import {
  createTransport,
  type Transport,
} from '../src/kube/transport/Transport';
import type { Access } from './BenchCluster';

/** A client of its own connections for a user. */
export function clientFor(access: Access): {
  readonly client: KubeClient;
  readonly transport: Transport;
} {
  const kubeConfig = new KubeConfig();
  kubeConfig.loadFromClusterAndUser(
    {
      name: 'bench',
      server: access.server,
      caData: access.caData,
      skipTLSVerify: false,
    },
    { name: 'bench', token: access.token },
  );
  const transport = createTransport({ kubeConfig });
  return {
    client: new KubeClient(transport, { fieldManager: 'bench' }),
    transport,
  };
}
