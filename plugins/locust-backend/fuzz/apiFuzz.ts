import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { KubeConfig } from '@kubernetes/client-node';
import {
  isTerminalPhase,
  type Run,
  type Test,
} from 'backstage-plugin-locust-common';
import { startCluster } from 'dev-cluster';
import { parse } from 'yaml';
import { KubeClient } from '../src/kube/client/KubeClient';
import type { KubeObject } from '../src/kube/KubeObject';
import {
  CONFIG_MAPS,
  CRON_JOBS,
  JOBS,
  NAMESPACES,
  PODS,
  REPLICA_SETS,
  SERVICES,
} from '../src/kube/ResourceTypes';
import { createTransport } from '../src/kube/transport/Transport';
import { decodeLocust, LOCUSTS } from '../src/operator/LocustObject';
import { engineKubeConfig } from '../src/operator/testing/engineKubeConfig';
import { fuzzDocument } from './fuzzDocument';
import { leftovers } from './leftovers';

const PLUGIN = path.join(__dirname, '..');
const SCRIPTS = path.join(PLUGIN, '..', '..', 'scripts');

const USAGE = `Sends the plugin's HTTP interface what nobody would send: many requests that are made up from the OpenAPI
document, right ones and wrong ones. None may be answered with 5xx, and nothing may be left half made.

  --requests N   at least so many (default: 10000)
  --seed N       which ones (default: 1)
  --minutes M    not longer than this, whatever was sent by then (default: 30)
  --json FILE    write what came of it as JSON
`;

/** It works on OpenAPI 3.1 and is under the MIT licence. */
const FUZZER = 'schemathesis==4.32.5';

const NAMESPACE = 'fuzz';
const ENTITY = 'component:default/fuzzed';
const FIRST_PORT = 7317;

/** What is there before the first made-up request: enough of it that deletions do not use it up. */
const KEPT = 6;
const DOOMED = 40;

/** What came of it. */
interface FuzzResult {
  readonly requests: number;
  readonly statuses: Readonly<Record<string, number>>;
  /** Each a text for a person. */
  readonly faults: readonly string[];
}

interface Backend {
  readonly url: string;
  readonly log: string;
  readonly ended: Promise<string>;
  readonly stop: () => Promise<void>;
}

/* eslint-disable @typescript-eslint/no-require-imports, import/newline-after-import -- scripts of the repository, without types */
const { ensurePackages } = require('../scripts/pythonEnvironment.cjs') as {
  ensurePackages(
    name: string,
    packages: readonly string[],
    options: { readonly progress: (text: string) => void },
  ): Promise<string>;
};
const { startPostgres } = require(path.join(SCRIPTS, 'postgres.cjs')) as {
  startPostgres(): Promise<{
    readonly connectionString: string;
    readonly stop: () => Promise<void>;
  }>;
};
const portal = require(path.join(SCRIPTS, 'portal.cjs')) as {
  readonly BACKEND_PLUGIN: object;
  startBackend(options: object): Backend;
  isPortFree(port: number): Promise<boolean>;
  untilEngineIsHealthy(backend: Backend): Promise<void>;
  askPortal(
    url: string,
    route: string,
    options?: object,
  ): Promise<{ readonly status: number; readonly body: any } | undefined>;
  guestToken(url: string): Promise<string>;
};
/* eslint-enable */

const tell = (text: string) => process.stderr.write(`${text}\n`);

/** What is to be ended, the last one first. */
const stops: (() => Promise<unknown>)[] = [];

async function end(): Promise<void> {
  for (const stop of stops.splice(0).reverse()) {
    await stop();
  }
}

