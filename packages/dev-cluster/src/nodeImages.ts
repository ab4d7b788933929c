import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { cacheFolder } from './clusterPlaces';
import { withFolderLock } from './fileLock';
import { goBuild } from './goBuild';
import { ImageConfig, writeImageArchive } from './imageArchive';
import {
  buildLocustRoot,
  buildOtherLocustRoot,
  LOCUST_IMAGE_CONFIG,
  LOCUST_VERSION,
  locustImage,
  locustRecipe,
} from './locustImage';
import { unmountBelow } from './mounts';
import { PAUSE_IMAGE } from './nodeConfiguration';
import { goModuleFolder } from './packageFolder';
import {
  buildNodeJsRoot,
  NODE_JS_IMAGE,
  NODE_JS_IMAGE_CONFIG,
  NODE_JS_RECIPE,
} from './nodeJsImage';
import {
  buildPostgresRoot,
  POSTGRES_IMAGE,
  POSTGRES_IMAGE_CONFIG,
  postgresRecipe,
} from './postgresImage';
import { recipeHash } from './recipeHash';

type OnProgress = (message: string) => void;

interface ImageRecipe {
  readonly tag: string;
  readonly config: ImageConfig;
  /** What, when changed, makes another image. */
  readonly hash: () => Promise<string>;
  readonly buildRoot: (root: string, onProgress: OnProgress) => Promise<void>;
}

const SHOP_IMAGE = 'localhost/shop:1';

const GO_LDFLAGS = '-s -w';

function goImage(tag: string, program: string, user: string): ImageRecipe {
  const config: ImageConfig = { Entrypoint: [`/${program}`], User: user };
  return {
    tag,
    config,
    hash: () =>
      recipeHash(
        [path.join(goModuleFolder(), program)],
        [tag, JSON.stringify(config), GO_LDFLAGS, process.arch],
      ),
    buildRoot: async (root, onProgress) => {
      const output = path.join(root, program);
      await goBuild({
        ...{ target: `./${program}`, output, ldflags: GO_LDFLAGS },
        onProgress,
      });
      await chmod(output, 0o755);
    },
  };
}

const PAUSE: ImageRecipe = goImage(PAUSE_IMAGE, 'pause', '65535:65535');
const SHOP: ImageRecipe = goImage(SHOP_IMAGE, 'shop', '65532:65532');

function locustOf(
  version: string,
  buildRoot: ImageRecipe['buildRoot'],
): ImageRecipe {
  return {
    tag: locustImage(version),
    config: LOCUST_IMAGE_CONFIG,
    hash: () =>
      recipeHash(
        [],
        [
          locustRecipe(version),
          JSON.stringify(LOCUST_IMAGE_CONFIG),
          process.arch,
        ],
      ),
    buildRoot,
  };
}

const LOCUST: ImageRecipe = locustOf(LOCUST_VERSION, buildLocustRoot);

/** Published images that the portal's own deployment is made with. */
const STAND_INS = {
  node: {
    tag: NODE_JS_IMAGE,
    config: NODE_JS_IMAGE_CONFIG,
    hash: () =>
      recipeHash(
        [],
        [NODE_JS_RECIPE, JSON.stringify(NODE_JS_IMAGE_CONFIG), process.arch],
      ),
    buildRoot: buildNodeJsRoot,
  },
  postgres: {
    tag: POSTGRES_IMAGE,
    config: POSTGRES_IMAGE_CONFIG,
    hash: async () =>
      recipeHash(
        [],
        [
          await postgresRecipe(),
          JSON.stringify(POSTGRES_IMAGE_CONFIG),
          process.arch,
        ],
      ),
    buildRoot: buildPostgresRoot,
  },
} as const satisfies Readonly<Record<string, ImageRecipe>>;

export type StandIn = keyof typeof STAND_INS;

export const STAND_IN_NAMES = Object.keys(STAND_INS) as readonly StandIn[];

/** Archives of the images that only we have; built when the cache does not have them. */
export async function ownImageArchives(
  onProgress: OnProgress,
): Promise<readonly string[]> {
  return [
    await archiveOf(PAUSE, onProgress),
    await archiveOf(SHOP, onProgress),
  ];
}

/** The archive of the stand-in for Locust's published image; built when the cache does not have it. */
export async function locustImageArchive(
  version: string,
  onProgress: OnProgress,
): Promise<string> {
  const firstArchive = await archiveOf(LOCUST, onProgress);
  return version === LOCUST_VERSION
    ? firstArchive
    : archiveOf(
        locustOf(version, root =>
          buildOtherLocustRoot(root, { version, firstArchive, onProgress }),
        ),
        onProgress,
      );
}

/** The archive of what stands in for another published image; built when the cache does not have it. */
export function standInArchive(
  name: StandIn,
  onProgress: OnProgress,
): Promise<string> {
  return archiveOf(STAND_INS[name], onProgress);
}

async function archiveOf(
  recipe: ImageRecipe,
  onProgress: OnProgress,
): Promise<string> {
  const folder = path.join(cacheFolder(), 'images');
  const archive = path.join(folder, `${await recipe.hash()}.tar`);
  if (existsSync(archive)) {
    return archive;
  }
  const onWait = () =>
    onProgress('waiting for another process that is building an image');
  await withFolderLock(folder, onWait, async () => {
    if (existsSync(archive)) {
      return;
    }
    onProgress(`building the image ${recipe.tag}, once`);
    await removeUnfinished(folder);
    const unfinished = await mkdtemp(path.join(folder, 'unfinished-'));
    try {
      const root = path.join(unfinished, 'root');
      await mkdir(root);
      await recipe.buildRoot(root, onProgress);
      const packed = path.join(unfinished, 'image.tar');
      await writeImageArchive({ ...recipe, root, output: packed });
      await rename(packed, archive);
    } finally {
      await removeTree(unfinished);
    }
  });
  return archive;
}

/** What builds that were cut short left behind; only called under the lock. */
async function removeUnfinished(folder: string) {
  for (const name of await readdir(folder)) {
    if (name.startsWith('unfinished-')) {
      await removeTree(path.join(folder, name));
    }
  }
}

/** debootstrap mounts the kernel's file systems in the root it makes, and leaves them there when it is killed. */
async function removeTree(folder: string) {
  await unmountBelow(folder);
  await rm(folder, { recursive: true, force: true });
}
