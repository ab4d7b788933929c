import { test as base, expect, type Page } from '@playwright/test';

export { expect };

/** Where the component of the development app has its page. */
export const ENTITY = '/catalog/default/component/checkout';
export const LOAD_TESTS = `${ENTITY}/load-tests`;

/** A run of its made-up data. */
export function runPath(id: string, tab = ''): string {
  return `${LOAD_TESTS}/runs/${id.padEnd(26, '0')}${tab && `/${tab}`}`;
}

function environment(name: string): string {
  const value = process.env[name];
  if (!value) {
    throw new Error(`${name} is set by the global setup of Playwright`);
  }
  return value;
}

/** When it is in the tests that only look, so that what was made up looks the same each time. */
export const NOW = new Date('2026-11-24T10:12:00Z');

/** Loads the development app once for all tests of a worker that only look. */
interface SharedApp {
  readonly sharedApp: Page;
}

/** A page of the development app; what it throws fails the test. */
export const test = base.extend<object, SharedApp>({
  // eslint-disable-next-line no-empty-pattern -- Playwright reads which fixtures are wanted from the pattern
  baseURL: async ({}, provide) => {
    await provide(environment('DEV_APP_URL'));
  },
  page: async ({ page }, provide) => {
    await withoutErrors(page, () => provide(page));
  },
  sharedApp: [
    async ({ browser }, provide) => {
      const context = await browser.newContext();
      const page = await context.newPage();
      await page.clock.setFixedTime(NOW);
      await page.goto(environment('DEV_APP_URL'));
      await expect(page.getByRole('article')).toBeVisible();
      await provide(page);
      await context.close();
    },
    { scope: 'worker', timeout: 120_000 },
  ],
});

/** Goes to another screen of the shared app as its own links do, without loading it anew. */
export async function visit(page: Page, path: string): Promise<void> {
  await page.clock.setFixedTime(NOW);
  await page.evaluate(to => {
    window.history.pushState(null, '', to);
    window.dispatchEvent(new PopStateEvent('popstate'));
  }, path);
}

/** Does something with a page and fails where the page throws meanwhile. */
export async function withoutErrors(
  page: Page,
  action: () => Promise<void>,
): Promise<void> {
  const thrown: string[] = [];
  const listener = (error: Error) => thrown.push(error.stack ?? error.message);
  page.on('pageerror', listener);
  try {
    await action();
  } finally {
    page.off('pageerror', listener);
  }
  expect(thrown, 'what the page has thrown').toEqual([]);
}
