'use strict';

const fs = require('node:fs');
const path = require('node:path');
const { parse } = require('yaml');

const ROOT = path.resolve(__dirname, '..', '..');
const WORKSPACES = ['packages/app', 'packages/backend'];

/**
 * The versions of Backstage's packages that a new app is to have, where create-app could not fetch the lock file of its
 * release, which it begins an app with. Yarn would take the newest that the ranges of the app allow, and where a registry
 * has later releases of the plugins than of create-app they do not fit: plugin-signals-backend 0.3.21 calls what
 * backend-defaults 0.18.0 does not have, and the backend does not start.
 *
 * What the app asks for itself begins with the version of the release; of what that asks for in turn, this repository's
 * lock file has those of the same release.
 *
 * @param {string} folder of the app
 * @returns {Readonly<Record<string, string>>} as `resolutions`; none where the app has the lock file
 */
function releaseVersions(folder) {
  const lock = fs.readFileSync(path.join(folder, 'yarn.lock'), 'utf8');
  if (lock.includes('"@backstage/')) {
    return {};
  }
  const asked = WORKSPACES.flatMap(workspace => {
    const manifest = JSON.parse(
      fs.readFileSync(path.join(folder, workspace, 'package.json'), 'utf8'),
    );
    return Object.entries({
      ...manifest.dependencies,
      ...manifest.devDependencies,
    })
      .filter(([name]) => name.startsWith('@backstage/'))
      .map(([name, range]) => [name, range.replace(/^\^/, '')]);
  });
  return Object.fromEntries([...versionsHere(), ...asked]);
}

function versionsHere() {
  const lock = parse(fs.readFileSync(path.join(ROOT, 'yarn.lock'), 'utf8'));
  return Object.values(lock)
    .map(({ resolution }) => resolution?.match(/^(@backstage\/.+)@npm:(.+)$/))
    .filter(Boolean)
    .map(([, name, version]) => [name, version]);
}

module.exports = { releaseVersions };
