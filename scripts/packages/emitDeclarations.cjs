'use strict';

/**
 * Writes to dist-types/ the declarations of what the packages export, from which Backstage's CLI and API Extractor read
 * the types. It compiles what the entries reach and no test, which is why it is not "tsc".
 */

const fs = require('node:fs');
const path = require('node:path');
const ts = require('typescript');
const {
  entryFiles,
  publishablePackages,
  ROOT,
} = require('./publishablePackages.cjs');

function emitDeclarations() {
  const { options } = ts.getParsedCommandLineOfConfigFile(
    path.join(ROOT, 'tsconfig.json'),
    // Whether types are right is what "tsc" says.
    { incremental: false, noCheck: true },
    { ...ts.sys, onUnRecoverableConfigFileDiagnostic: fail },
  );
  fs.rmSync(options.outDir, { recursive: true, force: true });
  const program = ts.createProgram(
    publishablePackages().flatMap(entryFiles),
    options,
  );
  const { diagnostics } = program.emit();
  const problems = [...ts.getPreEmitDiagnostics(program), ...diagnostics];
  if (problems.length > 0) {
    fail(...problems);
  }
}

function fail(...diagnostics) {
  throw new Error(
    ts.formatDiagnostics(diagnostics, {
      getCanonicalFileName: name => name,
      getCurrentDirectory: () => ROOT,
      getNewLine: () => '\n',
    }),
  );
}

emitDeclarations();
