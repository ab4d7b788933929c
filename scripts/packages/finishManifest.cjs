'use strict';

/**
 * Finishes the package.json in the current folder that "backstage-cli package prepack" has made, for the tarball. What it
 * changes, and why, is in docs/decisions/packages-for-others.md; "backstage-cli package postpack" puts the repository's
 * back.
 */

const fs = require('node:fs');
const path = require('node:path');

const FILE = path.resolve('package.json');

function finishExport(target) {
  if (typeof target === 'string') {
    return target;
  }
  const { types, backstage: _, import: esm, ...others } = target;
  return {
    // TypeScript takes the first condition that it knows.
    types,
    ...(others.require ? { module: esm } : { import: esm }),
    ...others,
  };
}

function finishManifest({ devDependencies: _, scripts, ...manifest }) {
  return {
    ...manifest,
    // Yarn takes from here what to run once it has packed.
    scripts: { postpack: scripts.postpack },
    exports: Object.fromEntries(
      Object.entries(manifest.exports).map(([entry, target]) => [
        entry,
        finishExport(target),
      ]),
    ),
  };
}

const finished = finishManifest(JSON.parse(fs.readFileSync(FILE, 'utf8')));
fs.writeFileSync(FILE, `${JSON.stringify(finished, null, 2)}\n`);
