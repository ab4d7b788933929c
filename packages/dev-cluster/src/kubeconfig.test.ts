import { KubeConfig } from '@kubernetes/client-node';
import { renderKubeconfig } from './kubeconfig';

describe('renderKubeconfig', () => {
  it('is read by the client as one cluster that is verified and one user with a bearer token', () => {
    const config = new KubeConfig();
    config.loadFromString(
      renderKubeconfig({
        name: 'dev-cluster-default',
        user: 'admin',
        address: {
          server: 'https://127.0.0.1:16443',
          token: 'secret',
          certificateAuthority: 'PEM',
        },
      }),
    );
    expect(config.getCurrentContext()).toBe('dev-cluster-default');
    expect(config.getUsers()).toHaveLength(1);
    expect(config.getCurrentUser()?.token).toBe('secret');
    const cluster = config.getCurrentCluster()!;
    expect(cluster.server).toBe('https://127.0.0.1:16443');
    expect(cluster.skipTLSVerify).toBeFalsy();
    expect(Buffer.from(cluster.caData!, 'base64').toString()).toBe('PEM');
  });
});
