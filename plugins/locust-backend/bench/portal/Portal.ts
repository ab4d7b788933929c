import path from 'node:path';
import { spawnSync } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import createKnex from 'knex';
import { chromium, type Browser } from '@playwright/test';
import { DatabaseRunStore } from '../../src/history/DatabaseRunStore';
import type { RunStore } from '../../src/runs/RunStore';
import type { BenchContext } from '../Bench';

const SCRIPTS = path.join(__dirname, '..', '..', '..', '..', 'scripts');

/** Nobody listens there: the history is shown without its cluster. */
const NO_CLUSTER = {
  apiVersion: 'v1',
  kind: 'Config',
  'current-context': 'away',
  contexts: [{ name: 'away', context: { cluster: 'away', user: 'nobody' } }],
  clusters: [{ name: 'away', cluster: { server: 'https://127.0.0.1:1' } }],
  users: [{ name: 'nobody', user: { token: 'none' } }],
};

interface Backend {
  readonly url: string;
  readonly stop: () => Promise<void>;
}

interface Toolchain {
  readonly node: string;
  readonly env: NodeJS.ProcessEnv;
}

interface PortalScripts {
  buildApp(toolchain: Toolchain): Promise<void>;
  startBackend(
    options: Toolchain & {
      readonly folder: string;
      readonly port: number;
      readonly kubeconfig: string;
    },
  ): Backend;
  isPortFree(port: number): Promise<boolean>;
  untilPortalAnswers(backend: Backend): Promise<void>;
}

/** The portal as it is deployed, with a history that a bench writes, and a browser to look at it. */
export interface Portal {
  readonly url: string;
  readonly browser: Browser;
  readonly store: RunStore;
}

/** Starts it; `fill` writes what the history has before the backend opens it. */
export async function startPortal(
  { folder, say, afterwards }: BenchContext,
  fill: (store: RunStore) => Promise<void>,
): Promise<Portal> {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- a script of the repository, without types
  const scripts = require(path.join(SCRIPTS, 'portal.cjs')) as PortalScripts;
  const toolchain = { node: process.execPath, env: process.env };
  say('building the app, unless it is built');
  await scripts.buildApp(toolchain);

  const database = path.join(folder, 'database');
  await mkdir(database, { recursive: true });
  const knex = createKnex({
    client: 'better-sqlite3',
    connection: { filename: path.join(database, 'locust.sqlite') },
    useNullAsDefault: true,
  });
  afterwards(() => knex.destroy());
  const store = await DatabaseRunStore.create({
    database: { getClient: async () => knex },
  });
  say('filling in the history');
  await fill(store);

  const kubeconfig = path.join(folder, 'kubeconfig');
  await writeFile(kubeconfig, JSON.stringify(NO_CLUSTER));
  let port = 7217;
  while (!(await scripts.isPortFree(port))) {
    port++;
  }
  say('starting the backend');
  const backend = scripts.startBackend({
    ...toolchain,
    folder,
    port,
    kubeconfig,
  });
  afterwards(() => backend.stop());
  await scripts.untilPortalAnswers(backend);
  const browser = await chromium.launch({
    executablePath: chromiumOfTheMachine(),
    args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
  });
  afterwards(() => browser.close());
  return { url: backend.url, browser, store };
}

/** As the tests in a browser use it; elsewhere the one that Playwright brings. */
function chromiumOfTheMachine(): string | undefined {
  return ['chromium', 'chromium-browser', 'google-chrome']
    .map(name =>
      spawnSync('sh', ['-c', `command -v ${name}`], {
        encoding: 'utf8',
      }).stdout.trim(),
    )
    .find(Boolean);
}
