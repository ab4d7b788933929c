import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { apiAnswers, ApiAddress, apiGet } from './apiRequest';
import { makeControlGroup } from './cgroups';
import type { ClusterPlaces } from './clusterPlaces';
import type { Components } from './component';
import { containerdSocket } from './containerd';
import { kubeconfigOf, NODE_NAME } from './controlPlane';
import { hostResolvers } from './hostResolvers';
import {
  renderCorefile,
  renderKubeletConfiguration,
  renderKubeProxyConfiguration,
} from './nodeConfiguration';
import { insideNode, NodeNetwork } from './nodeNetwork';

const READY_TIMEOUT_MS = 90_000;

/** Starts the scheduler and the node; the control plane is ready and containerd runs. */
export async function startNode(
  components: Components,
  places: ClusterPlaces,
  options: {
    readonly binary: string;
    readonly network: NodeNetwork;
    readonly address: ApiAddress;
  },
): Promise<void> {
  const { binary, network, address } = options;
  const { folder } = places;
  await components.start('kube-scheduler', binary, [
    'kube-scheduler',
    `--kubeconfig=${kubeconfigOf(folder, 'kube-scheduler')}`,
    '--leader-elect=false',
    '--secure-port=0',
  ]);
  await makeControlGroup(places.cgroup);
  await writeConfiguration(places, network);
  const startInside = (
    name: 'kubelet' | 'kube-proxy' | 'coredns',
    ...args: readonly string[]
  ) => components.start(name, ...insideNode(places, binary, [name, ...args]));

  await startInside(
    'kubelet',
    `--config=${folder}/kubelet.yaml`,
    `--kubeconfig=${kubeconfigOf(folder, 'kubelet')}`,
    `--hostname-override=${NODE_NAME}`,
    `--node-ip=${network.nodeAddress}`,
    `--root-dir=${folder}/kubelet`,
    `--cert-dir=${folder}/kubelet-certificates`,
  );
  await startInside('coredns', '-conf', `${folder}/Corefile`);
  const node = `/api/v1/nodes/${NODE_NAME}`;
  // kube-proxy asks for its node once a second, then less and less often.
  await components.until('the node should appear', READY_TIMEOUT_MS, () =>
    apiAnswers(address, node),
  );
  await startInside('kube-proxy', `--config=${folder}/kube-proxy.yaml`);
  await components.until('the node should be ready', READY_TIMEOUT_MS, () =>
    nodeIsReady(address),
  );
}

/** Whether the node reports that it takes pods. */
export async function nodeIsReady(address: ApiAddress): Promise<boolean> {
  try {
    const { body } = await apiGet(address, `/api/v1/nodes/${NODE_NAME}`);
    const node: {
      readonly status?: {
        readonly conditions?: readonly {
          readonly type: string;
          readonly status: string;
        }[];
      };
    } = JSON.parse(body);
    return Boolean(
      node.status?.conditions?.some(
        ({ type, status }) => type === 'Ready' && status === 'True',
      ),
    );
  } catch {
    return false;
  }
}

async function writeConfiguration(places: ClusterPlaces, network: NodeNetwork) {
  const { folder } = places;
  const podLogsFolder = path.join(folder, 'pod-logs');
  await mkdir(podLogsFolder, { recursive: true });
  await Promise.all([
    writeFile(
      path.join(folder, 'kubelet.yaml'),
      renderKubeletConfiguration({
        containerdSocket: containerdSocket(places),
        cgroup: places.cgroup,
        podLogsFolder,
      }),
    ),
    writeFile(
      path.join(folder, 'kube-proxy.yaml'),
      renderKubeProxyConfiguration({
        kubeconfig: kubeconfigOf(folder, 'kube-proxy'),
        nodeName: NODE_NAME,
        bridgedTrafficIsFiltered: network.bridgedTrafficIsFiltered,
      }),
    ),
    writeFile(
      path.join(folder, 'Corefile'),
      renderCorefile({
        kubeconfig: kubeconfigOf(folder, 'coredns'),
        resolvers: await hostResolvers(),
      }),
    ),
  ]);
}
