import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { apiAnswers, ApiAddress } from './apiRequest';
import { problemWithClusterName } from './clusterName';
import {
  anonymousClustersFolder,
  ClusterPlaces,
  namedClustersFolder,
  placesOf,
} from './clusterPlaces';
import {
  ClusterKind,
  ClusterRecord,
  endedComponents,
  listClusterFolders,
  readClusterRecord,
} from './clusterRecord';
import { ComponentEndedError, Components } from './component';
import { provideImages, startContainerd } from './containerd';
import { startControlPlane } from './controlPlane';
import { addressOf, DevCluster, devClusterFrom } from './DevCluster';
import { withFolderLock } from './fileLock';
import { appointGuardian, Guardian } from './guardian';
import { requireNodePackages } from './hostPackages';
import { claimHost } from './hostState';
import { controlPlanePrograms, kubernetesBinary } from './kubernetesBinary';
import { nodeIsReady, startNode } from './node';
import { guardApiServer, makeNodeNetwork } from './nodeNetwork';
import { identifyProcess, isAlive } from './processIdentity';
import { removeCluster } from './removeCluster';

/** @public */
export interface StartClusterOptions {
  /** `control-plane` runs no pods and needs no root; `node` does both. */
  readonly kind: ClusterKind;
  /** A name to find it by later; without one it gets a random one and its state lies in a temporary folder. */
  readonly name?: string;
  /** Whether it goes on after this process has ended; by default only a named one does. */
  readonly detached?: boolean;
  /** File that the API server writes an event to for every request (level Metadata). */
  readonly auditLog?: string;
  /** What kube-controller-manager runs (its `--controllers`); an empty string leaves it out altogether. */
  readonly controllers?: string;
  readonly onProgress?: (message: string) => void;
}

const ATTEMPTS = 3;

/**
 * Starts a cluster and returns when it is ready. A named one that is up already is returned as it is, one that is up
 * by half is taken away and started anew.
 *
 * @throws an error with one sentence for a person when something is missing on the machine, or when a cluster of that
 * name is up as another kind
 * @public
 */
export async function startCluster(
  options: StartClusterOptions,
): Promise<DevCluster> {
  const onProgress = options.onProgress ?? (() => {});
  requirePlatform(options.kind);
  const auditLog = options.auditLog && path.resolve(options.auditLog);
  const wanted = { ...options, auditLog, onProgress };
  if (options.name === undefined) {
    await removeOrphans(onProgress);
    const name = `test-${randomBytes(5).toString('hex')}`;
    const folder = path.join(anonymousClustersFolder(), name);
    return start(folder, {
      ...wanted,
      name,
      detached: wanted.detached ?? false,
    });
  }

  const { name } = options;
  const problem = problemWithClusterName(name);
  if (problem) {
    throw new Error(problem);
  }
  const root = namedClustersFolder();
  const folder = path.join(root, name);
  const existing = await healthyCluster(folder, options.kind);
  if (existing) {
    return existing;
  }
  // Before the lock is taken: it may take minutes, and another cluster need not wait for that.
  await prepare(options.kind, onProgress);
  return withFolderLock(
    root,
    () => onProgress('waiting for another cluster that is starting or ending'),
    async () => {
      const meanwhile = await healthyCluster(folder, options.kind);
      if (meanwhile) {
        return meanwhile;
      }
      if (existsSync(folder)) {
        onProgress(`cleaning up what is left of cluster ${name}`);
        await removeCluster(folder);
      }
      return start(folder, {
        ...wanted,
        name,
        detached: wanted.detached ?? true,
      });
    },
  );
}

interface WantedCluster extends StartClusterOptions {
  readonly name: string;
  readonly detached: boolean;
  readonly onProgress: (message: string) => void;
}

/** Whether a recorded cluster works: all its processes run, the API server is ready and so is the node. */
export async function isHealthy(record: ClusterRecord): Promise<boolean> {
  if (record.phase !== 'ready' || endedComponents(record).length > 0) {
    return false;
  }
  const address = await addressOf(record);
  return (
    (await apiAnswers(address, '/readyz')) &&
    (record.kind === 'control-plane' || (await nodeIsReady(address)))
  );
}

async function healthyCluster(
  folder: string,
  kind: ClusterKind,
): Promise<DevCluster | undefined> {
  const record = await readClusterRecord(folder);
  if (!record || !(await isHealthy(record))) {
    return undefined;
  }
  if (record.kind !== kind) {
    throw new Error(
      record.kind === 'node'
        ? `Cluster ${record.name} is up with a node, not as a control plane only: use it as it is, end it with \`down\` or choose another \`--name\``
        : `Cluster ${record.name} is up as a control plane only: end it with \`down\` first or choose another \`--name\``,
    );
  }
  return devClusterFrom(record);
}

