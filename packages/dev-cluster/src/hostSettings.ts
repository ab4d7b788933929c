import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { RUN_ROOT } from './clusterPlaces';
import { withFolderLock } from './fileLock';

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

// Below /run, so that a restart of the machine, which undoes the settings, forgets them as well.
const FILE = path.join(RUN_ROOT, 'host-settings.json');

// A folder that is always there: our own goes with the last node.
const LOCKED = '/run';

/** Makes a node's runtime folder and lets its packets through, after noting how the machine was set before the first. */
export function claimHost(runFolder: string): Promise<void> {
  return withFolderLock(
    LOCKED,
    () => {},
    async () => {
      await mkdir(RUN_ROOT, { recursive: true, mode: 0o700 });
      if (!existsSync(FILE)) {
        await writeFile(FILE, JSON.stringify(await readSettings()));
      }
      await mkdir(runFolder, { recursive: true, mode: 0o700 });
      await writeFile(SETTINGS[0], '1');
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
        await restoreSettings();
      }
    },
  );
}

async function readSettings(): Promise<Record<string, string>> {
  const entries = SETTINGS.filter(existsSync).map(
    async file => [file, (await readFile(file, 'utf8')).trim()] as const,
  );
  return Object.fromEntries(await Promise.all(entries));
}

async function restoreSettings() {
  if (!existsSync(FILE)) {
    return;
  }
  const before: Record<string, string> = JSON.parse(
    await readFile(FILE, 'utf8'),
  );
  for (const [file, value] of Object.entries(before)) {
    await writeFile(file, value);
  }
  await rm(RUN_ROOT, { recursive: true });
}
