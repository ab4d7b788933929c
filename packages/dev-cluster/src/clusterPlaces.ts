import { createHash } from 'node:crypto';
import { homedir, tmpdir, userInfo } from 'node:os';
import path from 'node:path';

/** Everything a cluster owns on the machine, derived from its folder alone: it can be taken away without any record. */
export interface ClusterPlaces {
  readonly folder: string;
  /** Eight hexadecimal digits that tell clusters of one machine apart. */
  readonly id: string;
  /** Sockets, mounts and the runtime's state: short, because a socket's path may have no more than 107 bytes. */
  readonly runFolder: string;
  readonly networkNamespace: string;
  /** The host's end of the cable into the namespace; an interface's name has at most 15 bytes. */
  readonly hostInterface: string;
  readonly cgroup: string;
  readonly nftTable: string;
  readonly podNetwork: string;
}

const PRODUCT = 'backstage-plugin-locust';

/** Where all clusters keep their runtime state. */
export const RUN_ROOT = '/run/locust-dev-cluster';

export function placesOf(folder: string): ClusterPlaces {
  const id = createHash('sha256').update(folder).digest('hex').slice(0, 8);
  const unique = `locust-dev-${id}`;
  return {
    folder,
    id,
    runFolder: path.join(RUN_ROOT, id),
    networkNamespace: unique,
    hostInterface: `ldc${id}`,
    cgroup: unique,
    nftTable: unique,
    podNetwork: unique,
  };
}

/** Clusters with a name of someone's choosing: they outlive the process that started them. */
export function namedClustersFolder(env = process.env): string {
  const state = env.XDG_STATE_HOME || path.join(homedir(), '.local', 'state');
  return path.join(state, PRODUCT, 'clusters');
}

/** Clusters of tests: they end with the process that started them. */
export function anonymousClustersFolder(): string {
  return path.join(tmpdir(), `${PRODUCT}-${userInfo().uid}`);
}

/** Where everything that is built once is kept. */
export function cacheFolder(env = process.env): string {
  return path.join(
    env.XDG_CACHE_HOME || path.join(homedir(), '.cache'),
    PRODUCT,
  );
}
