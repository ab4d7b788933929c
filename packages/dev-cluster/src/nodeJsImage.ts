import { cp, copyFile, mkdir } from 'node:fs/promises';
import { existsSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { addUser, makeDebianRoot, removeLeftovers } from './debianRoot';
import type { ImageConfig } from './imageArchive';

/** The image that this one stands in for. */
export const NODE_JS_IMAGE = 'docker.io/library/node:22-bookworm-slim';

/** As of the published image. */
export const NODE_JS_IMAGE_CONFIG: ImageConfig = {
  Entrypoint: [],
  Env: [
    'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
    `NODE_VERSION=${process.versions.node}`,
  ],
};

/** Changes whenever the steps below do. */
export const NODE_JS_RECIPE = `node ${process.versions.node} steps 1`;

/** Makes the root folder of the stand-in for Node's published image: Debian's base with the Node that runs this. */
export async function buildNodeJsRoot(
  root: string,
  onProgress: (message: string) => void,
): Promise<void> {
  const prefix = path.dirname(path.dirname(realpathSync(process.execPath)));
  const headers = path.join(prefix, 'include/node');
  if (!existsSync(headers) || process.versions.node.split('.')[0] !== '22') {
    throw new Error(
      `${NODE_JS_IMAGE} is made of the Node that runs this, which is to be version 22 with its headers beside it; this is ${process.version} in ${prefix}`,
    );
  }
  // The published one lacks certificates as well: who needs them installs them.
  await makeDebianRoot(root, ['libstdc++6'], onProgress);
  const local = path.join(root, 'usr/local');
  await mkdir(path.join(local, 'bin'), { recursive: true });
  await copyFile(process.execPath, path.join(local, 'bin/node'));
  await cp(headers, path.join(local, 'include/node'), { recursive: true });
  await addUser(root, { name: 'node', id: 1000, home: '/home/node' });
  await removeLeftovers(root);
}