async function fuzz(options: {
  readonly requests: number;
  readonly seed: number;
  readonly minutes: number;
}): Promise<FuzzResult> {
  const folder = mkdtempSync(path.join(tmpdir(), 'locust-fuzz-'));
  stops.push(async () => rmSync(folder, { recursive: true, force: true }));
  const environment = await ensurePackages('schemathesis', [FUZZER], {
    progress: tell,
  });
  const cluster = await startCluster({
    kind: 'control-plane',
    onProgress: tell,
  });
  stops.push(() => cluster.stop());
  const admin = new KubeConfig();
  admin.loadFromFile(cluster.kubeconfigPath);
  const transport = createTransport({ kubeConfig: admin });
  stops.push(() => transport.close());
  const client = new KubeClient(transport, { fieldManager: 'fuzz' });
  await client.create(NAMESPACES, { metadata: { name: NAMESPACE } });

  const postgres = await startPostgres();
  stops.push(() => postgres.stop());
  const backend = await startPlugin({
    folder,
    postgres: postgres.connectionString,
    kubeconfig: await engineKubeconfig(folder, admin),
  });
  stops.push(() => backend.stop());
  await portal.untilEngineIsHealthy(backend);
  await untilTrue('The catalog', 90, async () => {
    const answer = await portal.askPortal(
      backend.url,
      `/api/locust/targets?entityRef=${ENTITY}`,
    );
    return answer?.status === 200;
  });

  tell('Making what is there to be asked for');
  const known = await makeKnown(backend.url);
  const outcome = await sendMadeUp(options, {
    folder,
    environment,
    backend,
    known,
  });
  tell('Looking for what is left half made');
  return {
    requests: outcome.requests,
    statuses: outcome.statuses,
    faults: [
      ...outcome.faults,
      ...(await whatIsWrongAfterwards(backend, client)),
    ],
  };
}

async function engineKubeconfig(
  folder: string,
  admin: KubeConfig,
): Promise<string> {
  const file = path.join(folder, 'kubeconfig');
  writeFileSync(file, (await engineKubeConfig(admin)).exportConfig(), {
    mode: 0o600,
  });
  return file;
}

async function startPlugin(options: {
  readonly folder: string;
  readonly kubeconfig: string;
  readonly postgres: string;
}): Promise<Backend> {
  const { folder } = options;
  const catalog = path.join(folder, 'catalog-info.yaml');
  writeFileSync(
    catalog,
    JSON.stringify({
      apiVersion: 'backstage.io/v1alpha1',
      kind: 'Component',
      metadata: {
        name: 'fuzzed',
        annotations: { 'locust-qa.xyz/namespace': NAMESPACE },
      },
      spec: { type: 'service', lifecycle: 'production', owner: 'guests' },
    }),
  );
  let port = FIRST_PORT;
  while (!(await portal.isPortFree(port))) {
    port++;
  }
  return portal.startBackend({
    node: process.execPath,
    env: process.env,
    program: portal.BACKEND_PLUGIN,
    port,
    ...options,
    locust: {
      installCrd: true,
      // Pods that no node takes cost nothing, but there need not be thousands.
      guardrails: [
        { maxWorkers: 2, configMaps: 'any', secrets: 'any', volumes: 'any' },
      ],
    },
    config: { catalog: { locations: [{ type: 'file', target: catalog }] } },
  });
}

async function makeKnown(url: string) {
  const post = async (route: string, body?: object) => {
    const answer = await portal.askPortal(url, `/api/locust${route}`, {
      method: 'POST',
      ...(body && { body: JSON.stringify(body) }),
    });
    if (!answer || answer.status >= 300) {
      throw new Error(
        `POST ${route} was answered with ${answer?.status}: ${JSON.stringify(
          answer?.body,
        )}`,
      );
    }
    return answer.body;
  };
  const runs: string[] = [];
  const tests: string[] = [];
  for (let number = 0; number < KEPT + DOOMED; number++) {
    const definition = { name: `known-${number}`, entityRef: ENTITY };
    // It never begins, so it can be stopped without a node.
    const { id } = await post('/runs', {
      ...definition,
      spec: { suspend: true },
    });
    await post(`/runs/${id}/stop`);
    runs.push(id);
    const test = await post('/tests', {
      ...definition,
      spec: { schedule: '0 0 1 1 *' },
    });
    tests.push(test.id);
  }
  await untilTrue('The end of the known runs', 120, async () => {
    const phases = await Promise.all(
      runs.map(async id => {
        const answer = await portal.askPortal(url, `/api/locust/runs/${id}`);
        return answer?.body?.phase;
      }),
    );
    return phases.every(it => it !== undefined && isTerminalPhase(it));
  });
  const parts = (all: readonly string[]) => ({
    kept: all.slice(0, KEPT),
    doomed: all.slice(KEPT),
  });
  return {
    runs: parts(runs),
    tests: parts(tests),
    formats: ['json', 'html', 'junit', 'log', 'csv', 'csv-history'],
    entityRef: ENTITY,
    cluster: 'local',
    namespace: NAMESPACE,
    test: 'known-0',
  };
}

