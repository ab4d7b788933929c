import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import path from 'node:path';
import { runCommand } from './runCommand';
import { TarArchive } from './tarArchive';

/** How a container of an image starts, in the words of the OCI image specification. */
export interface ImageConfig {
  readonly Entrypoint: readonly string[];
  readonly Env?: readonly string[];
  readonly User?: string;
  readonly WorkingDir?: string;
  readonly ExposedPorts?: Readonly<Record<string, Record<string, never>>>;
}

const LAYER = 'layer.tar';

/** Go's and the image specification's name of this machine's processor. */
export function imageArchitecture(): string {
  return process.arch === 'x64' ? 'amd64' : process.arch;
}

/** Packs a folder as an image of a single layer, in the archive format that `ctr images import` reads. */
export async function writeImageArchive(options: {
  readonly tag: string;
  readonly root: string;
  readonly config: ImageConfig;
  readonly output: string;
}): Promise<void> {
  const { tag, root, config, output } = options;
  const layerFile = `${output}.layer`;
  try {
    const layer = await TarArchive.create(layerFile);
    await layer.addTree(root);
    const layerDigest = await layer.close();

    const configText = Buffer.from(
      JSON.stringify({
        architecture: imageArchitecture(),
        os: 'linux',
        config,
        rootfs: { type: 'layers', diff_ids: [`sha256:${layerDigest}`] },
        history: [{ created_by: 'dev-cluster' }],
      }),
    );
    const configName = `${createHash('sha256')
      .update(configText)
      .digest('hex')}.json`;
    const archive = await TarArchive.create(output);
    await archive.addFile(configName, configText);
    await archive.addFileFrom(layerFile, {
      ...{ name: LAYER, mode: 0o644, uid: 0, gid: 0, modified: 0 },
    });
    await archive.addFile(
      'manifest.json',
      Buffer.from(
        JSON.stringify([
          { Config: configName, RepoTags: [tag], Layers: [LAYER] },
        ]),
      ),
    );
    await archive.close();
  } finally {
    await rm(layerFile, { force: true });
  }
}

/** Unpacks the one layer of an archive that {@link writeImageArchive} has written, with its owners and modes. */
export async function unpackLayer(
  archive: string,
  root: string,
): Promise<void> {
  const folder = await mkdtemp(path.join(path.dirname(root), 'layer-'));
  try {
    await runCommand('tar', ['-xf', archive, '-C', folder, LAYER]);
    await runCommand('tar', [
      ...['-x', '--same-owner', '--same-permissions', '--numeric-owner'],
      ...['-f', path.join(folder, LAYER), '-C', root],
    ]);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
