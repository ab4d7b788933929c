'use strict';

/** The portal as a program: its app is built once, its backend runs from source and serves both. */

const { spawn } = require('node:child_process');
const { createHash } = require('node:crypto');
const fs = require('node:fs');
const net = require('node:net');
const path = require('node:path');
const { setTimeout: sleep } = require('node:timers/promises');
const { withFileLock } = require('./fileLock.cjs');
const { whenThisProcessEnds } = require('./guardian.cjs');
const { say, withProgress } = require('./progress.cjs');
const { runProgram } = require('./runProgram.cjs');

const ROOT = path.resolve(__dirname, '..');
const APP = path.join(ROOT, 'packages', 'app');
const BACKEND = path.join(ROOT, 'packages', 'backend');
const LOCAL_CONFIG = path.join(ROOT, 'app-config.local.yaml');

/** The whole portal. */
const PORTAL = {
  folder: BACKEND,
  entry: 'src/index.ts',
  configs: [
    path.join(ROOT, 'app-config.yaml'),
    ...(fs.existsSync(LOCAL_CONFIG) ? [LOCAL_CONFIG] : []),
  ],
};

const PLUGIN = path.join(ROOT, 'plugins', 'locust-backend');

/** The backend plugin with little else, as its own `start` has it. */
const BACKEND_PLUGIN = {
  folder: PLUGIN,
  entry: 'dev/index.ts',
  configs: [path.join(PLUGIN, 'dev', 'app-config.yaml')],
};

const BUILT_FOR = path.join(APP, 'dist', '.built-for');

/** What, when changed, makes another app. */
const APP_SOURCES = [
  'app-config.yaml',
  'yarn.lock',
  'packages/app/package.json',
  'packages/app/public',
  'packages/app/src',
  'plugins/locust/package.json',
  'plugins/locust/src',
  'plugins/locust-common/package.json',
  'plugins/locust-common/src',
];

const STOP_PATIENCE_MS = 20_000;

