#!/usr/bin/env node
/**
 * Tests the reporter in real Locust masters: node plugins/locust-backend/scripts/testReporter.cjs [VERSION… | --all]
 * By default the oldest and the newest version. Needs Python 3 with its venv module and reaches PyPI the first time.
 */
const { spawnSync } = require('node:child_process');
const path = require('node:path');
const { ensureLocust, VERSIONS } = require('./locustEnvironment.cjs');

const REPORTER = path.join(__dirname, '..', 'reporter');

async function main(args) {
  let versions = args.filter(each => each !== '--all');
  if (versions.length === 0) {
    versions = args.includes('--all')
      ? VERSIONS
      : [VERSIONS[0], VERSIONS.at(-1)];
  }
  const progress = text => process.stderr.write(`${text}\n`);
  const folders = {};
  for (const version of versions) {
    folders[version] = await ensureLocust(version, { progress });
  }
  // Any of them has a Python that pytest runs on; the tests start Locust as a program.
  const runner = await ensureLocust(versions.at(-1), {
    packages: ['pytest==8.4.2'],
    progress,
  });
  const { status, error } = spawnSync(
    path.join(runner, 'bin', 'python'),
    ['-m', 'pytest', '-q', '-p', 'no:cacheprovider', REPORTER],
    {
      stdio: 'inherit',
      timeout: 900_000,
      env: {
        ...process.env,
        PYTHONDONTWRITEBYTECODE: '1',
        LOCUST_FOLDERS: Object.entries(folders)
          .map(each => each.join('='))
          .join(path.delimiter),
      },
    },
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
