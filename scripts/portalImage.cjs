'use strict';

/**
 * The portal's image, made by packages/backend/Dockerfile with Debian's buildah. Its base image is a stand-in, for the
 * published one cannot be pulled everywhere; everything after FROM is as anybody would build it.
 */

const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { settingsFromNpm } = require('./bootstrap.cjs');
const { standIn } = require('./embeddedCluster.cjs');
const { withFileLock } = require('./fileLock.cjs');
const { say, withProgress } = require('./progress.cjs');
const { runProgram } = require('./runProgram.cjs');
const { ensureSystemPackages, findProgram } = require('./systemPackages.cjs');

const ROOT = path.resolve(__dirname, '..');
const TAG = 'docker.io/library/load-test-portal:0.1.0';
const BASE = 'docker.io/library/node:22-bookworm-slim';
const HOST_CERTIFICATES = '/etc/ssl/certs/ca-certificates.crt';

/**
 * Builds the image and writes it to an archive in a folder; what has not changed since comes from the cache.
 *
 * @returns {Promise<string>} the archive's path
 */
async function buildPortalImage({ node, env, folder }) {
  await ensureSystemPackages(
    [
      {
        package: 'buildah',
        present: () => Boolean(findProgram('buildah', env)),
      },
    ],
    {
      why: "to build the portal's image",
      otherwise: 'install buildah',
    },
  );
  const base = await standIn({ node, env, image: 'node' });
  const cache = path.join(
    env.XDG_CACHE_HOME || path.join(os.homedir(), '.cache'),
    'backstage-plugin-locust',
    'buildah',
  );
  fs.mkdirSync(cache, { recursive: true });
  const archive = path.join(folder, 'portal.tar');
  const buildah = (args, onLine) =>
    runProgram(
      // What it mounts goes with it, whichever way it ends.
      'unshare',
      [
        ...['--mount', 'buildah'],
        ...['--root', path.join(cache, 'storage')],
        ...['--runroot', path.join(cache, 'run')],
        ...args,
      ],
      { env, cwd: ROOT, onLine, detached: true },
    );
  await withFileLock(
    path.join(cache, 'build.lock'),
    () => say("Waiting for another process that builds the portal's image"),
    () =>
      withProgress("Building the portal's image", async detail => {
        await buildah(['pull', `docker-archive:${base}`]);
        await buildah(
          [
            'build',
            ...['--file', 'packages/backend/Dockerfile', '--tag', TAG],
            ...['--build-arg', `NODE_IMAGE=${BASE}`, '--pull-never'],
            // Without a runtime of its own, and with the layers of builds before.
            ...['--isolation', 'chroot', '--network', 'host', '--layers'],
            ...(await hostSettings(env, folder)),
            '.',
          ],
          line => /\bSTEP \d/.test(line) && detail(line.slice(0, 100)),
        );
        await buildah(['push', TAG, `docker-archive:${archive}:${TAG}`]);
      }),
  ).catch(error => {
    throw new Error(
      `The portal's image could not be built:\n${String(
        error.output ?? error.message,
      )
        .trimEnd()
        .split('\n')
        .slice(-40)
        .join('\n')}`,
      { cause: error },
    );
  });
  return archive;
}

/** Has Yarn reach the registry as it does on the host; none of it becomes part of the image. */
async function hostSettings(env, folder) {
  const settings = await settingsFromNpm(env);
  const certificates =
    env.YARN_HTTPS_CA_FILE_PATH ??
    settings.YARN_HTTPS_CA_FILE_PATH ??
    HOST_CERTIFICATES;
  const registry =
    env.YARN_NPM_REGISTRY_SERVER ?? settings.YARN_NPM_REGISTRY_SERVER;
  const trusted = fs.existsSync(certificates);
  const lines = [
    registry && `npmRegistryServer: ${JSON.stringify(registry)}`,
    registry?.startsWith('http:') &&
      `unsafeHttpWhitelist: [${JSON.stringify(new URL(registry).hostname)}]`,
    trusted && 'httpsCaFilePath: /run/host-certificates.crt',
  ].filter(Boolean);
  // Yarn reads such a file in every folder above the workspace.
  const file = path.join(folder, 'yarnrc.yml');
  fs.writeFileSync(file, `${lines.join('\n')}\n`);
  return [
    `--volume=${file}:/.yarnrc.yml:ro`,
    ...(trusted
      ? [`--volume=${certificates}:/run/host-certificates.crt:ro`]
      : []),
  ];
}

module.exports = { buildPortalImage };
