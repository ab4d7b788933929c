#!/usr/bin/env node
/**
 * Prints the outcome that a Locust master's log tells as JSON: npm run --silent outcome -- FILE
 */
const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');

const ROOT = path.join(__dirname, '..');
const PROGRAM = path.join(
  ROOT,
  'plugins/locust-backend/scripts/printOutcome.ts',
);

async function toolchain() {
  const bootstrap = path.join(__dirname, 'bootstrap.cjs');
  if (!fs.existsSync(bootstrap)) {
    return { node: process.execPath, env: process.env };
  }
  return require(bootstrap).bootstrap({ quiet: true });
}

async function main(args) {
  const { node, env } = await toolchain();
  const { status, error } = spawnSync(
    node,
    [
      '--require',
      path.join(ROOT, 'node_modules/@backstage/cli/config/nodeTransform.cjs'),
      PROGRAM,
      ...args,
    ],
    { stdio: 'inherit', env: { ...process.env, ...env } },
  );
  if (error) {
    throw error;
  }
  process.exitCode = status ?? 1;
}

main(process.argv.slice(2)).catch(error => {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
});
