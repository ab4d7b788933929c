#!/usr/bin/env node
'use strict';

/** `npm run build:api-reports`: writes what the packages offer, and their tables, to the reports that the tests hold them against. */

const path = require('node:path');
const { bootstrap } = require('./bootstrap.cjs');
const { onEndAsked } = require('./ending.cjs');
const { withProgress } = require('./progress.cjs');
const { runProgram } = require('./runProgram.cjs');

const DECLARATIONS = path.join(__dirname, 'packages', 'emitDeclarations.cjs');

async function main() {
  onEndAsked(() => {});
  const toolchain = await bootstrap({ quiet: true });
  const {
    reportsCommand,
    repositoryTool,
  } = require('./packages/repositoryChecks.cjs');
  await withProgress('Writing the reports', async detail => {
    const said = { ...toolchain, onLine: line => detail(line.slice(0, 100)) };
    await runProgram(said.node, [DECLARATIONS], {
      env: said.env,
      detached: true,
    });
    await repositoryTool(said, reportsCommand([]));
  });
}

main().catch(error => {
  process.stderr.write(`${error.output ?? ''}\n${error.message}\n`);
  process.exitCode = 1;
});
