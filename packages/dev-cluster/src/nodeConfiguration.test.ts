import { parse } from 'yaml';
import {
  renderCniConfiguration,
  renderContainerdConfiguration,
  renderCorefile,
  renderKubeletConfiguration,
  renderKubeProxyConfiguration,
} from './nodeConfiguration';

describe('the Corefile', () => {
  const blocks = (resolvers: readonly string[]) => {
    const corefile = renderCorefile({
      kubeconfig: '/state/coredns.yaml',
      resolvers,
    });
    const middle = corefile.indexOf('\n.:53');
    return { own: corefile.slice(0, middle), others: corefile.slice(middle) };
  };

  it('answers names of the cluster from the API server', () => {
    const { own } = blocks([]);
    expect(own).toContain('cluster.local:53');
    expect(own).toContain('kubeconfig /state/coredns.yaml');
    expect(own).not.toMatch(/template|forward/);
  });

  it("asks the host's resolvers for every other name", () => {
    const { others } = blocks(['192.0.2.1', '192.0.2.2']);
    expect(others).toContain('forward . 192.0.2.1 192.0.2.2\n');
    expect(others).not.toContain('template');
  });

  it('answers every other name with NXDOMAIN where the host has no resolver', () => {
    const { others } = blocks([]);
    expect(others).toContain('rcode NXDOMAIN');
    expect(others).not.toContain('forward');
  });
});

describe("the kubelet's configuration", () => {
  const configuration = parse(
    renderKubeletConfiguration({
      containerdSocket: '/run/x/containerd.sock',
      cgroup: 'locust-dev-1',
      podLogsFolder: '/state/pod-logs',
    }),
  );

  it('keeps to the control group and the log folder of its cluster', () => {
    expect(configuration).toMatchObject({
      cgroupRoot: '/locust-dev-1',
      podLogsDir: '/state/pod-logs',
      containerRuntimeEndpoint: 'unix:///run/x/containerd.sock',
    });
  });

  it('accepts machines with swap and with cgroup v1', () => {
    expect(configuration).toMatchObject({
      failSwapOn: false,
      failCgroupV1: false,
    });
  });

  it('never removes images, which no registry may be able to bring back', () => {
    expect(configuration.imageGCHighThresholdPercent).toBe(100);
  });
});

describe("kube-proxy's configuration", () => {
  const render = (bridgedTrafficIsFiltered: boolean) =>
    parse(
      renderKubeProxyConfiguration({
        kubeconfig: '/state/kube-proxy.yaml',
        nodeName: 'dev-node',
        bridgedTrafficIsFiltered,
      }),
    );

  it("leaves the machine's connection tracking alone", () => {
    expect(render(true).conntrack).toEqual({
      maxPerCore: 0,
      min: 0,
      tcpEstablishedTimeout: '0s',
      tcpCloseWaitTimeout: '0s',
    });
  });

  it('masquerades everything only where bridged packets pass the filter unseen', () => {
    expect(render(true).nftables.masqueradeAll).toBe(false);
    expect(render(false).nftables.masqueradeAll).toBe(true);
  });
});

describe('the configuration of containerd and its network', () => {
  it('keeps everything in folders of the cluster', () => {
    const text = renderContainerdConfiguration({
      root: '/state/containerd',
      state: '/run/x/containerd',
      socket: '/run/x/containerd.sock',
      runcRoot: '/run/x/runc',
      snapshotter: 'native',
      cniBinFolder: '/usr/lib/cni',
      cniConfFolder: '/state/cni',
    });
    expect(text).toContain('root = "/state/containerd"');
    expect(text).toContain('state = "/run/x/containerd"');
    expect(text).toContain('Root = "/run/x/runc"');
    expect(text).toContain('snapshotter = "native"');
    expect(text).toContain('netns_mounts_under_state_dir = true');
  });

  it('gives pods addresses out of a folder of the cluster', () => {
    const network = JSON.parse(
      renderCniConfiguration({ name: 'n1', addressFolder: '/state/addresses' }),
    );
    expect(network.name).toBe('n1');
    expect(network.plugins[0].ipam).toMatchObject({
      type: 'host-local',
      dataDir: '/state/addresses',
    });
  });
});
