#!/usr/bin/env node
'use strict';

/**
 * The fault campaign of the engine: npm run campaign -- --help
 */
const { spawn } = require('node:child_process');
const path = require('node:path');
const { bootstrap } = require('./bootstrap.cjs');

const ROOT = path.join(__dirname, '..');
const PROGRAM = path.join(ROOT, 'plugins/locust-backend/campaign/campaign.ts');

async function main(args) {
  const { node, env } = await bootstrap({ quiet: true });
  const campaign = spawn(
    node,
    [
      '--require',
      path.join(ROOT, 'node_modules/@backstage/cli/config/nodeTransform.cjs'),
      PROGRAM,
      ...args,
    ],
    { stdio: 'inherit', env: { ...process.env, ...env } },
  );
  // It ends what it has started, which takes a moment; the terminal's Ctrl-C reaches it as well as us.
  process.on('SIGINT', () => {});
  process.on('SIGTERM', () => campaign.kill('SIGTERM'));
  campaign.on('close', code => {
    process.exitCode = code ?? 1;
  });
}

main(process.argv.slice(2)).catch(error => {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
});
