'use strict';

/** What `npm test` consists of. Every step gives back its counts and the names of what failed. */

const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { proveInstallation } = require('./installProof/installProof.cjs');
const { checkPackages } = require('./packages/checkPackages.cjs');
const { packPackages } = require('./packages/packPackages.cjs');
const {
  AFTER_BUILDING,
  BEFORE_BUILDING,
  repositoryTool,
} = require('./packages/repositoryChecks.cjs');
const { startPostgres } = require('./postgres.cjs');
const { runProgram } = require('./runProgram.cjs');
const { ensureSystemPackages, findProgram } = require('./systemPackages.cjs');

const ROOT = path.resolve(__dirname, '..');
const BACKEND_PLUGIN = path.join(ROOT, 'plugins', 'locust-backend');

/**
 * @typedef {{ passed: number, failed: number, skipped: number, failures: readonly string[], note?: string }} Outcome
 */

/** A check that passes or fails as a whole counts as one test. */
async function asOneTest(name, action) {
  try {
    await action();
    return { passed: 1, failed: 0, skipped: 0, failures: [] };
  } catch (error) {
    return {
      passed: 0,
      failed: 1,
      skipped: 0,
      failures: [`${name}\n${endOf(error.output ?? error.message)}`],
    };
  }
}

function endOf(text, lines = 60) {
  return String(text).trimEnd().split('\n').slice(-lines).join('\n');
}

function tool(context, name, args, options = {}) {
  return runProgram(
    context.node,
    [
      // npm's own bin files are links to scripts, which any Node runs.
      fs.realpathSync(path.join(ROOT, 'node_modules', '.bin', name)),
      ...args,
    ],
    {
      cwd: ROOT,
      env: { ...context.env, FORCE_COLOR: '0', ...options.env },
      onLine: options.onLine,
      detached: true,
    },
  );
}

function format(context) {
  return asOneTest('prettier', () =>
    tool(context, 'prettier', ['--check', '.']),
  );
}

function lint(context) {
  return asOneTest('eslint', () =>
    tool(context, 'backstage-cli', ['repo', 'lint', '--max-warnings', '0']),
  );
}

function types(context) {
  return asOneTest('tsc', () =>
    tool(context, 'tsc', [
      '--noEmit',
      '--incremental',
      'false',
      '--pretty',
      'false',
    ]),
  );
}

/** Runs jest with its results in a file and reads them, whatever its exit code. */
async function jest(context, name, run) {
  const file = path.join(context.results, `${name}.json`);
  fs.rmSync(file, { force: true });
  let failure;
  try {
    await run([
      '--json',
      `--outputFile=${file}`,
      '--passWithNoTests',
      '--forceExit',
    ]);
  } catch (error) {
    failure = error;
  }
  if (!fs.existsSync(file)) {
    return asOneTest(name, () => {
      throw failure ?? new Error(`${name} left no results`);
    });
  }
  const results = JSON.parse(fs.readFileSync(file, 'utf8'));
  const failures = results.testResults
    .filter(suite => suite.status === 'failed')
    .map(
      suite =>
        `${path.relative(ROOT, suite.name)}\n${endOf(suite.message, 120)}`,
    );
  return {
    passed: results.numPassedTests,
    // A file that could not even be loaded has no tests to count.
    failed: results.numFailedTests + results.numRuntimeErrorTestSuites,
    skipped: results.numPendingTests + results.numTodoTests,
    failures,
  };
}

/** Unit tests, those of the database on a real PostgreSQL as well. */
async function unit(context) {
  const postgres = await startPostgres();
  try {
    return await jest(context, 'unit', args =>
      tool(
        context,
        'backstage-cli',
        ['repo', 'test', '--maxWorkers=2', ...args],
        {
          env: {
            // Without it jest would watch.
            CI: '1',
            NODE_ENV: 'test',
            BACKSTAGE_TEST_DISABLE_DOCKER: '1',
            BACKSTAGE_TEST_DATABASE_POSTGRES18_CONNECTION_STRING:
              postgres.connectionString,
          },
        },
      ),
    );
  } finally {
    await postgres.stop();
  }
}

/** Runs the tests that need a cluster, which the configuration starts. */
function onOwnCluster(context, name, config) {
  return jest(context, name, args =>
    tool(context, 'jest', ['--config', config, '--runInBand', ...args], {
      env: {
        CI: '1',
        NODE_ENV: 'test',
        TZ: 'UTC',
        BACKSTAGE_TEST_DISABLE_DOCKER: '1',
      },
    }),
  );
}

function integration(context) {
  return onOwnCluster(context, 'integration', 'jest.integration.config.cjs');
}

/** Days in fast motion. */
function endurance(context) {
  return onOwnCluster(context, 'endurance', 'jest.endurance.config.cjs');
}

