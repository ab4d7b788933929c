'use strict';

// `npm run cluster -- …`: plain JavaScript that any Node ≥ 18 runs; it sees to the right Node and the installed
// packages, then hands over to packages/dev-cluster. Standard output belongs to the command's answer alone.

const { spawn } = require('node:child_process');
const { constants } = require('node:os');
const path = require('node:path');

const root = path.join(__dirname, '..');

async function prepare() {
  let bootstrap;
  try {
    ({ bootstrap } = require('./bootstrap.cjs'));
  } catch (error) {
    if (error.code !== 'MODULE_NOT_FOUND') {
      throw error;
    }
    return { node: process.execPath, env: process.env };
  }
  return bootstrap({ quiet: true });
}

async function main() {
  const { node, env } = await prepare();
  const child = spawn(
    node,
    [
      '--require',
      require.resolve('@backstage/cli/config/nodeTransform.cjs', {
        paths: [root],
      }),
      path.join(root, 'packages', 'dev-cluster', 'src', 'cli.ts'),
      ...process.argv.slice(2),
    ],
    // npm runs scripts in the package's folder: paths in the arguments are meant from where it was called.
    { stdio: 'inherit', env, cwd: process.env.INIT_CWD || process.cwd() },
  );
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => child.kill(signal));
  }
  child.on('error', error => {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  });
  child.on('exit', (code, signal) => {
    process.exitCode = code ?? 128 + constants.signals[signal];
  });
}

main().catch(error => {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
});
