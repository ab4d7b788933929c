'use strict';

const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { withFileLock } = require('./fileLock.cjs');
const { say, withProgress } = require('./progress.cjs');
const { runProgram } = require('./runProgram.cjs');
const { findProgram } = require('./systemPackages.cjs');

const MODULE = path.resolve(
  __dirname,
  '..',
  'packages',
  'dev-cluster',
  'kubernetes',
);

/** The path of a kubectl: the machine's own, or one built from the sources that the embedded cluster is built from. */
async function provideKubectl(env) {
  const own = findProgram('kubectl', env);
  if (own) {
    return own;
  }
  const version = fs
    .readFileSync(path.join(MODULE, 'go.mod'), 'utf8')
    .match(/k8s\.io\/kubernetes (v[\d.]+)/)[1];
  const target = path.join(
    env.XDG_CACHE_HOME || path.join(os.homedir(), '.cache'),
    'backstage-plugin-locust',
    `kubectl-${version}`,
  );
  await withFileLock(
    `${target}.lock`,
    () => say('Waiting for another process that builds kubectl'),
    async () => {
      if (!fs.existsSync(target)) {
        await withProgress(`Building kubectl ${version}`, () =>
          build(version, target, env),
        );
      }
    },
  );
  return target;
}

async function build(version, target, env) {
  // kubectl's own dependencies are not in our go.sum, so they are resolved in a copy.
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'locust-kubectl-'));
  try {
    for (const file of ['go.mod', 'go.sum']) {
      fs.copyFileSync(path.join(MODULE, file), path.join(folder, file));
    }
    const built = path.join(folder, 'kubectl');
    await runProgram(
      'go',
      [
        'build',
        '-trimpath',
        '-mod=mod',
        '-ldflags',
        `-s -w -X k8s.io/component-base/version.gitVersion=${version}`,
        '-o',
        built,
        'k8s.io/kubernetes/cmd/kubectl',
      ],
      { cwd: folder, env: { ...env, CGO_ENABLED: '0' }, detached: true },
    );
    fs.copyFileSync(built, `${target}.new`);
    fs.chmodSync(`${target}.new`, 0o755);
    fs.renameSync(`${target}.new`, target);
  } catch (error) {
    throw new Error(
      `kubectl is missing and could not be built: install it, see https://kubernetes.io/docs/tasks/tools (${
        String(error.output ?? error.message)
          .trim()
          .split('\n')
          .slice(-1)[0]
      })`,
      { cause: error },
    );
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

module.exports = { provideKubectl };
