import { existsSync } from 'node:fs';
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { cacheFolder } from './clusterPlaces';
import type { ComponentName } from './clusterRecord';
import { withFolderLock } from './fileLock';
import { goBuild, requireGo } from './goBuild';
import { goModuleFolder } from './packageFolder';
import { recipeHash } from './recipeHash';

/** Of `k8s.io/kubernetes` in `go.mod`; newer ones refuse containerd 1.6 and cgroup v1. */
const KUBERNETES_VERSION = 'v1.34.4';

const LDFLAGS = [
  '-s -w',
  ...[`gitVersion=${KUBERNETES_VERSION}`, 'gitMajor=1', 'gitMinor=34'].map(
    setting => `-X k8s.io/component-base/version.${setting}`,
  ),
].join(' ');

/** How to call a component: its program and the arguments that come before the component's own. */
export interface ComponentProgram {
  readonly command: string;
  readonly args: readonly string[];
}

/**
 * Finds the control plane's programs, building them the first time.
 *
 * Those in the folder that `KUBEBUILDER_ASSETS` names are taken, as kubebuilder's own tests do; what is not there
 * comes from the binary built here.
 */
export async function controlPlanePrograms(
  names: readonly ComponentName[],
  onProgress: (message: string) => void,
): Promise<ReadonlyMap<ComponentName, ComponentProgram>> {
  const assets = process.env.KUBEBUILDER_ASSETS;
  const programs = new Map<ComponentName, ComponentProgram>();
  for (const name of names) {
    const asset = assets && path.join(assets, name);
    if (asset && existsSync(asset)) {
      programs.set(name, { command: asset, args: [] });
    }
  }
  const missing = names.filter(name => !programs.has(name));
  if (missing.length > 0) {
    const binary = await kubernetesBinary(onProgress);
    missing.forEach(name =>
      programs.set(name, { command: binary, args: [name] }),
    );
  }
  return programs;
}

/** The path of the one binary that is every component; built when the cache does not have it. */
export async function kubernetesBinary(
  onProgress: (message: string) => void,
): Promise<string> {
  const module = goModuleFolder();
  const hash = await recipeHash(
    [module, path.join(module, 'go.mod'), path.join(module, 'go.sum')],
    [LDFLAGS, process.arch],
  );
  const root = path.join(cacheFolder(), 'cluster');
  const folder = path.join(root, hash);
  const binary = path.join(folder, 'devcluster');
  if (existsSync(binary)) {
    return binary;
  }
  await requireGo();
  const onWait = () =>
    onProgress('waiting for another process that is building Kubernetes');
  await withFolderLock(root, onWait, async () => {
    if (existsSync(binary)) {
      return;
    }
    onProgress(
      'building Kubernetes from source, once: about 10 minutes on two cores the first time',
    );
    await removeUnfinished(root);
    const unfinished = path.join(root, `unfinished-${hash}`);
    await goBuild({
      target: '.',
      output: unfinished,
      ldflags: LDFLAGS,
      onProgress,
    });
    await mkdir(folder, { recursive: true });
    await rename(unfinished, binary);
  });
  return binary;
}

/** What builds that were cut short left behind; only called under the lock. */
async function removeUnfinished(root: string) {
  for (const name of await readdir(root)) {
    if (name.startsWith('unfinished-')) {
      await rm(path.join(root, name), { recursive: true, force: true });
    }
  }
}
