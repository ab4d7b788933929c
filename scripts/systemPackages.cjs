'use strict';

const fs = require('node:fs');
const path = require('node:path');
const { withFileLock } = require('./fileLock.cjs');
const { withProgress, say } = require('./progress.cjs');
const { runProgram } = require('./runProgram.cjs');

const LOCK = '/tmp/backstage-plugin-locust-apt.lock';
/** Where Debian keeps programs that are not on every PATH. */
const EXTRA_FOLDERS = ['/usr/sbin', '/sbin', '/usr/local/sbin'];

/** The full path of a program, or `undefined` if the machine has none of that name. */
function findProgram(name, env = process.env) {
  for (const folder of [
    ...(env.PATH || '').split(path.delimiter),
    ...EXTRA_FOLDERS,
  ]) {
    const file = path.join(folder, name);
    try {
      fs.accessSync(file, fs.constants.X_OK);
      if (fs.statSync(file).isFile()) {
        return file;
      }
    } catch {
      // not here
    }
  }
  return undefined;
}

/** Whether this process may install packages: Debian or a relative of it, as root. */
function canInstallSystemPackages() {
  return process.getuid?.() === 0 && findProgram('apt-get') !== undefined;
}

/**
 * Sees to it that what is wanted is on the machine.
 *
 * @param {readonly { package: string, present: () => boolean }[]} wanted
 *   Debian packages, each with a look at whether what it brings is there already
 * @param {{ why: string, quiet?: boolean, otherwise?: string }} options
 *   `why` completes "… is missing: it is needed …"; `otherwise` is what somebody without root or without apt can do
 * @throws Error with one sentence that says what is missing and how to get it
 */
async function ensureSystemPackages(wanted, { why, quiet, otherwise }) {
  const missing = () =>
    wanted.filter(entry => !entry.present()).map(entry => entry.package);
  if (missing().length === 0) {
    return;
  }
  if (!canInstallSystemPackages()) {
    const names = missing().join(', ');
    throw new Error(
      `${names} ${
        missing().length > 1 ? 'are' : 'is'
      } missing, needed ${why}: ${
        otherwise ?? `install with "sudo apt-get install ${names}"`
      }`,
    );
  }
  await withFileLock(
    LOCK,
    () => quiet || say('Waiting for another installation of system packages'),
    async () => {
      const names = missing();
      if (names.length > 0) {
        await installSystemPackages(names, why, quiet);
      }
    },
  );
  const left = missing();
  if (left.length > 0) {
    throw new Error(
      `${left.join(
        ', ',
      )} did not bring what is needed ${why}; see what "apt-get install ${left.join(
        ' ',
      )}" says`,
    );
  }
}

async function installSystemPackages(names, why, quiet) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  await withProgress(
    `Installing ${names.join(', ')} (Debian packages, needed ${why})`,
    async detail => {
      const install = () =>
        runProgram(
          'apt-get',
          [
            'install',
            '--yes',
            '--no-install-recommends',
            '-o',
            'DPkg::Lock::Timeout=300',
            ...names,
          ],
          { env, onLine: line => detail(line.slice(0, 80)) },
        );
      try {
        await install();
      } catch {
        // The lists of a new machine are empty or point to versions that are gone.
        try {
          await runProgram('apt-get', ['update'], {
            env,
            onLine: line => detail(line.slice(0, 80)),
          });
          await install();
        } catch (error) {
          const said = String(error.output ?? error.message)
            .split('\n')
            .filter(line => line.startsWith('E:'))
            .join(' ');
          throw new Error(
            `${names.join(
              ', ',
            )} could not be installed, needed ${why}: apt-get says "${
              said || error.message
            }"; see to its package sources, then try again`,
            { cause: error },
          );
        }
      }
    },
    { quiet },
  );
}

module.exports = {
  findProgram,
  canInstallSystemPackages,
  ensureSystemPackages,
};
