import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { test as base, expect, type Page } from '@playwright/test';
import type {
  Run,
  RunLog,
  RequestStatistics,
} from 'backstage-plugin-locust-common';

export { expect };

export const EXAMPLES = path.resolve(__dirname, '..', '..', '..', 'examples');
export const NAMESPACE = 'demo';
export const SHOP = 'component:default/shop';
export const SHOP_LOCUSTFILE = readFileSync(
  path.join(EXAMPLES, 'locustfiles', 'shop.py'),
  'utf8',
);

/** Pods have to start, on a machine that may be slow. */
export const START_PATIENCE = { timeout: 120_000 };
export const END_PATIENCE = { timeout: 180_000 };

function environment(name: string): string {
  const value = process.env[name];
  if (!value) {
    throw new Error(`${name} is set by the global setup of Playwright`);
  }
  return value;
}

/** The portal's API, as a guest or as another one of the example's people. */
export class PortalApi {
  constructor(
    private readonly baseURL: string,
    private readonly person: 'guest' | 'sam' | 'sarah' = 'guest',
  ) {}

  /** The same, as somebody else. */
  as(person: 'sam' | 'sarah'): PortalApi {
    return new PortalApi(this.baseURL, person);
  }

  /** What others of the portal's interfaces know the person by. */
  async authorization(): Promise<string> {
    const refresh = await fetch(
      `${this.baseURL}/api/auth/${this.person}/refresh`,
    );
    const { backstageIdentity } = await refresh.json();
    return `Bearer ${backstageIdentity.token}`;
  }

