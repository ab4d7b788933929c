import { existsSync } from 'node:fs';
import { readdir, readlink, rm } from 'node:fs/promises';
import path from 'node:path';
import { killControlGroup, removeControlGroup } from './cgroups';
import { ClusterPlaces, placesOf } from './clusterPlaces';
import { ComponentName, readClusterRecord } from './clusterRecord';
import { removeContainerLeftovers } from './containerLeftovers';
import { endProcess } from './endProcess';
import { releaseHost } from './hostState';
import { markedProcesses } from './markedProcesses';
import { unmountBelow } from './mounts';
import { runCommand } from './runCommand';

/** First those that would make or restart something. */
const MAKERS: readonly ComponentName[] = [
  'kubelet',
  'kube-controller-manager',
  'kube-scheduler',
  'kube-proxy',
  'coredns',
];

/**
 * Takes away everything that a cluster is or left behind, whatever state it is in, even if its record is lost.
 *
 * Nothing of it is meant to be kept, so nothing is asked politely: processes are killed, each known by its pid and
 * start time or by the cluster's mark, in the order in which none of them makes anew what was just removed.
 */
export async function removeCluster(folder: string): Promise<void> {
  const places = placesOf(folder);
  const record = await readClusterRecord(folder);
  const components = record?.components ?? {};
  for (const name of MAKERS) {
    const identity = components[name];
    if (identity) {
      await endProcess(identity);
    }
  }
  if (isRoot()) {
    await killControlGroup(places.cgroup);
  }
  await Promise.all(
    Object.values(components).map(identity => endProcess(identity)),
  );
  await Promise.all(
    markedProcesses(folder).map(identity => endProcess(identity)),
  );
  if (isRoot()) {
    await removeNodeTraces(places);
  }
  await rm(folder, { recursive: true, force: true });
}

async function removeNodeTraces(places: ClusterPlaces) {
  // A process may have been starting another one while it was killed.
  await killControlGroup(places.cgroup);
  await removeContainerLeftovers(places);
  await unmountBelow(places.runFolder);
  await unmountBelow(places.folder);
  await removeNetwork(places);
  await removeControlGroup(places.cgroup);
  await removeLogLinks(places);
  await releaseHost(places.runFolder);
}

async function removeNetwork(places: ClusterPlaces) {
  const { networkNamespace, hostInterface, nftTable } = places;
  if (existsSync(`/sys/class/net/${hostInterface}`)) {
    // The other end goes with it, whatever still holds the namespace.
    await runCommand('ip', ['link', 'delete', hostInterface]);
  }
  if (existsSync(`/run/netns/${networkNamespace}`)) {
    await runCommand('ip', ['netns', 'delete', networkNamespace]);
  }
  const tables = await runCommand('nft', ['list', 'tables']).catch(() => '');
  if (tables.split('\n').includes(`table ip ${nftTable}`)) {
    await runCommand('nft', ['delete', 'table', 'ip', nftTable]);
  }
}

/** The kubelet links the logs of every container here, whatever folder it is told to keep them in. */
async function removeLogLinks(places: ClusterPlaces) {
  const folder = '/var/log/containers';
  for (const name of await readdir(folder).catch(() => [])) {
    const link = path.join(folder, name);
    const target = await readlink(link).catch(() => '');
    if (target.startsWith(`${places.folder}/`)) {
      await rm(link, { force: true });
    }
  }
}

function isRoot() {
  return process.getuid?.() === 0;
}
