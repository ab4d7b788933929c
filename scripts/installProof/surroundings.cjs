'use strict';

const fs = require('node:fs');
const path = require('node:path');
const { settingsFromNpm } = require('../bootstrap.cjs');
const {
  applyManifests,
  startEmbeddedCluster,
} = require('../embeddedCluster.cjs');
const { provideKubectl } = require('../kubectl.cjs');
const { startRepositoryHost } = require('../repositoryHost.cjs');
const { startRegistry } = require('./PackageRegistry.cjs');

const ROOT = path.resolve(__dirname, '..', '..');
const SHOP = path.join(ROOT, 'examples', 'cluster', 'shop.yaml');
const PUBLIC_REGISTRY = 'https://registry.npmjs.org';

/**
 * What somebody has who follows the README: a cluster, with something in it to load, a registry that has the packages, a
 * host for repositories, and kubectl.
 *
 * @typedef {{
 *   kubeconfig: string,
 *   repositories: { host: string, url: string, source: (repository: string) => string },
 *   env: NodeJS.ProcessEnv, in which commands find all that
 * }} Surroundings
 */

/**
 * @param {{ node: string, env: NodeJS.ProcessEnv }} toolchain
 * @param {object} options
 * @param {readonly { name: string, tarball: string }[]} options.packed
 * @param {string} options.repositories - folder that holds `owner/name/…`
 * @param {string} options.folder - for what they need themselves
 * @param {(() => Promise<void>)[]} options.stops - is given what ends them
 * @returns {Promise<Surroundings>}
 */
async function startSurroundings(toolchain, options) {
  const { packed, folder, stops } = options;
  const cluster = await startEmbeddedCluster({
    ...toolchain,
    name: process.env.INSTALL_CLUSTER ?? 'install',
  });
  stops.push(cluster.stop);
  const { kubeconfig } = cluster;
  await applyManifests({ ...toolchain, kubeconfig, files: [SHOP] });

  const repositories = await startRepositoryHost(options.repositories);
  stops.push(repositories.stop);

  const { env } = toolchain;
  const fromNpm = await settingsFromNpm(env);
  const registry = await startRegistry(
    packed,
    fromNpm.YARN_NPM_REGISTRY_SERVER ?? PUBLIC_REGISTRY,
  );
  stops.push(registry.stop);

  const programs = path.join(folder, 'bin');
  fs.mkdirSync(programs, { recursive: true });
  fs.symlinkSync(await provideKubectl(env), path.join(programs, 'kubectl'));
  return {
    kubeconfig,
    repositories,
    env: {
      ...env,
      ...fromNpm,
      PATH: [programs, env.PATH].join(path.delimiter),
      KUBECONFIG: kubeconfig,
      YARN_NPM_REGISTRY_SERVER: registry.url,
      YARN_UNSAFE_HTTP_WHITELIST: [
        '127.0.0.1',
        fromNpm.YARN_UNSAFE_HTTP_WHITELIST,
      ]
        .filter(Boolean)
        .join(','),
      // In the machine's own cache another build of the same version would be found next time.
      YARN_GLOBAL_FOLDER: path.join(folder, 'yarn'),
      YARN_ENABLE_IMMUTABLE_INSTALLS: 'false',
    },
  };
}

module.exports = { startSurroundings };
