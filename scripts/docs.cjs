#!/usr/bin/env node
'use strict';

// `npm run docs -- …`: sees to the right Node and the installed packages, then writes the pages of docs that come from
// the sources.

const { spawn } = require('node:child_process');
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
      path.join(ROOT, 'plugins/locust-backend/documentation/cli.ts'),
      ...args,
    ],
    { stdio: 'inherit', env },
  );
  child.on('close', code => {
    process.exitCode = code ?? 1;
  });
}

main(process.argv.slice(2)).catch(error => {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
});
