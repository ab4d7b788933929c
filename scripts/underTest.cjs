'use strict';

/**
 * What Playwright starts before the tests: an embedded cluster with the demo shop, and the portal on it. Tests find
 * them in the environment; the backend is this process's child, so a test that wants it killed or started asks the
 * address in E2E_BACKEND_CONTROL with POST /kill, POST /start, which waits until it works, or POST /launch, which does
 * not. With E2E_CLUSTER it is the cluster of that name, which stays if it was up.
 */

const fs = require('node:fs');
const http = require('node:http');
const os = require('node:os');
const path = require('node:path');
const { parse } = require('yaml');
const { bootstrap } = require('./bootstrap.cjs');
const {
  applyManifests,
  startEmbeddedCluster,
} = require('./embeddedCluster.cjs');
const { provideKubectl } = require('./kubectl.cjs');
const {
  buildApp,
  isPortFree,
  startBackend,
  untilEngineIsHealthy,
  untilEntityIsKnown,
  untilPortalAnswers,
} = require('./portal.cjs');
const { startRepositoryHost } = require('./repositoryHost.cjs');

const EXAMPLES = path.resolve(__dirname, '..', 'examples');
const REPOSITORIES = path.resolve(
  __dirname,
  '../packages/app/e2e-tests/repositories',
);
const FIRST_PORT = 7117;
/** Beside the version that every node has. */
const OTHER_LOCUST = '2.24.1';

async function freePort() {
  let port = FIRST_PORT;
  while (!(await isPortFree(port))) {
    port++;
  }
  return port;
}

module.exports = async function portalUnderTest() {
  const toolchain = await bootstrap();
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'locust-e2e-'));
  const stops = [
    async () => fs.rmSync(folder, { recursive: true, force: true }),
  ];
  const stopAll = async () => {
    for (const stop of stops.splice(0).reverse()) {
      await stop();
    }
  };
  try {
    const app = buildApp(toolchain);
    app.catch(() => {});
    const kubectl = provideKubectl(toolchain.env);
    kubectl.catch(() => {});
    const cluster = await startEmbeddedCluster({
      ...toolchain,
      name: process.env.E2E_CLUSTER ?? 'e2e',
    });
    stops.push(cluster.stop);
    await cluster.addLocust(OTHER_LOCUST);
    const { kubeconfig } = cluster;
    await applyManifests({
      ...toolchain,
      kubeconfig,
      files: [path.join(EXAMPLES, 'cluster', 'shop.yaml')],
    });
    await app;

    const repositories = await startRepositoryHost(REPOSITORIES);
    stops.push(repositories.stop);
    const config = withRepositories(repositories, folder);

    const port = await freePort();
    let backend;
    const launch = () => {
      backend = startBackend({
        ...toolchain,
        folder,
        port,
        kubeconfig,
        restarted: backend !== undefined,
        // A test waits for a run's deadline.
        locust: {
          graceSeconds: 20,
          guardrails: [{ configMaps: 'any', secrets: 'any', maxWorkers: 20 }],
        },
        config,
      });
    };
    const start = async () => {
      launch();
      await untilPortalAnswers(backend);
      await untilEngineIsHealthy(backend);
    };
    stops.push(async () => {
      await backend?.stop();
      keepLog(backend?.log);
    });
    await start();
    await applyManifests({
      ...toolchain,
      kubeconfig,
      files: ['shop-locustfile.yaml', 'shop-nightly.yaml'].map(name =>
        path.join(EXAMPLES, 'manifests', name),
      ),
    });
    await untilEntityIsKnown(backend, 'component:default/shop');

    const control = http.createServer(async (request, response) => {
      try {
        if (request.url === '/kill') {
          process.kill(-backend.pid, 'SIGKILL');
          await backend.ended;
        } else if (request.url === '/launch') {
          launch();
        } else {
          await start();
        }
        response.end();
      } catch (error) {
        response.writeHead(500).end(error.message);
      }
    });
    await new Promise(resolve => control.listen(0, '127.0.0.1', resolve));
    stops.push(() => new Promise(resolve => control.close(resolve)));

    process.env.PORTAL_URL = `http://localhost:${port}`;
    process.env.E2E_BACKEND_CONTROL = `http://127.0.0.1:${
      control.address().port
    }`;
    process.env.E2E_KUBECONFIG = kubeconfig;
    process.env.E2E_KUBECTL = await kubectl;
    return stopAll;
  } catch (error) {
    await stopAll();
    throw error;
  }
};

/** Has the catalog know a component whose source is on the host of repositories. */
function withRepositories(repositories, folder) {
  const { integrations, catalog } = parse(
    fs.readFileSync(path.resolve(__dirname, '../app-config.yaml'), 'utf8'),
  );
  const repository = 'shop/recommendations';
  const component = path.join(folder, 'recommendations.yaml');
  fs.writeFileSync(
    component,
    fs
      .readFileSync(
        path.join(REPOSITORIES, repository, 'catalog-info.yaml'),
        'utf8',
      )
      .replace('${SOURCE}', repositories.source(repository)),
  );
  return {
    integrations: {
      ...integrations,
      gitea: [{ host: repositories.host, baseUrl: repositories.url }],
    },
    catalog: {
      ...catalog,
      locations: [...catalog.locations, { type: 'file', target: component }],
    },
  };
}

/** The log is worth something when a test failed. */
function keepLog(log) {
  const folder = path.resolve(__dirname, '..', 'test-results');
  if (log && fs.existsSync(log)) {
    fs.mkdirSync(folder, { recursive: true });
    fs.copyFileSync(log, path.join(folder, 'backend.log'));
  }
}
