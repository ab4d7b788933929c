'use strict';

const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { contentProblems } = require('./contentProblems.cjs');
const { dependencyProblems } = require('./dependencyProblems.cjs');
const { manifestProblems } = require('./manifestProblems.cjs');
const { ROOT } = require('./publishablePackages.cjs');
const { publintProblems, typesProblems } = require('./toolProblems.cjs');
const { unpack } = require('./UnpackedPackage.cjs');

/**
 * Holds tarballs against what a stranger's portal needs of them.
 *
 * @param {{ node: string, env: NodeJS.ProcessEnv, onLine?: (line: string) => void }} toolchain
 * @param {readonly { name: string, folder: string, tarball: string }[]} packed
 * @returns {Promise<readonly { name: string, problems: readonly string[] }[]>} one per package and check
 */
async function checkPackages(toolchain, packed) {
  const checks = [
    ['what is in it', contentProblems],
    ['what it says of itself', manifestProblems],
    ['what it depends on', dependencyProblems],
    ['publint', publintProblems],
    [
      'are the types wrong',
      (unpacked, tarball) => typesProblems(toolchain, tarball, unpacked),
    ],
  ];
  const results = [];
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'locust-packages-'));
  try {
    for (const packedPackage of packed) {
      const unpacked = await unpack(packedPackage, folder);
      const { tarball } = packedPackage;
      for (const [title, problemsOf] of checks) {
        const name = `${path.relative(ROOT, tarball)}: ${title}`;
        toolchain.onLine?.(name);
        results.push({ name, problems: await problemsOf(unpacked, tarball) });
      }
    }
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
  return results;
}

module.exports = { checkPackages };
