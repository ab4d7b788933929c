import {
  END_PATIENCE,
  expect,
  figureOfRun,
  openTab,
  START_PATIENCE,
  stateOfRun,
  tableRows,
  test,
} from '../e2e-tests/portal';

const COMPONENT = '/catalog/default/component/checkout';

test('a component that the README was followed for has a tab from which its first load test is started', async ({
  page,
}) => {
  await page.goto(COMPONENT);
  await page
    .getByRole('tab', { name: 'Load tests', exact: true })
    // The new frontend system has links for tabs, and one of that name in its side bar.
    .or(
      page
        .getByRole('link', { name: 'Load tests', exact: true })
        .and(page.locator('[href*="/catalog/"]')),
    )
    .first()
    .click();
  await expect(page).toHaveURL(`${COMPONENT}/load-tests`);
  await page
    .getByRole('link', { name: 'New run', exact: true })
    .or(page.getByRole('button', { name: 'New run', exact: true }))
    .first()
    .click();

  // What the annotations say, and the file that they name.
  await expect(page.getByLabel('Host')).toHaveValue(
    'http://shop.demo.svc.cluster.local',
  );
  await expect(page.getByLabel('Locustfile', { exact: true })).toContainText(
    'class Shopper(HttpUser):',
  );
  await page.getByLabel('Users', { exact: true }).fill('4');
  await page.getByLabel('Run time').fill('15s');
  await page.getByRole('button', { name: 'Add threshold' }).click();
  await page
    .getByRole('group', { name: 'Threshold 1' })
    .getByLabel('Limit')
    .fill('30s');
  await page.getByRole('button', { name: 'Start run' }).click();

  await expect(stateOfRun(page)).toContainText('Running', START_PATIENCE);
  await expect
    .poll(() => figureOfRun(page, 'Requests'), { timeout: 30_000 })
    .toBeGreaterThan(0);
  await expect(stateOfRun(page)).toContainText('Passed', END_PATIENCE);

  await openTab(page, 'Statistics');
  const [row, ...others] = await tableRows(page, 'Statistics');
  expect(others).toEqual([]);
  expect(row).toMatchObject({ Method: 'GET', Name: '/products' });
  expect(Number(row.Requests.replace(/\D/g, ''))).toBeGreaterThan(0);
});

test('the side bar leads to the page of all load tests, which shows a healthy engine', async ({
  page,
}) => {
  await page
    .getByRole('navigation', { name: 'sidebar nav' })
    .getByRole('link', { name: 'Load tests', exact: true })
    .click();
  await expect(page).toHaveURL('/locust');
  await expect(page.getByText('staging').first()).toBeVisible();
  await expect(page.getByText('Healthy').first()).toBeVisible();
});
