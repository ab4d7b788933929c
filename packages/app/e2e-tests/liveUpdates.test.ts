import {
  END_PATIENCE,
  expect,
  figureOfRun,
  START_PATIENCE,
  stateOfRun,
  test,
} from './portal';

test('the page of a run is told what is new by a stream, asks for nothing, and says how old its figures are without a network', async ({
  page,
  api,
}) => {
  const { id } = await api.start('shop-live', { runTime: '60s' });
  const asked: string[] = [];
  page.on('request', request => {
    const { pathname } = new URL(request.url());
    const [, rest] = pathname.split(`/api/locust/runs/${id}`);
    if (rest !== undefined) {
      asked.push(rest);
    }
  });
  const requests = () => figureOfRun(page, 'Requests');

  await page.goto(`/catalog/default/component/shop/load-tests/runs/${id}`);
  await expect(stateOfRun(page)).toContainText('Running', START_PATIENCE);
  await expect.poll(requests, { timeout: 30_000 }).toBeGreaterThan(0);
  // Figures are written every two seconds.
  for (let change = 0; change < 3; change++) {
    const before = await requests();
    await expect.poll(requests, { timeout: 6_000 }).toBeGreaterThan(before);
  }
  expect(asked).toEqual(['/live']);

  await page.context().setOffline(true);
  await expect(page.getByText(/Last update .* ago\./)).toBeVisible();
  const before = await requests();
  await page.context().setOffline(false);
  await expect(page.getByText(/Last update .* ago\./)).toBeHidden();
  await expect.poll(requests, { timeout: 6_000 }).toBeGreaterThan(before);

  await expect(stateOfRun(page)).toContainText('Finished', END_PATIENCE);
  const { total } = await api.run(id);
  await expect.poll(requests).toBe(total!.requests);
  expect(asked.filter(it => it !== '/live')).toEqual([]);
});