async function start(
  folder: string,
  wanted: WantedCluster,
): Promise<DevCluster> {
  await prepare(wanted.kind, wanted.onProgress);
  // Until it is up, every cluster is guarded: being interrupted must not leave half of one.
  const guardian = appointGuardian(wanted.name);
  try {
    for (let attempt = 1; ; attempt++) {
      try {
        return await startOnce(folder, wanted, guardian);
      } catch (error) {
        await removeCluster(folder);
        const again =
          error instanceof ComponentEndedError && error.portWasTaken;
        if (!again || attempt === ATTEMPTS) {
          throw error;
        }
        wanted.onProgress('a port was taken meanwhile, trying others');
      }
    }
  } catch (error) {
    guardian.dismiss();
    throw error;
  }
}

async function startOnce(
  folder: string,
  wanted: WantedCluster,
  guardian: Guardian,
): Promise<DevCluster> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const components = new Components({
    name: wanted.name,
    kind: wanted.kind,
    folder,
    createdAt: new Date().toISOString(),
    phase: 'starting',
    owner: wanted.detached ? undefined : identifyProcess(process.pid),
    auditLog: wanted.auditLog,
    components: {},
  });
  await components.update({});
  if (wanted.kind === 'node') {
    await startWholeNode(components, placesOf(folder), wanted);
  } else {
    wanted.onProgress('starting the control plane');
    await startControlPlane(components, {
      ...wanted,
      programs: await controlPlanePrograms(
        ['etcd', 'kube-apiserver', 'kube-controller-manager'],
        wanted.onProgress,
      ),
    });
  }
  await components.update({ phase: 'ready' });
  if (wanted.detached) {
    guardian.dismiss();
    return devClusterFrom(components.record);
  }
  return devClusterFrom(components.record, () => guardian.dismiss());
}

async function startWholeNode(
  components: Components,
  places: ClusterPlaces,
  wanted: WantedCluster,
): Promise<void> {
  const { onProgress } = wanted;
  const binary = await kubernetesBinary(onProgress);
  const cniBinFolder = await requireNodePackages(onProgress);
  onProgress('making the network of the node');
  await claimHost(places.runFolder);
  const network = await makeNodeNetwork(places);
  const programs = new Map(
    (['etcd', 'kube-apiserver', 'kube-controller-manager'] as const).map(
      name => [name, { command: binary, args: [name] }] as const,
    ),
  );
  const controlPlane = async (): Promise<ApiAddress> => {
    onProgress('starting the control plane');
    const address = await startControlPlane(components, {
      ...{ programs, nodeFacingAddress: network.hostAddress },
      ...{ auditLog: wanted.auditLog, controllers: wanted.controllers },
    });
    await guardApiServer(places, network, Number(new URL(address.server).port));
    return address;
  };
  const containers = async () => {
    await startContainerd(components, places, cniBinFolder);
    onProgress('providing the images');
    const images = provideImages(places, onProgress);
    // Awaited below; should something else fail first, this failure is not left unhandled.
    images.catch(() => {});
    return { images };
  };
  const [address, { images }] = await components.all([
    controlPlane(),
    containers(),
  ]);
  onProgress('starting the node');
  await Promise.all([
    startNode(components, places, { binary, network, address }),
    images,
  ]);
}

/** Builds and installs what is missing. */
async function prepare(
  kind: ClusterKind,
  onProgress: (message: string) => void,
) {
  if (kind === 'node') {
    await requireNodePackages(onProgress);
    await kubernetesBinary(onProgress);
  } else {
    await controlPlanePrograms(
      ['etcd', 'kube-apiserver', 'kube-controller-manager'],
      onProgress,
    );
  }
}

function requirePlatform(kind: ClusterKind) {
  if (process.platform !== 'linux') {
    throw new Error(
      'The embedded cluster runs on Linux only: use a cluster of your own, such as one made by `kind create cluster`, with `--cluster current`',
    );
  }
  if (kind === 'node' && process.getuid?.() !== 0) {
    throw new Error(
      'The embedded cluster with a node needs root: without it `--control-plane` is accepted (it runs no pods), or a cluster of your own, such as one made by `kind create cluster`, with `--cluster current`',
    );
  }
}

/** Anonymous clusters whose process is gone and whose guardian was killed as well. */
async function removeOrphans(onProgress: (message: string) => void) {
  for (const folder of await listClusterFolders(anonymousClustersFolder())) {
    const record = await readClusterRecord(folder);
    if (record?.owner && !isAlive(record.owner)) {
      onProgress(`removing cluster ${record.name}, whose process has ended`);
      await removeCluster(folder);
    }
  }
}