function filesBelow(location) {
  if (!fs.statSync(location).isDirectory()) {
    return [location];
  }
  return fs
    .readdirSync(location, { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap(entry => filesBelow(path.join(location, entry.name)))
    .filter(file => !/\.test\.tsx?$/.test(file));
}

function appSourcesDigest() {
  const hash = createHash('sha256');
  for (const source of APP_SOURCES) {
    for (const file of filesBelow(path.join(ROOT, source))) {
      hash.update(`${path.relative(ROOT, file)}\n`);
      hash.update(fs.readFileSync(file));
    }
  }
  return hash.digest('hex');
}

function appIsBuilt() {
  try {
    return fs.readFileSync(BUILT_FOR, 'utf8') === appSourcesDigest();
  } catch {
    return false;
  }
}

/** Builds the app unless what is there was built from these sources. */
async function buildApp({ env }) {
  if (appIsBuilt()) {
    return;
  }
  await withFileLock(
    path.join(ROOT, '.cache', 'app-build.lock'),
    () => say('Waiting for another process that builds the app'),
    async () => {
      if (appIsBuilt()) {
        return;
      }
      const digest = appSourcesDigest();
      await withProgress('Building the app', async () => {
        try {
          await runProgram('yarn', ['backstage-cli', 'package', 'build'], {
            cwd: APP,
            env: { ...env, NODE_ENV: 'production' },
          });
        } catch (error) {
          throw new Error(
            `The app could not be built:\n${String(
              error.output ?? error.message,
            )
              .split('\n')
              .slice(-40)
              .join('\n')}`,
            { cause: error },
          );
        }
      });
      fs.writeFileSync(BUILT_FOR, digest);
    },
  );
}

/** Whether nothing on this machine listens on the port. */
async function isPortFree(port) {
  for (const host of ['127.0.0.1', '::1']) {
    const free = await new Promise(resolve => {
      const server = net.createServer();
      server.once('error', error =>
        // A machine without IPv6 has no ::1 to be busy.
        resolve(
          error.code === 'EADDRNOTAVAIL' || error.code === 'EAFNOSUPPORT',
        ),
      );
      server.listen({ port, host }, () => server.close(() => resolve(true)));
    });
    if (!free) {
      return false;
    }
  }
  return true;
}

/** How Backstage's Kubernetes plugin reaches the cluster of a kubeconfig, where its user holds a token. */
function kubernetesPluginConfig(kubeconfig) {
  let config;
  try {
    config = require('yaml').parse(fs.readFileSync(kubeconfig, 'utf8'));
  } catch {
    return undefined;
  }
  const named = (list, name) =>
    (list ?? []).find(entry => entry.name === name) ?? {};
  const { context } = named(config?.contexts, config?.['current-context']);
  const { cluster } = named(config?.clusters, context?.cluster);
  const { user } = named(config?.users, context?.user);
  if (!cluster?.server || !user?.token) {
    return undefined;
  }
  const fromFile = file =>
    file &&
    fs.readFileSync(path.resolve(path.dirname(kubeconfig), file), 'base64');
  return {
    serviceLocatorMethod: { type: 'multiTenant' },
    clusterLocatorMethods: [
      {
        type: 'config',
        clusters: [
          {
            name: 'local',
            url: cluster.server,
            authProvider: 'serviceAccount',
            serviceAccountToken: user.token,
            caData:
              cluster['certificate-authority-data'] ??
              fromFile(cluster['certificate-authority']),
            skipMetricsLookup: true,
          },
        ],
      },
    ],
  };
}

/**
 * Starts the backend, which serves the built app as well.
 *
 * @param {object} options
 * @param {string} options.node
 * @param {NodeJS.ProcessEnv} options.env
 * @param {string} options.folder where its database, configuration and log go
 * @param {number} options.port
 * @param {string} [options.publicUrl] where browsers find it; by default at its own port
 * @param {string | undefined} options.kubeconfig `undefined`: what the environment says
 * @param {boolean} [options.restarted] whether its log goes on where the one before ended
 * @param {object} [options.locust] configuration of the plugin beside that of the repository
 * @param {object} [options.config] other configuration beside that of the repository
 * @param {string} [options.database] folder of the SQLite files; by default below `folder`
 * @param {string} [options.postgres] connection string, in place of SQLite
 * @param {object} [options.program] {@link PORTAL} or {@link BACKEND_PLUGIN}
 * @returns {{ pid: number, url: string, log: string, ended: Promise<string>, stop: () => Promise<void> }}
 *   `ended` tells how it ended
 */
function startBackend({
  node,
  env,
  folder,
  port,
  publicUrl,
  kubeconfig,
  database,
  postgres,
  locust,
  config,
  program = PORTAL,
  restarted = false,
}) {
  const url = `http://localhost:${port}`;
  const baseUrl = publicUrl ?? url;
  fs.mkdirSync(folder, { recursive: true });
  const configFile = path.join(folder, 'app-config.yaml');
  const log = path.join(folder, 'backend.log');
  const kubernetes = kubeconfig && kubernetesPluginConfig(kubeconfig);
  fs.writeFileSync(
    configFile,
    JSON.stringify(
      {
        app: { baseUrl },
        backend: {
          baseUrl,
          listen: { port },
          cors: { origin: baseUrl },
          database: postgres
            ? { client: 'pg', connection: postgres }
            : {
                client: 'better-sqlite3',
                connection: {
                  directory: database ?? path.join(folder, 'database'),
                },
              },
        },
        ...(kubernetes && { kubernetes }),
        ...(locust && { locust }),
        ...config,
      },
      null,
      2,
    ),
    // It holds a token of the cluster.
    { mode: 0o600 },
  );
  const output = fs.openSync(log, restarted ? 'a' : 'w', 0o600);
  const child = spawn(
    node,
    [
      '--enable-source-maps',
      '--require',
      require.resolve('@backstage/cli/config/nodeTransform.cjs'),
      path.join(program.folder, program.entry),
      ...[...program.configs, configFile].flatMap(file => ['--config', file]),
    ],
    {
      cwd: program.folder,
      env: {
        ...env,
        // Guests are let in here only.
        NODE_ENV: 'development',
        FORCE_COLOR: '0',
        ...(kubeconfig && { KUBECONFIG: kubeconfig }),
      },
      stdio: ['ignore', output, output],
      // Its own process group: a Ctrl-C is for the one who started it, who then ends this in order.
      detached: true,
    },
  );
  fs.closeSync(output);
  const guardian = whenThisProcessEnds(
    'kill -s KILL -- "-$1"',
    [`${child.pid}`],
    env,
  );
  const ended = new Promise(resolve => {
    child.once('error', error => resolve(error.message));
    child.once('exit', (code, signal) =>
      resolve(signal ? `ended by ${signal}` : `ended with exit code ${code}`),
    );
  });
  ended.then(() => guardian.dismiss());
  return {
    pid: child.pid,
    url,
    log,
    ended,
    stop: async () => {
      signal(child.pid, 'SIGTERM');
      const patience = new AbortController();
      await Promise.race([
        ended,
        sleep(STOP_PATIENCE_MS, undefined, { signal: patience.signal })
          .then(() => signal(child.pid, 'SIGKILL'))
          .catch(() => {}),
      ]);
      patience.abort();
      await ended;
    },
  };
}

function signal(pid, name) {
  try {
    process.kill(-pid, name);
  } catch {
    // It has ended by itself.
  }
}

/** Asks the portal as a guest; `undefined` while it does not answer. */
async function askPortal(url, route, options = {}) {
  try {
    const token = await guestToken(url);
    const response = await fetch(`${url}${route}`, {
      ...options,
      headers: {
        Authorization: `Bearer ${token}`,
        ...(options.body && { 'Content-Type': 'application/json' }),
        ...options.headers,
      },
      signal: AbortSignal.timeout(10_000),
    });
    return {
      ok: response.ok,
      status: response.status,
      body: await response.json().catch(() => undefined),
    };
  } catch {
    return undefined;
  }
}

async function guestToken(url) {
  const response = await fetch(`${url}/api/auth/guest/refresh`, {
    signal: AbortSignal.timeout(10_000),
  });
  const { backstageIdentity } = await response.json();
  return backstageIdentity.token;
}

/**
 * Waits until a question to the backend is answered as wanted.
 *
 * @throws Error with the end of the backend's log if it ends or the time is over first
 */
async function untilPortal(backend, what, patienceMs, isThere) {
  const until = Date.now() + patienceMs;
  let over;
  backend.ended.then(how => {
    over = `The backend ${how}`;
  });
  for (;;) {
    if (await isThere()) {
      return;
    }
    if (!over && portWasTaken(backend)) {
      throw new Error(
        `Port ${
          new URL(backend.url).port
        } was taken by another program meanwhile: end that, or choose another port`,
      );
    }
    if (!over && Date.now() > until) {
      over = `${what} took longer than ${patienceMs / 1000} s`;
    }
    if (over) {
      throw new Error(
        `${over}; its log is ${backend.log} and ends with\n${lastLines(
          backend.log,
        )}`,
      );
    }
    await sleep(250);
  }
}

/** The backend says so in its log only, and stays. */
function portWasTaken({ log }) {
  return /listen EADDRINUSE/.test(fs.readFileSync(log, 'utf8'));
}

function lastLines(file) {
  return fs
    .readFileSync(file, 'utf8')
    .trimEnd()
    .split('\n')
    .slice(-15)
    .join('\n');
}

/** Waits until the app is served and the backend answers a guest with its catalog. */
function untilPortalAnswers(backend) {
  return untilPortal(backend, 'The portal', 180_000, async () => {
    const shop = await askPortal(
      backend.url,
      '/api/catalog/entities/by-name/component/default/shop',
    );
    return shop?.ok;
  });
}

/** The clusters that the engine looks after, with their health; `undefined` where it does not say. */
async function clusterHealth(url) {
  const answer = await askPortal(url, '/api/locust/engine');
  return answer?.ok ? answer.body.clusters : undefined;
}

/** Waits until the engine looks after its clusters. */
function untilEngineIsHealthy(backend, patienceMs = 120_000) {
  return untilPortal(backend, 'The engine', patienceMs, async () => {
    const clusters = await clusterHealth(backend.url);
    return clusters?.length && clusters.every(one => one.state === 'healthy');
  });
}

/** The scheduled tests of an entity. */
async function testsOf(url, entityRef) {
  const answer = await askPortal(
    url,
    `/api/locust/tests?entityRef=${encodeURIComponent(entityRef)}`,
  );
  return answer?.ok ? answer.body.items : [];
}

/**
 * Waits until the engine knows the entity that a scheduled test belongs to. It reads the catalog every half minute,
 * which on a first start may be a moment before the catalog has read its files.
 */
function untilEntityIsKnown(backend, entityRef) {
  return untilPortal(backend, 'The catalog', 90_000, async () => {
    return (await testsOf(backend.url, entityRef)).length > 0;
  });
}

module.exports = {
  askPortal,
  BACKEND_PLUGIN,
  buildApp,
  clusterHealth,
  guestToken,
  isPortFree,
  startBackend,
  untilEngineIsHealthy,
  untilEntityIsKnown,
  untilPortal,
  untilPortalAnswers,
};
