'use strict';

/**
 * What Playwright starts before the tests on a real cluster, whichever way the portal is served: an embedded cluster
 * with the demo shop, and hosts of repositories. With E2E_CLUSTER it is the cluster of that name, which stays if it was
 * up.
 */

const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { parse } = require('yaml');
const { bootstrap } = require('./bootstrap.cjs');
const {
  applyManifests,
  startEmbeddedCluster,
} = require('./embeddedCluster.cjs');
const { provideKubectl } = require('./kubectl.cjs');
const { buildApp, isPortFree, untilEntityIsKnown } = require('./portal.cjs');
const { startRepositoryHost } = require('./repositoryHost.cjs');

const EXAMPLES = path.resolve(__dirname, '..', 'examples');
const REPOSITORIES = path.resolve(
  __dirname,
  '../packages/app/e2e-tests/repositories',
);
const FIRST_PORT = 7117;
/** Beside the version that every node has. */
const OTHER_LOCUST = '2.24.1';

async function freePort(first = FIRST_PORT) {
  let port = first;
  while (!(await isPortFree(port))) {
    port++;
  }
  return port;
}

/**
 * @param {(surroundings: { toolchain: object, folder: string, options: object, stops: (() => Promise<void>)[] }) =>
 *   Promise<{ url: string, backend: object, environment: object, begin?: () => void }>} serve starts the portal, with these options of
 *   `startBackend`; what is to end it goes to `stops`. Answers where it is, a backend that works, and what the tests
 *   find in their environment; `begin` is called right before they begin
 * @returns {Promise<() => Promise<void>>} what ends it all
 */
async function underTest(serve) {
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

    const { url, backend, environment, begin } = await serve({
      toolchain,
      folder,
      stops,
      options: {
        kubeconfig,
        // A test waits for a run's deadline.
        locust: {
          graceSeconds: 20,
          guardrails: [{ configMaps: 'any', secrets: 'any', maxWorkers: 20 }],
        },
        config,
      },
    });
    await applyManifests({
      ...toolchain,
      kubeconfig,
      files: ['shop-locustfile.yaml', 'shop-nightly.yaml'].map(name =>
        path.join(EXAMPLES, 'manifests', name),
      ),
    });
    await untilEntityIsKnown(backend, 'component:default/shop');

    Object.assign(process.env, environment, { PORTAL_URL: url });
    process.env.E2E_KUBECONFIG = kubeconfig;
    process.env.E2E_KUBECTL = await kubectl;
    begin?.();
    return stopAll;
  } catch (error) {
    await stopAll();
    throw error;
  }
}

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
function keepLog(log, name = 'backend.log') {
  const folder = path.resolve(__dirname, '..', 'test-results');
  if (log && fs.existsSync(log)) {
    fs.mkdirSync(folder, { recursive: true });
    fs.copyFileSync(log, path.join(folder, name));
  }
}

module.exports = { freePort, keepLog, underTest };
