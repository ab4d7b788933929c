import path from 'node:path';
import type { Page } from '@playwright/test';
import {
  expect,
  openLoadTests,
  PortalApi,
  START_PATIENCE,
  test,
} from '../e2e-tests/portal';

const IMAGES = path.resolve(__dirname, '..', '..', '..', 'docs', 'images');
const LOAD_TESTS = '/catalog/default/component/shop/load-tests';

/** One screen in both themes and at both widths. */
async function take(page: Page, name: string, ready: () => Promise<void>) {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    for (const width of [1280, 360]) {
      await page.setViewportSize({ width, height: width === 360 ? 780 : 900 });
      await ready();
      await page.screenshot({
        path: path.join(IMAGES, `${name}-${colorScheme}-${width}.png`),
        animations: 'disabled',
      });
    }
  }
}

test('pictures of a service owner’s screens', async ({ page }) => {
  test.setTimeout(600_000);
  const api = new PortalApi(process.env.PORTAL_URL!);
  for (const name of ['shop-smoke', 'shop-checkout']) {
    const { id } = await api.start(name, { runTime: '15s' });
    await api.untilPhase(id, 'finished');
  }
  const live = await api.start('shop-peak', {
    runTime: '3m',
    users: 25,
    workers: 2,
  });

  await openLoadTests(page, 'Shop');
  await page.goto(`${LOAD_TESTS}/runs/${live.id}`);
  await expect(page.getByText('2 of 2 workers')).toBeVisible(START_PATIENCE);
  // Enough points for the charts to be charts.
  await page.waitForTimeout(40_000);
  await take(page, 'run', async () => {
    await expect(page.getByText('Throughput')).toBeVisible();
    await page.waitForTimeout(1_500);
  });
  const shown = (text: string, route: string) => async () => {
    await page.goto(route);
    await expect(
      page.getByText(text).locator('visible=true').first(),
    ).toBeVisible();
    await expect(page.getByRole('progressbar')).toHaveCount(0);
  };
  await take(page, 'runs', shown('shop-smoke', LOAD_TESTS));
  await take(
    page,
    'schedules',
    // The example's schedule, which the portal's start puts in place.
    shown('shop-nightly', `${LOAD_TESTS}?view=schedules`),
  );
  await take(page, 'new-run', shown('How much', `${LOAD_TESTS}/new`));
  await take(page, 'all', shown('Runs', '/locust'));
  await api.post(`/runs/${live.id}/stop`);
});
