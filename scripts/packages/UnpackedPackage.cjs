'use strict';

const fs = require('node:fs');
const path = require('node:path');
const { runProgram } = require('../runProgram.cjs');

/**
 * What is in a tarball, as npm would put it into node_modules.
 *
 * @typedef {{
 *   name: string,
 *   source: string, the package's folder in the repository
 *   folder: string, where its tarball lies unpacked
 *   manifest: Readonly<Record<string, any>>, the package.json of the tarball
 *   files: readonly string[], paths within the package
 * }} UnpackedPackage
 */

/**
 * @param {{ name: string, folder: string, tarball: string }} packed
 * @param {string} parent - where to put it
 * @returns {Promise<UnpackedPackage>}
 */
async function unpack({ name, folder: source, tarball }, parent) {
  const folder = path.join(parent, name);
  fs.mkdirSync(folder);
  await runProgram('tar', [
    ...['--extract', '--gzip', '--file', tarball],
    ...['--directory', folder, '--strip-components', '1'],
  ]);
  const manifest = JSON.parse(
    fs.readFileSync(path.join(folder, 'package.json'), 'utf8'),
  );
  return { name, source, folder, manifest, files: filesBelow(folder) };
}

/** The files of a folder and those below it, as paths from it. */
function filesBelow(folder) {
  return fs
    .readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry =>
      path.relative(folder, path.join(entry.parentPath, entry.name)),
    )
    .sort();
}

module.exports = { filesBelow, unpack };
