'use strict';

/** `npm run screenshots`: pictures of the portal with real runs, into docs/images. */

const path = require('node:path');
const { spawn } = require('node:child_process');
const { bootstrap } = require('./bootstrap.cjs');

const ROOT = path.resolve(__dirname, '..');

async function main() {
  const { node, env } = await bootstrap();
  const playwright = spawn(
    node,
    [
      path.join(ROOT, 'node_modules', '@playwright', 'test', 'cli.js'),
      'test',
      '--config',
      'playwright.screenshots.config.ts',
    ],
    { cwd: ROOT, env, stdio: 'inherit' },
  );
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => playwright.kill(signal));
  }
  playwright.on('exit', code => {
    process.exitCode = code ?? 1;
  });
}

main().catch(error => {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
});
