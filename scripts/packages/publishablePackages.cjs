'use strict';

const fs = require('node:fs');
const path = require('node:path');

const ROOT = path.resolve(__dirname, '..', '..');

/**
 * @typedef {{ name: string, folder: string, manifest: Readonly<Record<string, any>> }} WorkspacePackage
 *   `folder` is absolute, `manifest` what its package.json says in the repository
 */

/**
 * The packages of the workspace that others may install: those that are not private.
 *
 * @returns {readonly WorkspacePackage[]} in the order of their names
 */
function publishablePackages() {
  return workspaceFolders()
    .map(folder => ({ folder, manifest: readManifest(folder) }))
    .filter(({ manifest }) => !manifest.private)
    .map(({ folder, manifest }) => ({ name: manifest.name, folder, manifest }))
    .sort((a, b) => a.name.localeCompare(b.name));
}

/** The folders of all packages of the workspace, private ones too. */
function workspaceFolders() {
  // Each pattern is a folder of packages: "plugins/*".
  return readManifest(ROOT)
    .workspaces.map(pattern => path.join(ROOT, path.dirname(pattern)))
    .flatMap(parent =>
      fs.readdirSync(parent).map(name => path.join(parent, name)),
    )
    .filter(folder => fs.existsSync(path.join(folder, 'package.json')));
}

function readManifest(folder) {
  return JSON.parse(fs.readFileSync(path.join(folder, 'package.json'), 'utf8'));
}

/**
 * The files in TypeScript that a package's `exports` name, as absolute paths.
 *
 * @param {WorkspacePackage} publishable
 */
function entryFiles({ folder, manifest }) {
  return Object.values(manifest.exports ?? { '.': manifest.main })
    .filter(file => /\.tsx?$/.test(file))
    .map(file => path.join(folder, file));
}

module.exports = { entryFiles, publishablePackages, ROOT, workspaceFolders };
