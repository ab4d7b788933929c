'use strict';

/**
 * `npm run screenshots`: pictures of every screen and state, in both themes, wide and narrow, into pictures/; those that
 * the documentation shows into docs/images as well. With --made-up only the ones on made-up data, which take no cluster.
 */

const fs = require('node:fs');
const path = require('node:path');
const { spawn } = require('node:child_process');
const { parseArgs } = require('node:util');
const { bootstrap } = require('./bootstrap.cjs');

const ROOT = path.resolve(__dirname, '..');
const MADE_UP = 'playwright.dev-screenshots.config.ts';
const REAL = 'playwright.screenshots.config.ts';

function playwright({ node, env }, config) {
  return new Promise(resolve => {
    const child = spawn(
      node,
      [
        path.join(ROOT, 'node_modules', '@playwright', 'test', 'cli.js'),
        'test',
        '--config',
        config,
      ],
      { cwd: ROOT, env, stdio: 'inherit' },
    );
    const pass = signal => child.kill(signal);
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
    signals.forEach(signal => process.on(signal, pass));
    child.on('exit', code => {
      signals.forEach(signal => process.off(signal, pass));
      resolve(code ?? 1);
    });
  });
}

async function main() {
  const { values } = parseArgs({
    options: { 'made-up': { type: 'boolean', default: false } },
  });
  const toolchain = await bootstrap();
  // What an earlier version of the screens looked like would pass for what they look like.
  fs.rmSync(path.join(ROOT, 'pictures'), { recursive: true, force: true });
  for (const config of values['made-up'] ? [MADE_UP] : [MADE_UP, REAL]) {
    process.exitCode = await playwright(toolchain, config);
    if (process.exitCode) {
      return;
    }
  }
}

main().catch(error => {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
});
