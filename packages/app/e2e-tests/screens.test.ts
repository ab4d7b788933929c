import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, test } from './portal';

const LOAD_TESTS = '/catalog/default/component/shop/load-tests';

/** Violations of WCAG 2.1 AA in what is below the portal's own frame. */
async function violations(page: Page): Promise<readonly string[]> {
  const { violations: found } = await new AxeBuilder({ page })
    .include('#root')
    .exclude('nav[aria-label="sidebar nav"]')
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'])
    .analyze();
  return found.map(
    ({ id, nodes }) =>
      `${id}: ${nodes
        .map(({ target, any }) => `${target.join(' ')} (${any[0]?.message})`)
        .join(', ')}`,
  );
}

test.describe('the screens', () => {
  let runId: string;
  let otherRunId: string;

  test.beforeAll('runs to look at', async ({ playwright: _ }, testInfo) => {
    testInfo.setTimeout(240_000);
    const { PortalApi } = await import('./portal');
    const api = new PortalApi(process.env.PORTAL_URL!);
    const start = () => api.start('shop-to-look-at', { runTime: '10s' });
    const runs = [await start(), await start()];
    for (const { id } of runs) {
      await api.untilPhase(id, 'finished');
    }
    [runId, otherRunId] = runs.map(({ id }) => id);
  });

  const screens = [
    { name: 'the list of runs', path: () => LOAD_TESTS, shows: 'New run' },
    {
      name: 'the schedules',
      path: () => `${LOAD_TESTS}?view=schedules`,
      shows: 'Schedules',
    },
    {
      name: 'the form',
      path: () => `${LOAD_TESTS}/new`,
      shows: 'How much',
    },
    {
      name: 'a run',
      path: () => `${LOAD_TESTS}/runs/${runId}`,
      shows: 'Endpoints',
    },
    {
      name: 'its statistics',
      path: () => `${LOAD_TESTS}/runs/${runId}/statistics`,
      shows: '/checkout',
    },
    {
      name: 'its log',
      path: () => `${LOAD_TESTS}/runs/${runId}/log`,
      shows: 'All users spawned',
    },
    {
      name: 'a comparison',
      path: () => `${LOAD_TESTS}/compare?runs=${runId},${otherRunId}`,
      shows: 'since each run began',
    },
    {
      name: 'a trend',
      path: () => `${LOAD_TESTS}/trend?test=shop-to-look-at`,
      shows: 'the newest first',
    },
    { name: 'the page of all', path: () => '/locust', shows: 'Runs' },
  ];

  for (const colorScheme of ['light', 'dark'] as const) {
    for (const { name, path, shows } of screens) {
      test(`${name} can be used by everybody, ${colorScheme}, wide and narrow`, async ({
        page,
      }) => {
        await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
        for (const width of [1280, 360]) {
          await page.setViewportSize({ width, height: 900 });
          await page.goto(path());
          await expect(page.getByText(shows).first()).toBeVisible();
          await expect(page.getByRole('progressbar')).toHaveCount(0);
          expect(await violations(page), `${width} px`).toEqual([]);
          const overflow = await page.evaluate(
            () =>
              document.documentElement.scrollWidth -
              document.documentElement.clientWidth,
          );
          expect(overflow, `sideways overflow at ${width} px`).toBe(0);
        }
      });
    }
  }
});
