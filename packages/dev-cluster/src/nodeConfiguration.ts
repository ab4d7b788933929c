import { stringify } from 'yaml';
import type { Snapshotter } from './snapshotter';

/** The address that the cluster's DNS has inside the node's namespace: link-local, so it is nobody else's. */
export const DNS_ADDRESS = '169.254.20.10';
export const CLUSTER_DOMAIN = 'cluster.local';
export const POD_RANGE = '10.244.0.0/24';
export const PAUSE_IMAGE = 'localhost/pause:1';

export interface ContainerdSettings {
  readonly root: string;
  readonly state: string;
  readonly socket: string;
  readonly runcRoot: string;
  readonly snapshotter: Snapshotter;
  readonly cniBinFolder: string;
  readonly cniConfFolder: string;
}

/** containerd 1.6's configuration; later ones read it too. */
export function renderContainerdConfiguration(s: ContainerdSettings): string {
  const cri = 'plugins."io.containerd.grpc.v1.cri"';
  return `version = 2
root = ${JSON.stringify(s.root)}
state = ${JSON.stringify(s.state)}
[grpc]
  address = ${JSON.stringify(s.socket)}
[plugins."io.containerd.internal.v1.opt"]
  path = ${JSON.stringify(`${s.root}/opt`)}
[${cri}]
  sandbox_image = ${JSON.stringify(PAUSE_IMAGE)}
  # Without this the sandbox's score is set lower than containerd's own, which a confined root may not do.
  restrict_oom_score_adj = true
  # Under our state folder instead of /run/netns, where they could not be told from others'.
  netns_mounts_under_state_dir = true
  [${cri}.cni]
    bin_dir = ${JSON.stringify(s.cniBinFolder)}
    conf_dir = ${JSON.stringify(s.cniConfFolder)}
  [${cri}.containerd]
    snapshotter = ${JSON.stringify(s.snapshotter)}
  [${cri}.containerd.runtimes.runc]
    runtime_type = "io.containerd.runc.v2"
    [${cri}.containerd.runtimes.runc.options]
      SystemdCgroup = false
      Root = ${JSON.stringify(s.runcRoot)}
`;
}

/** The pods' network: a bridge inside the node's namespace. */
export function renderCniConfiguration(s: {
  readonly name: string;
  readonly addressFolder: string;
}): string {
  return JSON.stringify({
    cniVersion: '0.4.0',
    name: s.name,
    plugins: [
      {
        type: 'bridge',
        bridge: 'cni0',
        isGateway: true,
        ipMasq: true,
        hairpinMode: true,
        ipam: {
          type: 'host-local',
          dataDir: s.addressFolder,
          ranges: [[{ subnet: POD_RANGE }]],
          routes: [{ dst: '0.0.0.0/0' }],
        },
      },
      { type: 'portmap', capabilities: { portMappings: true } },
    ],
  });
}

export function renderKubeletConfiguration(s: {
  readonly containerdSocket: string;
  readonly cgroup: string;
  readonly podLogsFolder: string;
}): string {
  return stringify({
    apiVersion: 'kubelet.config.k8s.io/v1beta1',
    kind: 'KubeletConfiguration',
    containerRuntimeEndpoint: `unix://${s.containerdSocket}`,
    cgroupDriver: 'cgroupfs',
    // Two kubelets under one root would remove each other's pods as orphans.
    cgroupRoot: `/${s.cgroup}`,
    podLogsDir: s.podLogsFolder,
    failSwapOn: false,
    failCgroupV1: false,
    clusterDNS: [DNS_ADDRESS],
    clusterDomain: CLUSTER_DOMAIN,
    // The kubelet listens inside the node's namespace only, which the host and its own pods reach.
    authentication: {
      anonymous: { enabled: true },
      webhook: { enabled: false },
    },
    authorization: { mode: 'AlwaysAllow' },
    // A full disk of the developer must not evict pods, nor remove images that no registry could bring back.
    imageGCHighThresholdPercent: 100,
    evictionHard: {
      'nodefs.available': '0%',
      'nodefs.inodesFree': '0%',
      'imagefs.available': '0%',
      'imagefs.inodesFree': '0%',
    },
  });
}

export function renderKubeProxyConfiguration(s: {
  readonly kubeconfig: string;
  readonly nodeName: string;
  readonly bridgedTrafficIsFiltered: boolean;
}): string {
  return stringify({
    apiVersion: 'kubeproxy.config.k8s.io/v1alpha1',
    kind: 'KubeProxyConfiguration',
    mode: 'nftables',
    clusterCIDR: POD_RANGE,
    hostnameOverride: s.nodeName,
    clientConnection: { kubeconfig: s.kubeconfig },
    // Where the kernel does not show bridged packets to the filter, an answer that goes straight over the bridge
    // would keep the pod's address; masquerading brings it back through here.
    nftables: { masqueradeAll: !s.bridgedTrafficIsFiltered },
    // Limits of connection tracking belong to the whole machine: left as they are.
    conntrack: {
      maxPerCore: 0,
      min: 0,
      tcpEstablishedTimeout: '0s',
      tcpCloseWaitTimeout: '0s',
    },
  });
}

/**
 * CoreDNS's configuration.
 *
 * Names outside the cluster are asked of the host's resolvers, or get NXDOMAIN where the host has none that answers:
 * with SERVFAIL Locust's resolver never goes on to the search list. They need a block of their own, for a `template`
 * beside `kubernetes` would answer before it.
 */
export function renderCorefile(s: {
  readonly kubeconfig: string;
  readonly resolvers: readonly string[];
}): string {
  const others =
    s.resolvers.length > 0
      ? `errors
  forward . ${s.resolvers.join(' ')}
  cache 30`
      : `template ANY ANY . {
    rcode NXDOMAIN
  }`;
  return `${CLUSTER_DOMAIN}:53 in-addr.arpa:53 {
  bind ${DNS_ADDRESS}
  errors
  kubernetes ${CLUSTER_DOMAIN} in-addr.arpa {
    kubeconfig ${s.kubeconfig}
  }
  cache 5
}
.:53 {
  bind ${DNS_ADDRESS}
  ${others}
}
`;
}
