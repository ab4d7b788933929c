'use strict';

const fs = require('node:fs');
const path = require('node:path');
const { runProgram } = require('../runProgram.cjs');
const { ROOT } = require('./publishablePackages.cjs');

/** What Backstage's own tools say of the packages in the repository, each with what puts it right. */
const BEFORE_BUILDING = [
  {
    name: 'what Backstage knows packages by ("yarn backstage-cli repo fix --publish" puts it right)',
    command: ['backstage-cli', 'repo', 'fix', '--publish', '--check'],
  },
  {
    name: 'ranges of peer dependencies ("yarn backstage-repo-tools peer-deps --fix" puts them right)',
    command: ['backstage-repo-tools', 'peer-deps'],
  },
  {
    name: 'catalog-info.yaml of the packages ("yarn backstage-repo-tools generate-catalog-info" writes them)',
    command: ['backstage-repo-tools', 'generate-catalog-info', '--ci'],
  },
];

const AFTER_BUILDING = [
  {
    name: 'types that packages need of others',
    command: ['backstage-repo-tools', 'type-deps'],
  },
  {
    name: 'API and SQL reports ("npm run build:api-reports" writes them)',
    command: reportsCommand(['--ci']),
  },
];

/** Writes report*.api.md and report.sql.md of the publishable packages, or with `--ci` says how they would differ. */
function reportsCommand(more) {
  return [
    ...['backstage-repo-tools', 'api-reports', '--include', 'plugins/*'],
    ...['--sql-reports', '--validate-release-tags'],
    // What API Extractor says of its own input, and of each member without a comment, most of them generated.
    ...['--omit-messages', 'ae-wrong-input-file-type,ae-undocumented'],
    ...more,
  ];
}

/**
 * @param {{ node: string, env: NodeJS.ProcessEnv, onLine?: (line: string) => void }} toolchain
 * @param {readonly string[]} command of a dependency of the repository
 */
function repositoryTool({ node, env, onLine }, [name, ...args]) {
  return runProgram(
    node,
    [fs.realpathSync(path.join(ROOT, 'node_modules', '.bin', name)), ...args],
    {
      cwd: ROOT,
      env: { ...env, FORCE_COLOR: '0' },
      onLine,
      detached: true,
    },
  );
}

module.exports = {
  AFTER_BUILDING,
  BEFORE_BUILDING,
  reportsCommand,
  repositoryTool,
};