/**
 * A part of the fault campaign against the engine: as many plans of all classes as there is time for, the same ones
 * first each time unless everything is tested. Each plan counts as a test.
 */
async function campaign(
  context,
  minutes = 4,
  more = ['--seed', '1', '--replay'],
) {
  const cannot = whyNoProgramOnCluster();
  if (cannot) {
    return cannot;
  }
  const { outcome, failure } = await programOutcome(context, 'campaign', [
    path.join(BACKEND_PLUGIN, 'campaign', 'campaign.ts'),
    ...['--minutes', String(minutes), ...more],
  ]);
  if (!outcome) {
    return asOneTest('campaign', () => {
      throw failure;
    });
  }
  const { results, seed } = outcome;
  const failed = results.filter(result => result.faults.length > 0);
  // Their fault had no occasion, for which points a run passes is partly a matter of time: they say nothing.
  const idle = results.filter(
    ({ struck, faults }) => !struck && faults.length === 0,
  );
  return {
    passed: results.length - failed.length - idle.length,
    failed: failed.length,
    skipped: 0,
    ...(idle.length > 0 && {
      note: `${idle.length} more passed by the point of their fault and are not counted`,
    }),
    failures: failed.map(({ id, faults }) =>
      [
        id,
        ...faults.map(fault => endOf(fault, 10)),
        `again: npm run campaign -- --seed ${seed} --plan ${JSON.stringify(
          id,
        )}`,
      ].join('\n'),
    ),
  };
}

/** Undefined where a control plane can be started here. */
function whyNoProgramOnCluster() {
  return process.platform === 'linux'
    ? undefined
    : {
        ...{ passed: 0, failed: 0, skipped: 1, failures: [] },
        note: 'skipped: the embedded cluster needs Linux',
      };
}

/** What a program of the backend plugin writes to the file that `--json` names, or why there is nothing. */
async function programOutcome(context, name, args) {
  const file = path.join(context.results, `${name}.json`);
  fs.rmSync(file, { force: true });
  let failure;
  try {
    await runProgram(
      context.node,
      [
        '--require',
        require.resolve('@backstage/cli/config/nodeTransform.cjs'),
        ...args,
        ...['--json', file],
      ],
      { cwd: ROOT, env: context.env, onLine: context.onLine, detached: true },
    );
  } catch (error) {
    failure = error;
  }
  return fs.existsSync(file)
    ? { outcome: JSON.parse(fs.readFileSync(file, 'utf8')) }
    : { failure: failure ?? new Error('It left no results') };
}

const GENERATED = [
  path.join(BACKEND_PLUGIN, 'src', 'schema', 'openapi', 'generated'),
  path.join(
    ROOT,
    'plugins',
    'locust-common',
    'src',
    'schema',
    'openapi',
    'generated',
  ),
];

/** Whether the committed API code is what the schema makes; only where there is a Java to run the generator. */
async function generatedApi(context) {
  const nothing = { passed: 0, failed: 0, skipped: 0, failures: [] };
  if (!findProgram('java', context.env)) {
    return { ...nothing, note: 'not checked: there is no Java here' };
  }
  const kept = fs.mkdtempSync(path.join(os.tmpdir(), 'locust-generated-'));
  const copyOf = index => path.join(kept, String(index));
  GENERATED.forEach((folder, index) =>
    fs.cpSync(folder, copyOf(index), { recursive: true }),
  );
  const putBack = () =>
    GENERATED.forEach((folder, index) => {
      fs.rmSync(folder, { recursive: true, force: true });
      fs.cpSync(copyOf(index), folder, { recursive: true });
    });
  // The generator empties its folders first: however this ends, they must hold what they held.
  process.once('exit', putBack);
  try {
    try {
      await runProgram('yarn', ['openapi'], {
        cwd: BACKEND_PLUGIN,
        env: { ...context.env, FORCE_COLOR: '0' },
        detached: true,
      });
    } catch (error) {
      if (
        /ENOTFOUND|ECONN|EAI_AGAIN|ETIMEDOUT|status code \d{3}|maven/i.test(
          error.output,
        )
      ) {
        return {
          ...nothing,
          note: 'not checked: the generator could not be fetched',
        };
      }
      return asOneTest('the generator of the API code', () => {
        throw error;
      });
    }
    return await asOneTest(
      'the committed API code is not what openapi.yaml makes: run "yarn openapi" and commit',
      async () => {
        for (const [index, folder] of GENERATED.entries()) {
          await runProgram('diff', ['-r', copyOf(index), folder]);
        }
      },
    );
  } finally {
    putBack();
    process.off('exit', putBack);
    fs.rmSync(kept, { recursive: true, force: true });
  }
}

