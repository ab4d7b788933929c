'use strict';

const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { ROOT } = require('./publishablePackages.cjs');
const { filesBelow } = require('./UnpackedPackage.cjs');

/** Files that are for whoever works on the package. */
const OURS =
  /(^|\/)(__\w+__|test_[^/]*\.py|[^/]*\.test\.[^/]*|[^/]*\.pyc)(\/|$)/;

/** What no file may name: where it was made, and the cluster that exists for this repository alone. */
const UNSPEAKABLE = [`${ROOT}/`, `${os.homedir()}/`, 'dev-cluster'];

/**
 * What is missing in a package, and what has no business in it.
 *
 * @param {import('./UnpackedPackage.cjs').UnpackedPackage} unpacked
 * @returns {readonly string[]}
 */
function contentProblems({ source, folder, manifest, files }) {
  const read = file => fs.readFileSync(path.join(folder, file), 'utf8');
  const wanted = [
    'LICENSE',
    'README.md',
    ...(manifest.configSchema ? [manifest.configSchema] : []),
    ...listedFiles(source, manifest).filter(file => !OURS.test(file)),
  ];
  const missing = wanted.filter(file => !files.includes(file));
  return [
    ...missing.map(file => `${file} is not in it`),
    ...(!missing.includes('LICENSE') &&
    read('LICENSE') !== fs.readFileSync(path.join(ROOT, 'LICENSE'), 'utf8')
      ? ["LICENSE is not the repository's"]
      : []),
    ...files
      .filter(file => OURS.test(file))
      .map(file => `${file} is of no use to others`),
    ...files.flatMap(file =>
      UNSPEAKABLE.filter(words => read(file).includes(words)).map(
        words => `${file} names ${words}`,
      ),
    ),
  ];
}

/** What the package's `files` name in the repository, beside what the build makes. */
function listedFiles(source, { files }) {
  return files
    .filter(name => name !== 'dist' && fs.existsSync(path.join(source, name)))
    .flatMap(name =>
      fs.statSync(path.join(source, name)).isDirectory()
        ? filesBelow(path.join(source, name)).map(file => path.join(name, file))
        : [name],
    );
}

module.exports = { contentProblems };
