import { ENTITY, expect, test } from './devApp';

/** The development app is one of the old frontend system, with the plugin mounted as its users mount it. */
test('in an app of the old frontend system a run is started from the card, watched to its end, and found on card, tab and page', async ({
  page,
}) => {
  await page.clock.install();
  await page.goto(ENTITY);
  await page.getByRole('button', { name: 'New run', exact: true }).click();
  await expect(page).toHaveURL(/\/load-tests\/new$/);
  await page.getByLabel('Test name').fill('legacy-path');
  await page.getByLabel('Run time').fill('30s');
  await page.getByRole('button', { name: 'Start run' }).click();

  const state = page.getByRole('status', { name: 'State of the run' });
  await expect(state).toContainText('Running');
  await page.clock.runFor(10_000);
  await expect(page.getByLabel('Figures of the run')).toContainText(/[1-9]/);
  await expect(
    page.getByRole('progressbar', { name: 'Progress of the run' }),
  ).toHaveAttribute('aria-valuenow', /^[1-9]\d?$/);
  await page.clock.runFor(30_000);
  await expect(state).toContainText('Finished');
  await expect(page.getByText('ran 0:30')).toBeVisible();

  await page.getByRole('tab', { name: 'Load tests', exact: true }).click();
  const row = page
    .getByRole('table', { name: 'Runs' })
    .getByRole('row', { name: /legacy-path/ });
  await expect(row).toContainText('Finished');

  await page.getByRole('tab', { name: 'Overview', exact: true }).click();
  await page.getByRole('link', { name: 'legacy-path', exact: true }).click();
  await expect(page).toHaveURL(/\/load-tests\/runs\/made/);

  await page.getByRole('link', { name: 'All load tests' }).click();
  await expect(page.getByRole('list', { name: 'Clusters' })).toBeVisible();
  await page.getByRole('button', { name: 'Runs', exact: true }).click();
  await page
    .getByRole('table', { name: 'Runs' })
    .getByRole('link', { name: 'legacy-path' })
    .click();
  await expect(page).toHaveURL(/\/locust\/runs\/made/);
  await expect(state).toContainText('Finished');
});
