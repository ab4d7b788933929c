'use strict';

/** `npm start`: a portal with a cluster behind it, until Ctrl-C. */

const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { parseArgs } = require('node:util');
const { bootstrap } = require('./bootstrap.cjs');
const {
  applyManifests,
  startEmbeddedCluster,
} = require('./embeddedCluster.cjs');
const { onEndAsked } = require('./ending.cjs');
const {
  askPortal,
  buildApp,
  clusterHealth,
  isPortFree,
  startBackend,
  untilEngineIsHealthy,
  untilEntityIsKnown,
  untilPortalAnswers,
} = require('./portal.cjs');
const { say, withProgress } = require('./progress.cjs');

const ROOT = path.resolve(__dirname, '..');
const FOLDER = path.join(ROOT, '.dev');
const EXAMPLES = path.join(ROOT, 'examples');
const SHOP = 'component:default/shop';
const NO_CLUSTER_HINT =
  'make one, for example with "kind create cluster", and start with "npm start -- --cluster current"';
const USAGE = `Usage: npm start [-- options]

  --cluster embedded  a Kubernetes of its own (Linux, root, Go); what is taken where it can be had
  --cluster current   the current context of your kubeconfig
  --cluster none      no cluster; the portal shows that
  --port PORT         where the portal listens, 7007 by default
`;

class UsageError extends Error {}

function readArguments() {
  let values;
  try {
    ({ values } = parseArgs({
      options: {
        cluster: { type: 'string' },
        port: { type: 'string', default: '7007' },
        help: { type: 'boolean', short: 'h', default: false },
      },
    }));
  } catch (error) {
    throw new UsageError(error.message);
  }
  const { cluster, port, help } = values;
  if (
    cluster !== undefined &&
    !['embedded', 'current', 'none'].includes(cluster)
  ) {
    throw new UsageError(
      `"${cluster}" is no cluster to start with: embedded, current and none are`,
    );
  }
  if (!/^\d{1,5}$/.test(port) || Number(port) < 1 || Number(port) > 65535) {
    throw new UsageError(`"${port}" is no port: a number up to 65535 is`);
  }
  return { cluster, port: Number(port), help };
}

function currentKubeconfig() {
  const [first] = (
    process.env.KUBECONFIG || path.join(os.homedir(), '.kube', 'config')
  ).split(path.delimiter);
  if (!fs.existsSync(first)) {
    throw new Error(
      `There is no kubeconfig at ${first}: ${NO_CLUSTER_HINT}, or name yours in KUBECONFIG`,
    );
  }
  // One file can be handed on as it is; several only by the variable that is in the environment anyway.
  return process.env.KUBECONFIG?.includes(path.delimiter) ? undefined : first;
}

function emptyKubeconfig() {
  fs.mkdirSync(FOLDER, { recursive: true });
  const file = path.join(FOLDER, 'no-cluster.kubeconfig');
  fs.writeFileSync(file, 'apiVersion: v1\nkind: Config\n');
  return file;
}

/**
 * @param {'embedded' | 'current' | 'none' | undefined} wanted `undefined`: the embedded one where it can be had, else none
 * @returns {Promise<{ which: string, kubeconfig?: string, stop?: () => Promise<void> }>}
 */
async function provideCluster(wanted, toolchain, isAsked) {
  switch (wanted) {
    case 'current':
      return { which: 'current', kubeconfig: currentKubeconfig() };
    case 'none':
      return { which: 'none', kubeconfig: emptyKubeconfig() };
    default:
  }
  try {
    const cluster = await startEmbeddedCluster({
      ...toolchain,
      name: 'default',
    });
    return { which: 'embedded', ...cluster };
  } catch (error) {
    if (wanted || isAsked()) {
      throw error;
    }
    say(
      `${error.message}\nThe portal starts without a cluster. To have one, ${NO_CLUSTER_HINT}.`,
    );
    return { which: 'none', kubeconfig: emptyKubeconfig() };
  }
}

