import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rmdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const ROOT = '/sys/fs/cgroup';
const ENDING_TIMEOUT_MS = 10_000;

/** Makes the control group that the kubelet puts its pods under: it insists on finding it in every hierarchy. */
export async function makeControlGroup(name: string): Promise<void> {
  for (const hierarchy of await hierarchies()) {
    await mkdir(path.join(hierarchy, name), { recursive: true });
    await passControllersOn(hierarchy);
    await passControllersOn(path.join(hierarchy, name));
  }
}

/** Kills whatever runs in a control group or below it, whoever started it, and waits until it is gone. */
export async function killControlGroup(name: string): Promise<void> {
  const deadline = Date.now() + ENDING_TIMEOUT_MS;
  for (;;) {
    const pids = await processesOf(name);
    if (pids.size === 0) {
      return;
    }
    if (Date.now() > deadline) {
      throw new Error(
        `Processes of the node's pods do not end: ${[...pids].join(', ')}`,
      );
    }
    pids.forEach(pid => {
      try {
        process.kill(pid, 'SIGKILL');
      } catch {
        // Ended in between.
      }
    });
    await sleep(20);
  }
}

/** Removes a control group and those below it; nothing runs in them any more. */
export async function removeControlGroup(name: string): Promise<void> {
  for (const hierarchy of await hierarchies()) {
    const folders = await foldersBelow(path.join(hierarchy, name));
    // The kernel lets go of a group a moment after its last process has ended.
    for (const folder of [...folders].reverse()) {
      await removeFolder(folder);
    }
  }
}

async function removeFolder(folder: string) {
  const deadline = Date.now() + ENDING_TIMEOUT_MS;
  for (;;) {
    try {
      await rmdir(folder);
      return;
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'ENOENT') {
        return;
      }
      if (code !== 'EBUSY' || Date.now() > deadline) {
        throw error;
      }
    }
    await sleep(20);
  }
}

/** One hierarchy on a machine with cgroup v2, one for each controller with v1. */
async function hierarchies(): Promise<readonly string[]> {
  if (existsSync(path.join(ROOT, 'cgroup.controllers'))) {
    return [ROOT];
  }
  const entries = await readdir(ROOT, { withFileTypes: true });
  return entries
    .filter(entry => entry.isDirectory())
    .map(entry => path.join(ROOT, entry.name));
}

async function passControllersOn(folder: string) {
  const controllers = await readFile(
    path.join(folder, 'cgroup.controllers'),
    'utf8',
  ).catch(() => '');
  for (const controller of controllers.split(/\s+/).filter(Boolean)) {
    await writeFile(
      path.join(folder, 'cgroup.subtree_control'),
      `+${controller}`,
    ).catch(() => {});
  }
}

async function processesOf(name: string): Promise<ReadonlySet<number>> {
  const pids = new Set<number>();
  for (const hierarchy of await hierarchies()) {
    for (const folder of await foldersBelow(path.join(hierarchy, name))) {
      const text = await readFile(
        path.join(folder, 'cgroup.procs'),
        'utf8',
      ).catch(() => '');
      text
        .split('\n')
        .filter(Boolean)
        .forEach(pid => pids.add(Number(pid)));
    }
  }
  return pids;
}

/** A folder and all below it, each before those that are in it. */
async function foldersBelow(folder: string): Promise<readonly string[]> {
  let entries;
  try {
    entries = await readdir(folder, { withFileTypes: true });
  } catch {
    return [];
  }
  const below = await Promise.all(
    entries
      .filter(entry => entry.isDirectory())
      .map(entry => foldersBelow(path.join(folder, entry.name))),
  );
  return [folder, ...below.flat()];
}