  async #call(
    method: string,
    route: string,
    body?: unknown,
    headers?: Readonly<Record<string, string>>,
  ) {
    return fetch(`${this.baseURL}/api/locust${route}`, {
      method,
      headers: {
        Authorization: await this.authorization(),
        'Content-Type': 'application/json',
        ...headers,
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
  }

  async get<T>(route: string): Promise<T> {
    const response = await this.#call('GET', route);
    expect(response.status, `GET ${route}`).toBe(200);
    return response.json();
  }

  async post(
    route: string,
    body?: unknown,
  ): Promise<{ readonly status: number; readonly body: any }> {
    // A backend may be killed over it; asked again under the same key it is the same thing.
    const headers = { 'Idempotency-Key': randomUUID() };
    for (let attemptsLeft = process.env.E2E_KILLS ? 5 : 0; ; attemptsLeft--) {
      try {
        const response = await this.#call('POST', route, body, headers);
        return { status: response.status, body: await response.json() };
      } catch (error) {
        if (attemptsLeft === 0) {
          throw error;
        }
        await sleep(1_000);
      }
    }
  }

  run(id: string): Promise<Run> {
    return this.get(`/runs/${id}`);
  }

  async runsOf(test: string): Promise<readonly Run[]> {
    const { items } = await this.get<{ items: Run[] }>(
      `/runs?test=${encodeURIComponent(test)}`,
    );
    return items;
  }

  async requestsOf(id: string): Promise<readonly RequestStatistics[]> {
    const { items } = await this.get<{ items: RequestStatistics[] }>(
      `/runs/${id}/requests`,
    );
    return items;
  }

  logOf(id: string): Promise<RunLog> {
    return this.get(`/runs/${id}/log`);
  }

  /** A file of the run, as text. */
  async exportOf(id: string, format: string): Promise<string> {
    const response = await this.#call('GET', `/runs/${id}/export/${format}`);
    expect(response.status, format).toBe(200);
    return response.text();
  }

  /** Starts a run of the example shop without the form. */
  async start(name: string, spec: object): Promise<Run> {
    const { status, body } = await this.post('/runs', {
      name,
      entityRef: SHOP,
      spec: {
        workers: 1,
        users: 5,
        spawnRate: 5,
        host: 'http://shop.demo.svc.cluster.local',
        locustfile: { inline: SHOP_LOCUSTFILE },
        ...spec,
      },
    });
    expect(status, JSON.stringify(body)).toBe(201);
    return body;
  }

  async untilPhase(
    id: string,
    phase: Run['phase'],
    patience = END_PATIENCE,
  ): Promise<Run> {
    await expect
      .poll(async () => (await this.run(id)).phase, patience)
      .toBe(phase);
    return this.run(id);
  }
}

export interface KubectlAnswer {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs kubectl against the cluster under test; what it refuses is an answer, not an error. */
export function kubectl(
  args: readonly string[],
  input?: object,
): Promise<KubectlAnswer> {
  return new Promise(resolve => {
    const child = execFile(
      environment('E2E_KUBECTL'),
      ['--namespace', NAMESPACE, ...args],
      {
        env: { ...process.env, KUBECONFIG: environment('E2E_KUBECONFIG') },
        timeout: 60_000,
      },
      (error, stdout, stderr) =>
        resolve({
          code: exitCodeOf(error),
          stdout,
          stderr,
        }),
    );
    child.stdin?.end(input && JSON.stringify(input));
  });
}

function exitCodeOf(error: { code?: unknown } | null): number {
  if (!error) {
    return 0;
  }
  return typeof error.code === 'number' ? error.code : 1;
}

interface ClusterObject {
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly deletionTimestamp?: string;
    readonly ownerReferences?: ReadonlyArray<{ readonly name: string }>;
  };
}

/** What of a load test is in the cluster, as `kind/name`; with a Job's name, only that Job and what it owns. */
export async function clusterObjectsOf(
  locust: string,
  jobName?: string,
): Promise<readonly string[]> {
  const { code, stdout, stderr } = await kubectl([
    'get',
    'jobs,cronjobs,services,replicasets',
    '--selector',
    `locust=${locust}`,
    '--output',
    'json',
  ]);
  expect(code, stderr).toBe(0);
  const { items } = JSON.parse(stdout) as { items: ClusterObject[] };
  return items
    .filter(
      ({ kind, metadata }) =>
        jobName === undefined ||
        (kind === 'Job' && metadata.name === jobName) ||
        metadata.ownerReferences?.some(owner => owner.name === jobName),
    )
    .map(({ kind, metadata }) => `${kind}/${metadata.name}`)
    .sort();
}

/** Has the backend killed without a word, started again until it works, or launched and left to itself. */
export async function tellBackend(
  what: 'kill' | 'start' | 'launch',
): Promise<void> {
  const response = await fetch(
    `${environment('E2E_BACKEND_CONTROL')}/${what}`,
    { method: 'POST' },
  );
  expect(response.status, await response.text()).toBe(200);
}

/** One row of Locust's own table of statistics. */
export interface TableRow {
  readonly requests: number;
  readonly failures: number;
  readonly avg: number;
  readonly min: number;
  readonly max: number;
  readonly median: number;
}

const TABLE_ROW =
  /^(\S*)\s+(\S+)\s+(\d+)\s+(\d+)\([\d.]+%\)\s*\|\s*(\d+)\s+(\d+)\s+(\d+)\s+(\d+)\s*\|/;

/** Locust's last table of statistics in a log, by `METHOD name`; the sum is called `Aggregated`. */
export function finalTable(
  lines: readonly string[],
): ReadonlyMap<string, TableRow> {
  const rows = new Map<string, TableRow>();
  for (const line of lines) {
    if (/^Type\s+Name\s+# reqs/.test(line.trim())) {
      rows.clear();
    }
    const match = line.match(TABLE_ROW);
    if (match) {
      const [, method, name, ...figures] = match;
      const [requests, failures, avg, min, max, median] = figures.map(Number);
      rows.set(`${method} ${name}`.trim(), {
        requests,
        failures,
        avg,
        min,
        max,
        median,
      });
    }
  }
  return rows;
}

/** The tab "Load tests" of a component, reached as a person reaches it. */
export async function openLoadTests(page: Page, title: string): Promise<void> {
  await page.goto('/');
  await page.getByRole('link', { name: title, exact: true }).click();
  // The side bar has a link of the same name, to the page of all load tests.
  await page
    .getByRole('link', { name: 'Load tests', exact: true })
    .and(page.locator('[href*="/catalog/"]'))
    .or(page.getByRole('tab', { name: 'Load tests', exact: true }))
    .click();
  await expect(page).toHaveURL(/\/load-tests/);
}

export interface RunSettings {
  readonly name: string;
  readonly users: number;
  readonly spawnRate: number;
  readonly runTime: string;
  readonly workers: number;
  readonly schedule?: string;
}

/** Fills the form for a new run of the example shop. */
export async function fillNewRun(
  page: Page,
  settings: RunSettings,
): Promise<void> {
  await page
    .getByRole('link', { name: 'New run', exact: true })
    .or(page.getByRole('button', { name: 'New run', exact: true }))
    .first()
    .click();
  await page.getByRole('button', { name: 'Write it here' }).click();
  await page
    .getByRole('textbox', { name: 'Locustfile' })
    .fill(SHOP_LOCUSTFILE.trimEnd());
  await page.getByLabel('Test name').fill(settings.name);
  await page.getByLabel('Users', { exact: true }).fill(`${settings.users}`);
  await page.getByLabel('Spawn rate').fill(`${settings.spawnRate}`);
  await page.getByLabel('Run time').fill(settings.runTime);
  await page.getByLabel('Workers').fill(`${settings.workers}`);
  // Filled in from the run before, whichever test made it.
  const thresholds = page.getByRole('button', { name: /^Remove Threshold/ });
  for (let left = await thresholds.count(); left > 0; left--) {
    await thresholds.first().click();
  }
  await page.getByLabel('Warm-up').fill('');
  await expect(page.getByLabel('Host')).toHaveValue(
    'http://shop.demo.svc.cluster.local',
  );
  if (settings.schedule === undefined) {
    await page.getByRole('button', { name: 'Now', exact: true }).click();
  } else {
    await page.getByRole('button', { name: 'On a schedule' }).click();
    await page.getByLabel('Cron').fill(settings.schedule);
  }
}

/** The id of the run whose page is shown. */
export function runIdOf(page: Page): string {
  const id = page.url().match(/\/load-tests\/runs\/([a-z0-9]{26})/)?.[1];
  expect(id, page.url()).toBeDefined();
  return id!;
}

export function stateOfRun(page: Page) {
  return page.getByRole('status', { name: 'State of the run' });
}

/** A figure of a run's page, such as `Requests/s`; NaN while there is none. */
export async function figureOfRun(page: Page, name: string): Promise<number> {
  const text = await page
    .getByLabel('Figures of the run')
    .locator('div', { has: page.getByText(name, { exact: true }) })
    .locator('dd')
    .innerText();
  return Number(text.replace(/[^\d.]/g, '') || Number.NaN);
}

/** A table as objects by its column headings. */
export async function tableRows(
  page: Page,
  name: string,
): Promise<ReadonlyArray<Readonly<Record<string, string>>>> {
  const table = page.getByRole('table', { name, exact: true });
  await expect(table.locator('tbody tr').first()).toBeVisible();
  const headings = await table.locator('thead th').allInnerTexts();
  const rows = await table.locator('tbody tr').all();
  return Promise.all(
    rows.map(async row => {
      const cells = await row.locator('td, th').allInnerTexts();
      return Object.fromEntries(
        headings.map((heading, index) => [heading.trim(), cells[index].trim()]),
      );
    }),
  );
}

export function openTab(page: Page, name: string): Promise<void> {
  return page
    .getByRole('tablist', { name: 'Views of the run' })
    .getByRole('tab', { name: new RegExp(`^${name}`) })
    .click();
}

/** A page of somebody who has entered as a guest, and the portal's API beside it. */
export const test = base.extend<{ readonly api: PortalApi }>({
  // eslint-disable-next-line no-empty-pattern -- Playwright reads which fixtures are wanted from the pattern
  baseURL: async ({}, provide) => {
    await provide(environment('PORTAL_URL'));
  },
  api: async ({ baseURL }, provide) => {
    await provide(new PortalApi(baseURL!));
  },
  page: async ({ page }, provide) => {
    await page.goto('/');
    await page.getByRole('button', { name: 'Enter', exact: true }).click();
    await expect(
      page.getByRole('heading', { name: /Catalog/ }).first(),
    ).toBeVisible();
    await provide(page);
  },
});
