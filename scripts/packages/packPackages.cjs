'use strict';

const fs = require('node:fs');
const path = require('node:path');
const { runProgram } = require('../runProgram.cjs');
const {
  publishablePackages,
  ROOT,
  workspaceFolders,
} = require('./publishablePackages.cjs');

const PACKED = path.join(ROOT, 'dist-packages');
const YARN = path.join(ROOT, '.yarn', 'releases', 'yarn-4.13.0.cjs');
const BACKSTAGE_CLI = path.join(
  ROOT,
  'node_modules',
  '@backstage',
  'cli',
  'bin',
  'backstage-cli',
);

/**
 * Builds every publishable package and writes its tarball to dist-packages/, which is emptied first.
 *
 * @param {{ node: string, env: NodeJS.ProcessEnv, onLine?: (line: string) => void }} toolchain
 * @returns {Promise<readonly { name: string, folder: string, tarball: string }[]>} absolute paths
 */
async function packPackages({ node, env, onLine }) {
  putManifestsBack();
  const packages = publishablePackages();
  const run = (args, cwd) =>
    runProgram(node, args, { cwd, env, onLine, detached: true });
  fs.rmSync(PACKED, { recursive: true, force: true });
  fs.mkdirSync(PACKED);
  await run([path.join(__dirname, 'emitDeclarations.cjs')], ROOT);
  await run([BACKSTAGE_CLI, 'repo', 'build'], ROOT);
  const packed = [];
  for (const { name, folder } of packages) {
    const tarball = path.join(PACKED, `${name}.tgz`);
    await run([YARN, 'pack', '--out', tarball], folder);
    packed.push({ name, folder, tarball });
  }
  return packed;
}

/** Packing that was killed left a tarball's package.json, or half of it, in the place of the repository's. */
function putManifestsBack() {
  for (const folder of workspaceFolders()) {
    const kept = path.join(folder, 'package.json-prepack');
    if (fs.existsSync(kept)) {
      fs.renameSync(kept, path.join(folder, 'package.json'));
      fs.rmSync(path.join(folder, 'config.schema.json'), { force: true });
    }
  }
}

module.exports = { packPackages };
