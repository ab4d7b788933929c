'use strict';

/**
 * The proof that the README leads to a portal that works: an app that Backstage has just made, with the packages as they
 * would be published, in which all that the README says is done, word for word; then a load test in it.
 */

const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { parse } = require('yaml');
const { whenThisProcessEnds } = require('../guardian.cjs');
const { packPackages } = require('../packages/packPackages.cjs');
const { withProgress } = require('../progress.cjs');
const { freePort, keepLog } = require('../underTest.cjs');
const { followReadme } = require('./followReadme.cjs');
const { createNewApp } = require('./NewApp.cjs');
const { startApp } = require('./startedApp.cjs');
const { startSurroundings } = require('./surroundings.cjs');

const ROOT = path.resolve(__dirname, '..', '..');
const COMPONENT = 'checkout';
const REPOSITORY = `shop/${COMPONENT}`;
/** What is in the component's repository. */
const CONTENT = path.join(ROOT, 'packages', 'app', 'install-tests', COMPONENT);
const SHOP = 'http://shop.demo.svc.cluster.local';
const FIRST_FRONTEND_PORT = 3217;
const FIRST_BACKEND_PORT = 7217;

const VARIANTS = [
  { title: 'new frontend system', log: 'install-new-frontend', legacy: false },
  { title: 'old frontend system', log: 'install-old-frontend', legacy: true },
];

/** What follows on it cannot be tried. */
class StepFailed extends Error {}

/** Counts what was done, and knows by what the way to a first run broke off. */
class Steps {
  passed = 0;
  failures = [];

  constructor(title, onLine) {
    this.title = title;
    this.onLine = onLine;
  }

  take = async (name, action) => {
    const [line] = name.split('\n');
    this.onLine?.(`${this.title}: ${line}`);
    try {
      const result = await action();
      this.passed++;
      return result;
    } catch (error) {
      const said = String(error.output ?? error.message).trimEnd();
      this.failures.push(
        `${this.title}: ${line}\n${said.split('\n').slice(-40).join('\n')}`,
      );
      throw new StepFailed(name, { cause: error });
    }
  };

  get outcome() {
    const { passed, failures } = this;
    return { passed, failed: failures.length, skipped: 0, failures };
  }
}

/**
 * @typedef {{
 *   node: string,
 *   env: NodeJS.ProcessEnv,
 *   isAsked: () => boolean, whether this is to end
 *   onLine?: (line: string) => void,
 * }} Context
 */

/**
 * @param {Context} context
 * @param {(title: string, env: NodeJS.ProcessEnv) => Promise<import('../testSteps.cjs').Outcome>} inBrowser
 *   runs the tests on the app whose address is in PORTAL_URL
 * @returns {Promise<import('../testSteps.cjs').Outcome>} every instruction counts as a test
 */
async function proveInstallation(context, inBrowser) {
  const packed = await packPackages(context);
  const outcomes = [];
  for (const variant of VARIANTS) {
    if (context.isAsked()) {
      break;
    }
    outcomes.push(...(await prove(variant, packed, context, inBrowser)));
  }
  const sum = key => outcomes.reduce((total, it) => total + it[key], 0);
  return {
    passed: sum('passed'),
    failed: sum('failed'),
    skipped: sum('skipped'),
    failures: outcomes.flatMap(it => it.failures),
  };
}

async function prove(variant, packed, context, inBrowser) {
  const steps = new Steps(variant.title, context.onLine);
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'locust-install-'));
  const guardian = whenThisProcessEnds('rm -rf -- "$1"', [folder], context.env);
  const stops = [
    async () => {
      await withProgress('Removing the app', () =>
        fs.promises.rm(folder, { recursive: true, force: true }),
      );
      guardian.dismiss();
    },
  ];
  const outcomes = [];
  try {
    const url = await install({
      ...{ variant, packed, context, folder, stops },
      take: steps.take,
    });
    outcomes.push(
      await inBrowser(variant.title, { ...context.env, PORTAL_URL: url }),
    );
  } catch (error) {
    if (!(error instanceof StepFailed)) {
      throw error;
    }
  } finally {
    for (const stop of stops.reverse()) {
      await stop();
    }
  }
  return [steps.outcome, ...outcomes];
}

/**
 * From nothing to a portal that is served, by the README.
 *
 * @returns {Promise<string>} where it is
 */
async function install({ variant, packed, context, folder, stops, take }) {
  const repositories = path.join(folder, 'repositories');
  const repository = path.join(repositories, REPOSITORY);
  fs.cpSync(CONTENT, repository, { recursive: true });
  const surroundings = await startSurroundings(context, {
    ...{ packed, repositories, folder, stops },
  });

  const { legacy } = variant;
  const app = await take('create-app', () =>
    createNewApp({
      ...{ legacy, env: surroundings.env, onLine: context.onLine },
      folder: path.join(folder, 'portal'),
    }),
  );
  const startCommand = await followReadme({
    ...{ app, legacy, take },
    component: path.join(repository, 'catalog-info.yaml'),
    values: {
      'https://kubernetes.example.com': serverOf(surroundings.kubeconfig),
      'https://shop.staging.example.com': SHOP,
      '*.staging.example.com': new URL(SHOP).hostname,
    },
  });
  await take('yarn tsc', () => app.run('yarn tsc'));

  const addresses = await placeHere(app, surroundings.repositories);
  const log = path.join(folder, `${variant.log}.log`);
  stops.push(async () => keepLog(log, path.basename(log)));
  const started = await take(startCommand, () =>
    startApp(app, startCommand, {
      ...addresses,
      ...{ log, component: COMPONENT },
      isAsked: context.isAsked,
    }),
  );
  stops.push(started.stop);
  return addresses.frontend;
}

function serverOf(kubeconfig) {
  const { clusters } = parse(fs.readFileSync(kubeconfig, 'utf8'));
  return clusters[0].cluster.server;
}

/**
 * Configures what has to do with this machine, and lets the portal know the component.
 *
 * @returns {Promise<{ frontend: string, backend: string }>} where it is to be served
 */
async function placeHere(app, repositories) {
  const frontend = `http://localhost:${await freePort(FIRST_FRONTEND_PORT)}`;
  const port = await freePort(FIRST_BACKEND_PORT);
  const backend = `http://localhost:${port}`;
  app.configureHere({
    app: { baseUrl: frontend },
    backend: {
      baseUrl: backend,
      listen: { host: 'localhost', port },
      cors: { origin: frontend },
    },
    integrations: {
      gitea: [{ host: repositories.host, baseUrl: repositories.url }],
    },
    catalog: {
      locations: [
        ...app.readConfig().catalog.locations,
        {
          type: 'url',
          target: `${repositories.source(REPOSITORY)}catalog-info.yaml`,
        },
      ],
    },
  });
  return { frontend, backend };
}

module.exports = { proveInstallation };
