'use strict';

/**
 * `npm run start:dev`: the development servers, which follow the sources: the app on port 3000, the backend on 7007.
 * The cluster is the one of KUBECONFIG or the current context.
 */

const { spawn } = require('node:child_process');
const path = require('node:path');
const { bootstrap } = require('./bootstrap.cjs');
const { say } = require('./progress.cjs');

bootstrap().then(
  ({ env }) => {
    const child = spawn('yarn', ['backstage-cli', 'repo', 'start'], {
      cwd: path.resolve(__dirname, '..'),
      env,
      stdio: 'inherit',
    });
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
      process.on(signal, () => child.kill(signal));
    }
    child.on('exit', code => process.exit(code ?? 1));
  },
  error => {
    say(error.message);
    process.exit(1);
  },
);
