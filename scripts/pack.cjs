#!/usr/bin/env node
'use strict';

/** `npm run pack`: the tarball of every package that others install, into dist-packages/. */

const path = require('node:path');
const { bootstrap } = require('./bootstrap.cjs');
const { onEndAsked } = require('./ending.cjs');
const { withProgress } = require('./progress.cjs');

const ROOT = path.join(__dirname, '..');

async function main() {
  onEndAsked(() => {});
  const toolchain = await bootstrap({ quiet: true });
  const { packPackages } = require('./packages/packPackages.cjs');
  const packed = await withProgress('Packing', detail =>
    packPackages({
      ...toolchain,
      onLine: line => detail(line.slice(0, 100)),
    }),
  );
  for (const { tarball } of packed) {
    process.stdout.write(`${path.relative(ROOT, tarball)}\n`);
  }
}

main().catch(error => {
  process.stderr.write(`${error.output ?? ''}\n${error.message}\n`);
  process.exitCode = 1;
});