/** Gives the shop a nightly schedule and a first run where it has none. */
async function seed(backend, toolchain, kubeconfig) {
  const apply = (...names) =>
    applyManifests({
      ...toolchain,
      kubeconfig,
      files: names.map(name => path.join(EXAMPLES, 'manifests', name)),
    });
  await apply('shop-locustfile.yaml', 'shop-nightly.yaml');
  const runs = await askPortal(
    backend.url,
    `/api/locust/runs?entityRef=${encodeURIComponent(SHOP)}&limit=1`,
  );
  if (runs?.ok && runs.body.items.length === 0) {
    await untilEntityIsKnown(backend, SHOP);
    await apply('shop-smoke.yaml');
  }
}

function tellWhereToClick(url, which, clusters) {
  const lines = [`The portal is at ${url}`, ''];
  if (which === 'embedded') {
    lines.push(
      'Enter as a guest, open the component "Shop" and its tab "Load tests" to see what ran.',
      '"New run" starts the next one. "Search" has none yet, "Legacy billing" is not set up for load tests.',
    );
  } else {
    lines.push('Enter as a guest.');
  }
  for (const { cluster, state, message } of clusters ?? []) {
    if (state !== 'healthy') {
      lines.push('', `Cluster ${cluster} is ${state}: ${message}`);
    }
  }
  lines.push('', 'Ctrl-C ends it all.', '');
  process.stdout.write(`\n${lines.join('\n')}`);
}

async function main() {
  const { cluster, port, help } = readArguments();
  if (help) {
    process.stdout.write(USAGE);
    return 0;
  }
  const { asked, isAsked } = onEndAsked(() => say('\nEnding'));
  const stops = [];
  const stopAll = async () => {
    for (const stop of stops.splice(0).reverse()) {
      await stop().catch(error => say(error.message));
    }
  };
  const start = async () => {
    if (!(await isPortFree(port))) {
      throw new Error(
        `Port ${port} is taken, perhaps by another "npm start": end that, or choose another port with "npm start -- --port ${
          port + 10
        }"`,
      );
    }
    const toolchain = await bootstrap();
    const app = buildApp(toolchain);
    // Awaited below; should the cluster fail first, this failure is not left unhandled.
    app.catch(() => {});
    const { which, kubeconfig, stop } = await provideCluster(
      cluster,
      toolchain,
      isAsked,
    );
    if (stop) {
      stops.push(stop);
    }
    if (isAsked()) {
      return undefined;
    }
    await app;
    const backend = startBackend({
      ...toolchain,
      folder: FOLDER,
      port,
      kubeconfig,
    });
    stops.push(backend.stop);
    const shop =
      which === 'embedded'
        ? applyManifests({
            ...toolchain,
            kubeconfig,
            files: [path.join(EXAMPLES, 'cluster', 'shop.yaml')],
          })
        : Promise.resolve();
    await Promise.all([
      shop,
      withProgress('Starting the portal', () => untilPortalAnswers(backend)),
    ]);
    if (which === 'embedded') {
      await withProgress('Waiting for the engine', () =>
        untilEngineIsHealthy(backend),
      );
      await withProgress('Giving the shop a first run', () =>
        seed(backend, toolchain, kubeconfig),
      );
    }
    tellWhereToClick(backend.url, which, await clusterHealth(backend.url));
    return backend;
  };

  const begun = start();
  try {
    const backend = await Promise.race([begun, asked.then(() => undefined)]);
    if (backend) {
      const how = await Promise.race([backend.ended, asked]);
      if (typeof how === 'string') {
        throw new Error(
          `The backend ${how}; what it said last is in ${backend.log}`,
        );
      }
    }
    const exitCode = await asked;
    await stopAll();
    // What was just being started when the wish to end came.
    await begun.catch(() => {});
    await stopAll();
    return exitCode;
  } catch (error) {
    await stopAll();
    if (isAsked()) {
      return asked;
    }
    throw error;
  }
}

main().then(
  code => process.exit(code),
  error => {
    say(
      error instanceof UsageError
        ? `${error.message}\n\n${USAGE}`
        : error.message,
    );
    process.exit(error instanceof UsageError ? 2 : 1);
  },
);
