'use strict';

const fs = require('node:fs');
const path = require('node:path');
const { runProgram } = require('../runProgram.cjs');
const { ROOT } = require('./publishablePackages.cjs');

/**
 * What the tools hold against every package of a role, and why it stays; see docs/decisions/packages-for-others.md.
 */
const ACCEPTED = {
  // Only bundlers read them. As modules in Node's sense they would get the whole of Material UI's CommonJS icons in the
  // place of each icon.
  'frontend-plugin': {
    publint: 'FILE_INVALID_FORMAT',
    attw: 'unexpected-module-syntax',
  },
  // The default export is how Backstage takes a feature, and `backend.add` knows what Node makes of it.
  'backend-plugin': {
    publint: 'CJS_WITH_ESMODULE_DEFAULT_EXPORT',
    attw: 'cjs-only-exports-default',
  },
};
ACCEPTED['frontend-plugin-module'] = ACCEPTED['frontend-plugin'];
ACCEPTED['backend-plugin-module'] = ACCEPTED['backend-plugin'];

/**
 * What publint finds: whether every entry leads to a file of the right format.
 *
 * @param {import('./UnpackedPackage.cjs').UnpackedPackage} unpacked
 * @returns {Promise<readonly string[]>}
 */
async function publintProblems({ folder, manifest }) {
  const { publint } = await import('publint');
  const { formatMessage } = await import('publint/utils');
  const { messages } = await publint({
    pkgDir: folder,
    level: 'warning',
    // It is what the tarball holds.
    pack: false,
  });
  return messages
    .filter(({ code }) => code !== ACCEPTED[manifest.backstage.role]?.publint)
    .map(message => formatMessage(message, manifest, { color: false }));
}

/**
 * Whether the types of every entry are found and say what the code does, however TypeScript resolves them.
 *
 * @param {{ node: string, env: NodeJS.ProcessEnv }} toolchain
 * @param {string} tarball
 * @param {import('./UnpackedPackage.cjs').UnpackedPackage} unpacked
 * @returns {Promise<readonly string[]>}
 */
async function typesProblems({ node, env }, tarball, { manifest }) {
  const accepted = ACCEPTED[manifest.backstage.role]?.attw;
  try {
    await runProgram(
      node,
      [
        fs.realpathSync(path.join(ROOT, 'node_modules', '.bin', 'attw')),
        tarball,
        ...['--format', 'ascii', '--no-color', '--no-emoji'],
        ...(accepted ? ['--ignore-rules', accepted] : []),
      ],
      { cwd: ROOT, env, detached: true },
    );
    return [];
  } catch (error) {
    return [error.output ?? error.message];
  }
}

module.exports = { publintProblems, typesProblems };
