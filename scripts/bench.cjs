#!/usr/bin/env node
'use strict';

// `npm run bench -- …`: sees to the right Node and the installed packages, then hands over to the backend plugin's
// benchmarks.

const { spawn } = require('node:child_process');
const { constants } = require('node:os');
const path = require('node:path');
const { bootstrap } = require('./bootstrap.cjs');

const ROOT = path.join(__dirname, '..');

async function main(args) {
  const { node, env } = await bootstrap({ quiet: true });
  const child = spawn(
    node,
    [
      '--require',
      path.join(ROOT, 'node_modules/@backstage/cli/config/nodeTransform.cjs'),
      path.join(ROOT, 'plugins/locust-backend/bench/cli.ts'),
      ...args,
    ],
    { stdio: 'inherit', env, cwd: process.env.INIT_CWD || process.cwd() },
  );
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => child.kill(signal));
  }
  child.on('exit', (code, signal) => {
    process.exitCode = code ?? 128 + constants.signals[signal];
  });
}

main(process.argv.slice(2)).catch(error => {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
});
