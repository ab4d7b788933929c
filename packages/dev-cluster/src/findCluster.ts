import { existsSync } from 'node:fs';
import path from 'node:path';
import { anonymousClustersFolder, namedClustersFolder } from './clusterPlaces';
import { readClusterRecord } from './clusterRecord';
import { DevCluster, devClusterFrom } from './DevCluster';
import { withFolderLock } from './fileLock';
import { removeCluster } from './removeCluster';
import { isHealthy } from './startCluster';

/** The folder of a cluster of that name, up or not; `undefined` if nothing of one is there. */
export function clusterFolder(name: string): string | undefined {
  return [namedClustersFolder(), anonymousClustersFolder()]
    .map(root => path.join(root, name))
    .find(folder => existsSync(folder));
}

/**
 * The cluster of that name if it is up and healthy.
 *
 * @public
 */
export async function findCluster(
  name: string,
): Promise<DevCluster | undefined> {
  const folder = clusterFolder(name);
  const record = folder && (await readClusterRecord(folder));
  return record && (await isHealthy(record))
    ? devClusterFrom(record)
    : undefined;
}

/**
 * Ends the cluster of that name and removes every trace, whatever state it is in.
 *
 * @returns whether there was anything to end
 * @public
 */
export async function stopCluster(name: string): Promise<boolean> {
  const folder = clusterFolder(name);
  if (!folder) {
    return false;
  }
  if (path.dirname(folder) === anonymousClustersFolder()) {
    await removeCluster(folder);
    return true;
  }
  return withFolderLock(
    namedClustersFolder(),
    () => {},
    async () => {
      await removeCluster(folder);
      return true;
    },
  );
}
