import {
  expect,
  openLoadTests,
  PortalApi,
  START_PATIENCE,
  test,
} from '../e2e-tests/portal';
import { takePictures } from './takePicture';

const LOAD_TESTS = '/catalog/default/component/shop/load-tests';

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
  await takePictures(page, 'run', async () => {
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
  await takePictures(page, 'runs', shown('shop-smoke', LOAD_TESTS));
  await takePictures(
    page,
    'schedules',
    // The example's schedule, which the portal's start puts in place.
    shown('shop-nightly', `${LOAD_TESTS}?view=schedules`),
  );
  await takePictures(page, 'new-run', shown('How much', `${LOAD_TESTS}/new`));
  await takePictures(page, 'overview', shown('Failing tests', '/locust'));
  await takePictures(page, 'all', shown('shop-smoke', '/locust?view=runs'));
  await api.post(`/runs/${live.id}/stop`);
});