function ensurePython(context, why) {
  return ensureSystemPackages(
    [
      {
        package: 'python3-venv',
        present: () =>
          spawnSync('python3', ['-c', 'import ensurepip, venv'], {
            env: context.env,
          }).status === 0,
      },
    ],
    { why, otherwise: 'install Python 3 with its venv module' },
  );
}

/** Ten thousand made-up requests to the plugin on a control plane, of which none may be answered with 5xx. */
async function apiFuzz(context) {
  const cannot = whyNoProgramOnCluster();
  if (cannot) {
    return cannot;
  }
  await ensurePython(context, 'for made-up requests');
  const { outcome, failure } = await programOutcome(context, 'api-fuzz', [
    path.join(BACKEND_PLUGIN, 'fuzz', 'apiFuzz.ts'),
  ]);
  if (!outcome) {
    return asOneTest('API fuzz', () => {
      throw failure;
    });
  }
  const { requests, statuses, faults } = outcome;
  const counts = Object.entries(statuses).map(
    ([status, count]) => `${count} × ${status}`,
  );
  return {
    passed: faults.length === 0 ? 1 : 0,
    failed: faults.length,
    skipped: 0,
    note: `${requests} requests, answered ${counts.join(', ')}`,
    failures: faults.map(fault => endOf(fault)),
  };
}

/** The tests of the reporter in masters of real Locust: of the oldest and the newest version, or of all. */
async function reporter(context, versions = []) {
  await ensurePython(context, 'for the tests of the reporter');
  let output;
  try {
    output = await runProgram(
      context.node,
      [path.join(BACKEND_PLUGIN, 'scripts', 'testReporter.cjs'), ...versions],
      {
        cwd: ROOT,
        env: context.env,
        onLine: context.onLine,
        detached: true,
      },
    );
  } catch (error) {
    output = error.output ?? error.message;
  }
  // pytest's last line: "2 failed, 22 passed, 1 skipped in 85.12s".
  const summary = output.match(
    /^.*\b(?:passed|failed|error|errors)\b.* in [\d.]+s.*$/gm,
  );
  const count = word =>
    Number(summary?.at(-1).match(new RegExp(`(\\d+) ${word}`))?.[1] ?? 0);
  const failed = summary ? count('failed') + count('errors?') : 1;
  return {
    passed: count('passed'),
    failed,
    skipped: count('skipped'),
    failures: failed > 0 ? [endOf(output)] : [],
  };
}

const CHROMIUMS = ['chromium', 'chromium-browser', 'google-chrome'];

async function provideBrowser(env) {
  const find = () =>
    CHROMIUMS.map(name => findProgram(name, env)).find(Boolean);
  await ensureSystemPackages(
    [{ package: 'chromium', present: () => Boolean(find()) }],
    {
      why: 'for the tests in a browser',
      otherwise: 'install Chromium or Chrome',
    },
  );
  return find();
}

/** The screens in a browser, on made-up data. */
function screens(context) {
  const config = path.join(ROOT, 'playwright.dev.config.ts');
  return playwright(context, 'screens', ['--config', config]);
}

/** Minutes of what the dev app's tests look at as well. */
const WITHOUT_AXE = ['--grep-invert', 'screens\\.test'];

/** The portal in a browser, on an embedded cluster, with real load tests. */
function endToEnd(context, args = WITHOUT_AXE) {
  return playwrightOnNode(context, 'e2e', args);
}

/** Real load tests there that take minutes, some of them with a backend that is killed. */
function enduranceOnNode(context) {
  const config = path.join(ROOT, 'playwright.endurance.config.ts');
  return playwrightOnNode(context, 'endurance-on-node', ['--config', config]);
}

/** The main tests there on two replicas, one of which is killed every minute. */
function twoReplicas(context) {
  const config = path.join(ROOT, 'playwright.replicas.config.ts');
  return playwrightOnNode(context, 'two-replicas', ['--config', config]);
}

async function playwrightOnNode(context, name, args) {
  const cannot = whyNoEmbeddedCluster();
  if (!cannot) {
    return playwright(context, name, args);
  }
  const listed = await tool(context, 'playwright', [
    ...['test', ...args, '--list', '--reporter=list'],
  ]);
  const total = Number(listed.match(/Total: (\d+) tests?/)?.[1] ?? 1);
  return { passed: 0, failed: 0, skipped: total, failures: [], note: cannot };
}

async function playwright(context, name, args) {
  const file = path.join(context.results, `${name}.json`);
  fs.rmSync(file, { force: true });
  let failure;
  try {
    await tool(context, 'playwright', ['test', ...args], {
      env: { CHROMIUM: await provideBrowser(context.env), E2E_JSON: file },
      onLine: context.onLine,
    });
  } catch (error) {
    failure = error;
  }
  if (!fs.existsSync(file)) {
    return asOneTest(name, () => {
      throw failure ?? new Error('Playwright left no results');
    });
  }
  const { stats, suites, errors } = JSON.parse(fs.readFileSync(file, 'utf8'));
  const failures = [
    ...errors.map(error => error.message),
    ...suites.flatMap(suite => failedSpecs(suite)),
  ];
  return {
    passed: stats.expected + stats.flaky,
    failed: stats.unexpected + errors.length,
    skipped: stats.skipped,
    failures,
  };
}