async function sendMadeUp(
  options: {
    readonly requests: number;
    readonly seed: number;
    readonly minutes: number;
  },
  parts: {
    readonly folder: string;
    readonly environment: string;
    readonly backend: Backend;
    readonly known: object;
  },
): Promise<FuzzResult> {
  const { folder, environment, backend, known } = parts;
  const read = (file: string) =>
    parse(readFileSync(path.join(PLUGIN, file), 'utf8'));
  const openApi = read('src/schema/openapi.yaml');
  const operations = Object.values(openApi.paths as object).flatMap(it =>
    Object.keys(it).filter(key => key !== 'parameters'),
  ).length;
  const document = path.join(folder, 'openapi.json');
  writeFileSync(
    document,
    JSON.stringify(fuzzDocument(openApi, read('manifests/crd.yaml'))),
  );
  const outcomeFile = path.join(folder, 'outcome.json');
  const until = Date.now() + options.minutes * 60_000;
  const statuses: Record<string, number> = {};
  const faults: string[] = [];
  let requests = 0;
  // How many it makes of the same number of examples depends on what it finds, so it is begun again until it is enough.
  for (
    let seed = options.seed;
    requests < options.requests && Date.now() < until;
    seed++
  ) {
    rmSync(outcomeFile, { force: true });
    const missing = options.requests - requests;
    const said = await run(
      path.join(environment, 'bin', 'schemathesis'),
      [
        ...['run', document, '--url', `${backend.url}/api/locust`],
        '--header',
        `Authorization: Bearer ${await portal.guestToken(backend.url)}`,
        ...['--phases', 'examples,coverage,fuzzing'],
        ...['--checks', 'not_a_server_error', '--continue-on-failure'],
        ...['--max-examples', String(Math.ceil(missing / operations) + 20)],
        ...['--seed', String(seed), '--generation-database', 'none'],
        ...['--suppress-health-check', 'all', '--no-shrink', '--no-color'],
        ...['--request-timeout', '90', '--workers', '2', '--warnings', 'off'],
      ],
      {
        cwd: folder,
        timeoutMs: until - Date.now(),
        env: {
          ...process.env,
          SCHEMATHESIS_HOOKS: 'hooks',
          PYTHONPATH: __dirname,
          PYTHONDONTWRITEBYTECODE: '1',
          FUZZ_KNOWN: JSON.stringify(known),
          FUZZ_OUTCOME: outcomeFile,
        },
      },
    );
    const outcome = readOutcome(outcomeFile, said);
    requests += outcome.requests;
    for (const [status, count] of Object.entries(outcome.statuses)) {
      statuses[status] = (statuses[status] ?? 0) + count;
    }
    for (const { status, answer, again } of outcome.failures) {
      faults.push(`${status}: ${answer}\n${again}`);
    }
    tell(`${requests} requests: ${JSON.stringify(statuses)}`);
  }
  if (requests < options.requests) {
    faults.push(
      `Only ${requests} of ${options.requests} requests were sent in ${options.minutes} minutes`,
    );
  }
  return { requests, statuses, faults };
}

function readOutcome(
  file: string,
  said: string,
): {
  readonly requests: number;
  readonly statuses: Readonly<Record<string, number>>;
  readonly failures: readonly {
    readonly status: number;
    readonly answer: string;
    readonly again: string;
  }[];
} {
  let outcome;
  try {
    outcome = JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    throw new Error(`The fuzzer left nothing behind; it said\n${said}`);
  }
  if (outcome.requests === 0) {
    throw new Error(`The fuzzer sent nothing; it said\n${said}`);
  }
  return outcome;
}

