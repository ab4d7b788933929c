import { appendFile, chown, mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { requireImageBuildPackages } from './hostPackages';
import { runCommand } from './runCommand';

export const DEBIAN_RELEASE = 'bookworm';

type Step = (what: string, action: () => Promise<unknown>) => Promise<void>;

/** Says what is being done, and again and again while it lasts. */
export function stepsTold(onProgress: (message: string) => void): Step {
  return async (what, action) => {
    const startedAt = Date.now();
    onProgress(what);
    const report = setInterval(() => {
      const elapsed = Math.round((Date.now() - startedAt) / 1000);
      onProgress(`still ${what}, ${elapsed} s so far`);
    }, 5_000);
    await action().finally(() => clearInterval(report));
  };
}

/** Makes the root folder of a Debian with as little as there can be, and the given packages. */
export async function makeDebianRoot(
  root: string,
  packages: readonly string[],
  onProgress: (message: string) => void,
): Promise<void> {
  await requireImageBuildPackages(onProgress);
  await runCommand('debootstrap', [
    '--variant=minbase',
    `--include=${packages.join(',')}`,
    DEBIAN_RELEASE,
    root,
  ]);
}

/** Adds a user with a home of the given path, and a group of the same name and number. */
export async function addUser(
  root: string,
  user: { readonly name: string; readonly id: number; readonly home: string },
): Promise<void> {
  const { name, id, home } = user;
  await appendFile(
    path.join(root, 'etc/passwd'),
    `${name}:x:${id}:${id}::${home}:/bin/sh\n`,
  );
  await appendFile(path.join(root, 'etc/group'), `${name}:x:${id}:\n`);
  await mkdir(path.join(root, home), { recursive: true, mode: 0o755 });
  await chown(path.join(root, home), id, id);
}

/** Removes what the build left and what nobody reads in a container: half of the image. */
export async function removeLeftovers(
  root: string,
  more: readonly string[] = [],
): Promise<void> {
  await Promise.all(
    [
      ...more,
      'var/cache/apt',
      'var/lib/apt/lists',
      'var/cache/debconf',
      'var/log',
      'usr/share/doc',
      'usr/share/man',
      'usr/share/locale',
      'usr/share/info',
    ].map(name => rm(path.join(root, name), { recursive: true, force: true })),
  );
  await mkdir(path.join(root, 'var/log'));
  await writeFile(path.join(root, 'etc/resolv.conf'), '');
  await writeFile(path.join(root, 'etc/hosts'), '127.0.0.1 localhost\n');
}