function whyNoEmbeddedCluster() {
  return process.platform === 'linux' && process.getuid() === 0
    ? undefined
    : 'skipped: the embedded cluster with a node needs Linux and root';
}

function failedSpecs(suite, titles = []) {
  const here = [...titles, suite.title];
  return [
    ...(suite.suites ?? []).flatMap(inner => failedSpecs(inner, here)),
    ...suite.specs
      .filter(spec => !spec.ok)
      .map(spec => {
        const results = spec.tests.flatMap(test => test.results);
        const messages = results.flatMap(result =>
          (result.errors ?? []).map(error => withoutColours(error.message)),
        );
        return `${[...here, spec.title].join(' › ')}\n${endOf(
          messages.join('\n'),
          40,
        )}`;
      }),
  ];
}

function withoutColours(text) {
  // eslint-disable-next-line no-control-regex -- that is what they are
  return String(text).replace(/\u001b\[[\d;]*m/g, '');
}

/** The portal in a cluster: its image is built, deployed, used and upgraded. */
async function production(context) {
  const cannot = whyNoEmbeddedCluster();
  return cannot
    ? { passed: 0, failed: 0, skipped: 1, failures: [], note: cannot }
    : onOwnCluster(context, 'production', 'jest.production.config.cjs');
}

/** The packages as a stranger's portal gets them, and what the repository says of them. */
async function packages(context) {
  const outcomes = [];
  const askTools = async checks => {
    for (const { name, command } of checks) {
      outcomes.push(
        await asOneTest(name, () => repositoryTool(context, command)),
      );
    }
  };
  await askTools(BEFORE_BUILDING);
  let packed = [];
  outcomes.push(
    await asOneTest('npm run pack', async () => {
      packed = await packPackages(context);
    }),
  );
  if (packed.length > 0) {
    await askTools(AFTER_BUILDING);
  }
  for (const { name, problems } of await checkPackages(context, packed)) {
    outcomes.push(
      await asOneTest(name, () => {
        if (problems.length > 0) {
          throw new Error(problems.join('\n'));
        }
      }),
    );
  }
  return {
    passed: outcomes.filter(it => it.failed === 0).length,
    failed: outcomes.filter(it => it.failed > 0).length,
    skipped: 0,
    failures: outcomes.flatMap(it => it.failures),
  };
}

/** Portals of strangers, made by what the README says, and a first load test in each. */
async function install(context) {
  const cannot = whyNoEmbeddedCluster();
  if (cannot) {
    return { passed: 0, failed: 0, skipped: 1, failures: [], note: cannot };
  }
  const config = path.join(ROOT, 'playwright.install.config.ts');
  return proveInstallation(context, (title, env) =>
    playwright({ ...context, env }, `install-${title.replaceAll(' ', '-')}`, [
      ...['--config', config],
    ]),
  );
}

/** Everything as it is published or deployed. */
function bundles(context) {
  return asOneTest('build', async () => {
    await tool(context, 'tsc', []);
    await tool(context, 'backstage-cli', ['repo', 'build', '--all']);
  });
}

const STEPS = [
  { title: 'Format', run: format },
  { title: 'Lint', run: lint },
  { title: 'Types', run: types },
  { title: 'Unit tests', run: unit, needsCalm: true },
  { title: 'API code is current', run: generatedApi },
  { title: 'Packages', run: packages },
  { title: 'Reporter', run: reporter },
  { title: 'Integration tests', run: integration },
  { title: 'Fault campaign', run: campaign },
  { title: 'End to end', run: endToEnd, needsNode: true },
];

/** Steps that take their time where everything is tested. */
const THOROUGH = new Map([
  [reporter, context => reporter(context, ['--all'])],
  [campaign, context => campaign(context, 25, [])],
  [endToEnd, context => endToEnd(context, [])],
]);

const FULL_STEPS = [
  ...STEPS.map(step => ({ ...step, run: THOROUGH.get(step.run) ?? step.run })),
  { title: 'Screens', run: screens },
  { title: 'API fuzz', run: apiFuzz },
  { title: 'Endurance', run: endurance },
  { title: 'Endurance on the node', run: enduranceOnNode, needsNode: true },
  { title: 'Two replicas', run: twoReplicas, needsNode: true },
  { title: 'Bundles', run: bundles },
  { title: 'Installation', run: install },
  { title: 'Production', run: production },
];

module.exports = { STEPS, FULL_STEPS, whyNoEmbeddedCluster };