/** Runs a program to its end, however it ends, and answers what it said last. */
function run(
  command: string,
  args: readonly string[],
  options: {
    readonly cwd: string;
    readonly env: NodeJS.ProcessEnv;
    readonly timeoutMs: number;
  },
): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: options.cwd,
      env: options.env,
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: Math.max(options.timeoutMs, 1_000),
      killSignal: 'SIGINT',
    });
    stops.push(async () => child.kill('SIGKILL'));
    let said = '';
    const keep = (chunk: Buffer) => {
      said = (said + chunk).slice(-8_000);
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.on('error', reject);
    child.on('close', () => resolve(said));
  });
}

/** Everything may take its time: the garbage collector's last word comes after half a minute. */
async function whatIsWrongAfterwards(
  backend: Backend,
  client: KubeClient,
): Promise<readonly string[]> {
  let faults: readonly string[] = [];
  for (let attempt = 0; attempt < 60; attempt++) {
    await sleep(3_000);
    faults = await lookAround(backend, client);
    if (faults.length === 0) {
      return [];
    }
  }
  return faults;
}

async function lookAround(
  backend: Backend,
  client: KubeClient,
): Promise<readonly string[]> {
  const engine = await portal.askPortal(backend.url, '/api/locust/engine');
  const [health] = engine?.body?.clusters ?? [];
  if (health?.state !== 'healthy' || health.queueDepth > 0) {
    return [
      `The engine is not at rest: ${JSON.stringify(health ?? engine?.body)}`,
    ];
  }
  const all = async (
    type: Parameters<KubeClient['listPages']>[0],
    labelSelector?: string,
  ) => {
    const found: KubeObject[] = [];
    for await (const page of client.listPages<KubeObject>(type, {
      labelSelector,
    })) {
      found.push(...page.items.map(it => ({ kind: type.kind, ...it })));
    }
    return found;
  };
  const children = await Promise.all(
    [JOBS, CRON_JOBS, SERVICES, REPLICA_SETS, PODS, CONFIG_MAPS].map(type =>
      all(type, 'locust'),
    ),
  );
  return leftovers({
    locusts: (await all(LOCUSTS)).map(decodeLocust),
    children: children.flat(),
    runs: await allRuns(backend.url),
    tests: await allTests(backend.url),
    // Without an entity a request may name any that is not Kubernetes' own.
    namespaces: [NAMESPACE, 'default'],
  });
}

async function allRuns(url: string): Promise<readonly Run[]> {
  const found: Run[] = [];
  let cursor = '';
  do {
    const answer = await portal.askPortal(
      url,
      `/api/locust/runs?limit=100${cursor && `&cursor=${cursor}`}`,
    );
    found.push(...(answer?.body.items ?? []));
    cursor = answer?.body.nextCursor ?? '';
  } while (cursor);
  return found;
}

async function allTests(url: string): Promise<readonly Test[]> {
  const answer = await portal.askPortal(url, '/api/locust/tests');
  return answer?.body.items ?? [];
}

async function untilTrue(
  what: string,
  seconds: number,
  isTrue: () => Promise<boolean>,
): Promise<void> {
  for (let waited = 0; !(await isTrue()); waited++) {
    if (waited >= seconds) {
      throw new Error(`${what} took longer than ${seconds} s`);
    }
    await sleep(1_000);
  }
}

async function main(args: readonly string[]): Promise<boolean> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      requests: { type: 'string', default: '10000' },
      seed: { type: 'string', default: '1' },
      minutes: { type: 'string', default: '30' },
      json: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    process.stdout.write(USAGE);
    return true;
  }
  try {
    const result = await fuzz({
      requests: Number(values.requests),
      seed: Number(values.seed),
      minutes: Number(values.minutes),
    });
    if (values.json) {
      writeFileSync(values.json, JSON.stringify(result, null, 2));
    }
    for (const fault of result.faults) {
      process.stdout.write(`✗ ${fault}\n\n`);
    }
    process.stdout.write(
      `${result.requests} requests, ${result.faults.length} faults\n`,
    );
    return result.faults.length === 0;
  } finally {
    await end();
  }
}

const endEarly = () => {
  end().finally(() => process.exit(130));
};
(['SIGINT', 'SIGTERM', 'SIGHUP'] as const).forEach(signal =>
  process.on(signal, endEarly),
);

main(process.argv.slice(2)).then(
  isWell => process.exit(isWell ? 0 : 1),
  error => {
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  },
);
