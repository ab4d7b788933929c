import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import type { Page } from '@playwright/test';
import {
  END_PATIENCE,
  expect,
  type PortalApi,
  SHOP,
  SHOP_LOCUSTFILE,
  stateOfRun,
  test,
} from './portal';

/** Of a task's page; what it says in the end stands in its log as well. */
const TASK_PATIENCE = { timeout: 240_000 };

async function assistant(api: PortalApi, baseURL: string): Promise<Client> {
  const client = new Client({ name: 'an-assistant', version: '1' });
  await client.connect(
    new StreamableHTTPClientTransport(
      new URL(`${baseURL}/api/mcp-actions/v1`),
      {
        requestInit: { headers: { Authorization: await api.authorization() } },
      },
    ),
  );
  return client;
}

async function ask(client: Client, name: string, given: object): Promise<any> {
  const { isError, content, structuredContent } = await client.callTool({
    name,
    arguments: { ...given },
  });
  expect(isError, JSON.stringify(content)).toBeFalsy();
  return structuredContent;
}

test('an assistant of an owner starts a run over MCP, and gets its verdict', async ({
  api,
  baseURL,
}) => {
  const sam = api.as('sam');
  const client = await assistant(sam, baseURL!);
  try {
    const { run } = await ask(client, 'locust.start-run', {
      name: 'shop-assisted',
      entityRef: SHOP,
      entityDefaults: true,
      spec: {
        users: 4,
        spawnRate: 4,
        runTime: '10s',
        locustfile: { inline: SHOP_LOCUSTFILE },
        thresholds: ['requests > 1', 'p95 < 1ms'],
      },
    });
    expect(run).toMatchObject({
      trigger: 'user',
      requestedBy: 'user:default/sam',
    });
    let outcome: any;
    await expect
      .poll(async () => {
        outcome = await ask(client, 'locust.get-run-outcome', {
          runId: run.id,
          waitSeconds: 20,
        });
        return outcome.run.phase;
      }, END_PATIENCE)
      .toBe('finished');
    const recorded = await api.run(run.id);
    expect(outcome.run).toMatchObject({
      verdict: 'failed',
      requests: recorded.total!.requests,
    });
    expect(recorded.total!.requests).toBeGreaterThan(1);
    expect(
      outcome.thresholds.map(({ threshold, passed }: any) => [
        threshold,
        passed,
      ]),
    ).toEqual([
      ['requests > 1', true],
      ['p95 < 1ms', false],
    ]);
    expect(outcome.endpoints.length).toBeGreaterThan(1);
  } finally {
    await client.close();
  }
});

/** Fills the form of the example's template, as a person does, and has it made. */
async function runTemplate(page: Page, slowest: string): Promise<void> {
  await page.goto('/create/templates/default/nightly-load-test');
  const component = page.getByLabel('Component');
  await component.fill('Checkout');
  await page.getByRole('option', { name: /Checkout/ }).click();
  await page.getByRole('button', { name: 'Next' }).click();
  await page.getByLabel('Duration').fill('10s');
  await page.getByLabel(/^95 of 100 answers/).fill(slowest);
  await page.getByRole('button', { name: 'Review' }).click();
  await page.getByRole('button', { name: 'Create' }).click();
}

test('a template puts a test on a schedule, runs it, tells how it goes and shows the run', async ({
  page,
  api,
}) => {
  await runTemplate(page, '60000');
  const link = page.getByRole('link', { name: 'The first run' });
  await expect(link).toBeVisible(TASK_PATIENCE);
  // It opens in another tab.
  const [run] = await Promise.all([page.waitForEvent('popup'), link.click()]);
  await expect(stateOfRun(run)).toContainText('Passed');
  const [, id] = /\/runs\/([a-z0-9]{26})/.exec(run.url())!;
  expect(await api.run(id)).toMatchObject({
    phase: 'finished',
    verdict: 'passed',
    entityRef: 'component:default/checkout',
  });
});
