import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { ClusterPlaces } from './clusterPlaces';
import type { Components } from './component';
import { LOCUST_VERSION, locustImage } from './locustImage';
import {
  renderCniConfiguration,
  renderContainerdConfiguration,
} from './nodeConfiguration';
import { locustImageArchive, ownImageArchives } from './nodeImages';
import { insideNode } from './nodeNetwork';
import { registryAnswers } from './publishedImage';
import { runCommand } from './runCommand';
import { snapshotterFor } from './snapshotter';

const START_TIMEOUT_MS = 30_000;

export function containerdSocket(places: ClusterPlaces): string {
  return path.join(places.runFolder, 'containerd.sock');
}

/** Starts the node's own containerd, which shares nothing with another one on the machine. */
export async function startContainerd(
  components: Components,
  places: ClusterPlaces,
  cniBinFolder: string,
): Promise<void> {
  const { folder, runFolder } = places;
  const cniConfFolder = path.join(folder, 'cni');
  const configuration = path.join(folder, 'containerd.toml');
  await mkdir(cniConfFolder, { recursive: true });
  await Promise.all([
    writeFile(
      path.join(cniConfFolder, '10-bridge.conflist'),
      renderCniConfiguration({
        name: places.podNetwork,
        addressFolder: path.join(folder, 'addresses'),
      }),
    ),
    writeFile(
      configuration,
      renderContainerdConfiguration({
        root: path.join(folder, 'containerd'),
        state: path.join(runFolder, 'containerd'),
        socket: containerdSocket(places),
        runcRoot: path.join(runFolder, 'runc'),
        snapshotter: await snapshotterFor(folder),
        cniBinFolder,
        cniConfFolder,
      }),
    ),
  ]);
  await components.start(
    'containerd',
    ...insideNode(places, 'containerd', ['--config', configuration]),
  );
  await components.until('containerd should answer', START_TIMEOUT_MS, () =>
    ctr(places, 'version').then(
      () => true,
      () => false,
    ),
  );
}

/** Puts the images into the node that it needs: our own, and Locust's. */
export async function provideImages(
  places: ClusterPlaces,
  onProgress: (message: string) => void,
): Promise<void> {
  for (const archive of await ownImageArchives(onProgress)) {
    await take(places, 'import', archive);
  }
  await provideLocust(places, LOCUST_VERSION, onProgress);
}

/** Puts Locust's image of a version into the node, from its registry or, failing that, built here. */
export async function provideLocust(
  places: ClusterPlaces,
  version: string,
  onProgress: (message: string) => void,
): Promise<void> {
  const image = locustImage(version);
  if (await registryAnswers()) {
    onProgress(`pulling ${image}`);
    try {
      // `ctr` itself talks to the registry, from the host's network and with the host's resolver.
      await take(places, 'pull', image);
      return;
    } catch {
      onProgress(`${image} cannot be pulled, so its stand-in is built`);
    }
  }
  await take(places, 'import', await locustImageArchive(version, onProgress));
}

/** Puts the image of an archive, as `docker save` writes it, into the node. */
export async function provideArchive(
  places: ClusterPlaces,
  archive: string,
): Promise<void> {
  await take(places, 'import', archive);
}

async function take(
  places: ClusterPlaces,
  action: 'import' | 'pull',
  what: string,
) {
  const snapshotter = await snapshotterFor(places.folder);
  await ctr(places, 'images', action, '--snapshotter', snapshotter, what);
}

function ctr(places: ClusterPlaces, ...args: readonly string[]) {
  return runCommand('ctr', [
    ...['--address', containerdSocket(places)],
    ...['--namespace', 'k8s.io'],
    ...args,
  ]);
}
