import { statfs } from 'node:fs/promises';

/** `OVERLAYFS_SUPER_MAGIC` of statfs(2). */
const OVERLAY = 0x794c7630;

export type Snapshotter = 'overlayfs' | 'native';

/**
 * How containerd lays an image's files under a container: as an overlay, or, where the folder lies on an overlay
 * itself (inside a container) and the kernel takes no second one, as a copy.
 */
export async function snapshotterFor(folder: string): Promise<Snapshotter> {
  return (await statfs(folder)).type === OVERLAY ? 'native' : 'overlayfs';
}
