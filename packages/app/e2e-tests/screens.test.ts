import {
  COLOUR_SCHEMES,
  expectNoSidewaysScroll,
  violations,
  WIDTHS,
} from './accessibility';
import { expect, test } from './portal';

const LOAD_TESTS = '/catalog/default/component/shop/load-tests';
/** The portal's own. */
const FRAME = ['nav[aria-label="sidebar nav"]'];

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
    {
      name: 'the overview of all',
      path: () => '/locust',
      shows: 'Failing tests',
    },
    {
      name: 'the runs of all',
      path: () => '/locust?view=runs',
      shows: 'shop-to-look-at',
    },
  ];

  for (const colorScheme of COLOUR_SCHEMES) {
    for (const { name, path, shows } of screens) {
      test(`${name} can be used by everybody, ${colorScheme}, wide and narrow`, async ({
        page,
      }) => {
        await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
        for (const width of WIDTHS) {
          await page.setViewportSize({ width, height: 900 });
          await page.goto(path());
          await expect(page.getByText(shows).first()).toBeVisible();
          await expect(page.getByRole('progressbar')).toHaveCount(0);
          expect(await violations(page, '#root', FRAME), `${width} px`).toEqual(
            [],
          );
          await expectNoSidewaysScroll(page);
        }
      });
    }
  }
});
