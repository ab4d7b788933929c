import { existsSync } from 'node:fs';
import {
  mkdir,
  readdir,
  readFile,
  rm,
  rmdir,
  writeFile,
} from 'node:fs/promises';
import path from 'node:path';
import { RUN_ROOT } from './clusterPlaces';
import { withFolderLock } from './fileLock';
import { runCommand } from './runCommand';

/** Kernel settings of the whole machine that a node changes; all but the first by the kubelet itself. */
const SETTINGS = [
  '/proc/sys/net/ipv4/ip_forward',
  '/proc/sys/vm/overcommit_memory',
  '/proc/sys/vm/panic_on_oom',
  '/proc/sys/kernel/panic',
  '/proc/sys/kernel/panic_on_oops',
  '/proc/sys/kernel/keys/root_maxkeys',
  '/proc/sys/kernel/keys/root_maxbytes',
] as const;

/** Where `ip netns` keeps its namespaces; it mounts the folder over itself the first time. */
const NAMESPACES = '/run/netns';

/** The kubelet listens here whatever its root folder is. */
const DEVICE_PLUGIN_SOCKET = '/var/lib/kubelet/device-plugins/kubelet.sock';

/** Folders that a node's programs make in places nobody can choose; each before the one it lies in. */
const FOLDERS = [
  '/var/lib/kubelet/device-plugins',
  '/var/lib/kubelet',
  '/var/lib/cni/results',
  '/var/lib/cni',
  '/var/log/containers',
  '/run/containerd/s',
  '/run/containerd/runc',
  '/run/containerd',
  NAMESPACES,
] as const;

/** How the machine was before the first node. */
interface HostState {
  readonly settings: Readonly<Record<string, string>>;
  readonly missingFolders: readonly string[];
}

// Below /run, so that a restart of the machine, which undoes the settings, forgets them as well.
const FILE = path.join(RUN_ROOT, 'host-state.json');

// A folder that is always there: our own goes with the last node.
const LOCKED = '/run';

/** Makes a node's runtime folder and lets its packets through, after noting how the machine was before the first. */
export function claimHost(runFolder: string): Promise<void> {
  return withFolderLock(
    LOCKED,
    () => {},
    async () => {
      await mkdir(RUN_ROOT, { recursive: true, mode: 0o700 });
      if (!existsSync(FILE)) {
        await writeFile(FILE, JSON.stringify(await readHostState()));
      }
      await mkdir(runFolder, { recursive: true, mode: 0o700 });
      // Where it may not be set the pods stay among themselves; the cluster works all the same.
      await writeFile(SETTINGS[0], '1').catch(() => {});
    },
  );
}

/** Removes a node's runtime folder, in which nothing is mounted any more, and, after the last one, sets the machine back. */
export async function releaseHost(runFolder: string): Promise<void> {
  if (!existsSync(RUN_ROOT)) {
    return;
  }
  await withFolderLock(
    LOCKED,
    () => {},
    async () => {
      await rm(runFolder, { recursive: true, force: true });
      const others = await readdir(RUN_ROOT, { withFileTypes: true });
      if (!others.some(entry => entry.isDirectory())) {
        await restoreHost();
        await rm(RUN_ROOT, { recursive: true });
      }
    },
  );
}

async function readHostState(): Promise<HostState> {
  const settings = SETTINGS.filter(existsSync).map(
    async file => [file, (await readFile(file, 'utf8')).trim()] as const,
  );
  return {
    settings: Object.fromEntries(await Promise.all(settings)),
    missingFolders: FOLDERS.filter(folder => !existsSync(folder)),
  };
}

async function restoreHost() {
  if (!existsSync(FILE)) {
    return;
  }
  const before: HostState = JSON.parse(await readFile(FILE, 'utf8'));
  for (const [file, value] of Object.entries(before.settings)) {
    const current = await readFile(file, 'utf8');
    if (current.trim() !== value) {
      await writeFile(file, value);
    }
  }
  if (before.missingFolders.includes(path.dirname(DEVICE_PLUGIN_SOCKET))) {
    await rm(DEVICE_PLUGIN_SOCKET, { force: true });
  }
  for (const folder of before.missingFolders) {
    await removeIfEmpty(folder);
  }
}

/** Somebody else may have come to use it meanwhile: then it is not empty, and stays. */
async function removeIfEmpty(folder: string) {
  const names = await readdir(folder).catch(() => undefined);
  if (names?.length !== 0) {
    return;
  }
  if (folder === NAMESPACES) {
    await runCommand('umount', [folder]).catch(() => {});
  }
  await rmdir(folder).catch(() => {});
}
