import type { ClusterPlaces } from './clusterPlaces';
import { DNS_ADDRESS } from './nodeConfiguration';
import { runCommand } from './runCommand';
import { Cable, chooseCable, parseSubnet, Subnet } from './subnet';

export interface NodeNetwork extends Cable {
  /** Whether packets between two pods of the bridge pass the packet filter. */
  readonly bridgedTrafficIsFiltered: boolean;
}

/**
 * Makes a network namespace for the node and a cable into it.
 *
 * The bridge, kube-proxy's tables and the DNS address live in there: nodes do not meet, and all of it goes with the
 * namespace.
 */
export async function makeNodeNetwork(
  places: ClusterPlaces,
): Promise<NodeNetwork> {
  const { networkNamespace: namespace, hostInterface } = places;
  const cable = chooseCable(await subnetsInUse(), Math.random);
  const ip = (...args: readonly string[]) => runCommand('ip', args);
  const inside = (...args: readonly string[]) => ip('-n', namespace, ...args);

  await ip('netns', 'add', namespace);
  await ip(
    ...['link', 'add', hostInterface, 'type', 'veth'],
    ...['peer', 'name', 'eth0', 'netns', namespace],
  );
  await ip('addr', 'add', `${cable.hostAddress}/30`, 'dev', hostInterface);
  await ip('link', 'set', hostInterface, 'up');
  await inside('link', 'set', 'lo', 'up');
  await inside('addr', 'add', `${DNS_ADDRESS}/32`, 'dev', 'lo');
  await inside('addr', 'add', `${cable.nodeAddress}/30`, 'dev', 'eth0');
  await inside('link', 'set', 'eth0', 'up');
  await inside('route', 'add', 'default', 'via', cable.hostAddress);
  return { ...cable, bridgedTrafficIsFiltered: await setForwarding(places) };
}

/**
 * Lets the node's pods out to where the host can go, and the node alone in to the API server.
 *
 * The API server has to listen on all addresses, since it takes but one or all: the filter keeps it from being seen
 * by the rest of the network.
 */
export async function guardApiServer(
  places: ClusterPlaces,
  network: NodeNetwork,
  apiServerPort: number,
): Promise<void> {
  const { hostInterface, nftTable } = places;
  await runCommand('nft', ['-f', '-'], {
    input: `table ip ${nftTable} {
  chain postrouting {
    type nat hook postrouting priority 100;
    ip saddr ${network.subnet} oifname != "${hostInterface}" masquerade
  }
  chain input {
    type filter hook input priority -10;
    tcp dport ${apiServerPort} iifname != { "lo", "${hostInterface}" } drop
  }
}
`,
  });
}

/** Wraps a command so that it runs in the node's network; the process keeps its id, for nsenter becomes it. */
export function insideNode(
  places: ClusterPlaces,
  command: string,
  args: readonly string[],
): readonly [string, readonly string[]] {
  // Not `ip netns exec`: that mounts /sys anew, and the control groups are gone.
  const namespace = `/run/netns/${places.networkNamespace}`;
  return ['nsenter', [`--net=${namespace}`, command, ...args]];
}

async function setForwarding(places: ClusterPlaces): Promise<boolean> {
  // The module has no alias that would load it by itself; where it is built in or already there this changes nothing.
  await runCommand('modprobe', ['br_netfilter']).catch(() => {});
  const script = `echo 1 > /proc/sys/net/ipv4/ip_forward
if [ -e /proc/sys/net/bridge/bridge-nf-call-iptables ]; then
  echo 1 > /proc/sys/net/bridge/bridge-nf-call-iptables && echo filtered
fi`;
  const [command, args] = insideNode(places, 'sh', ['-c', script]);
  return (await runCommand(command, args)).includes('filtered');
}

async function subnetsInUse(): Promise<readonly Subnet[]> {
  const routes: readonly { readonly dst?: string }[] = JSON.parse(
    await runCommand('ip', ['-json', '-4', 'route', 'show', 'table', 'all']),
  );
  return routes.flatMap(({ dst }) => {
    const subnet = dst && dst !== 'default' ? parseSubnet(dst) : undefined;
    return subnet ? [subnet] : [];
  });
}
