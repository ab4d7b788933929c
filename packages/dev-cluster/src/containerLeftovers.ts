import { readdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import type { ClusterPlaces } from './clusterPlaces';

const RESULTS = '/var/lib/cni/results';

/**
 * Removes what containers that were killed leave outside of our folders: the sockets of their shims and the notes of
 * the network plugins, both in places that nobody can choose. Found by what containerd still knows of them.
 */
export async function removeContainerLeftovers(
  places: ClusterPlaces,
): Promise<void> {
  const shims = path.join(
    places.runFolder,
    'containerd/io.containerd.runtime.v2.task/k8s.io',
  );
  for (const id of await namesIn(shims)) {
    const address = await readFile(
      path.join(shims, id, 'address'),
      'utf8',
    ).catch(() => '');
    if (address.startsWith('unix://')) {
      await rm(address.trim().slice('unix://'.length), { force: true });
    }
  }
  const sandboxes = await namesIn(
    path.join(places.folder, 'containerd/io.containerd.grpc.v1.cri/sandboxes'),
  );
  for (const name of await namesIn(RESULTS)) {
    const ours =
      name.startsWith(`${places.podNetwork}-`) ||
      sandboxes.some(id => name.includes(id));
    if (ours) {
      await rm(path.join(RESULTS, name), { force: true });
    }
  }
}

function namesIn(folder: string): Promise<readonly string[]> {
  return readdir(folder).catch(() => []);
}
