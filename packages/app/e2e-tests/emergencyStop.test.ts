import { END_PATIENCE, expect, SHOP_LOCUSTFILE, test } from './portal';

const SEARCH = 'component:default/search';
const OWNER = 'group:default/team-search';

test('an emergency stop ends what goes, keeps what is asked for waiting, and lets it begin once lifted', async ({
  page,
  api,
}) => {
  const start = async (name: string, runTime: string) => {
    const { status, body } = await api.post('/runs', {
      name,
      entityRef: SEARCH,
      spec: {
        workers: 1,
        users: 1,
        runTime,
        host: 'http://shop.demo.svc.cluster.local',
        locustfile: { inline: SHOP_LOCUSTFILE },
      },
    });
    expect(status, JSON.stringify(body)).toBe(201);
    return body.id as string;
  };
  const going = await start('stopped-with-all', '10m');
  await api.untilPhase(going, 'running');

  await page.goto('/locust');
  await page.getByRole('button', { name: 'Stop load tests' }).click();
  const dialog = page.getByRole('dialog', { name: 'Stop load tests?' });
  await dialog.getByLabel('Reason').fill('The search is down');
  await dialog.getByLabel('Owner').fill(OWNER);
  await dialog.getByRole('button', { name: 'Stop them' }).click();
  const freeze = page
    .getByRole('list', { name: 'Freezes' })
    .getByRole('listitem');
  await expect(freeze).toContainText('Everything is stopped');

  const stopped = await api.untilPhase(going, 'stopped');
  expect(stopped.reason?.message).toMatch(
    /^Stopped with all load tests by user:.*: The search is down$/,
  );
  // With what it had until then.
  expect(stopped.total?.requests).toBeGreaterThan(0);

  const waiting = await start('asked-for-meanwhile', '3s');
  await expect
    .poll(async () => (await api.run(waiting)).reason?.message, END_PATIENCE)
    .toBe('Nothing starts here until the freeze is lifted: The search is down');
  await freeze
    .getByRole('button', { name: 'Lift the freeze: The search is down' })
    .click();
  await expect(
    page.getByText('Load tests may start at any time.'),
  ).toBeVisible();
  await api.untilPhase(waiting, 'finished');
});
