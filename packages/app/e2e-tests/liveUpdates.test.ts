import { runSignalSlot } from 'backstage-plugin-locust-common';
import {
  END_PATIENCE,
  expect,
  figureOfRun,
  openLoadTests,
  SHOP,
  START_PATIENCE,
  stateOfRun,
  test,
} from './portal';

/** Figures come every two seconds; how late that is on a busy machine is for the benchmarks. */
const NEWS = { timeout: 30_000 };

test('the page of a run is told its figures by a stream, asks for none, and says how old they are without a network', async ({
  page,
  api,
}) => {
  const { id } = await api.start('shop-live', { runTime: '60s' });
  const asked: string[] = [];
  page.on('request', request => {
    const { pathname } = new URL(request.url());
    const [, rest] = pathname.split(`/api/locust/runs/${id}`);
    // What is marked on the charts comes seldom, and is asked for.
    if (rest !== undefined && rest !== '/events') {
      asked.push(rest);
    }
  });
  const requests = () => figureOfRun(page, 'Requests');

  await page.goto(`/catalog/default/component/shop/load-tests/runs/${id}`);
  await expect(stateOfRun(page)).toContainText('Running', START_PATIENCE);
  await expect.poll(requests, { timeout: 30_000 }).toBeGreaterThan(0);
  for (let change = 0; change < 3; change++) {
    const before = await requests();
    await expect.poll(requests, NEWS).toBeGreaterThan(before);
  }
  expect(asked).toEqual(['/live']);

  await page.context().setOffline(true);
  await expect(page.getByText(/Last update .* ago\./)).toBeVisible();
  const before = await requests();
  await page.context().setOffline(false);
  await expect(page.getByText(/Last update .* ago\./)).toBeHidden();
  await expect.poll(requests, NEWS).toBeGreaterThan(before);

  await expect(stateOfRun(page)).toContainText('Finished', END_PATIENCE);
  const { total } = await api.run(id);
  await expect.poll(requests).toBe(total!.requests);
  expect(asked.filter(it => it !== '/live')).toEqual([]);
});

test('a list of runs is told by a signal that something has changed, and nothing of what', async ({
  page,
  api,
}) => {
  const signals: unknown[] = [];
  page.on('websocket', socket =>
    socket.on('framereceived', ({ payload }) => {
      const signal = JSON.parse(String(payload));
      if (signal.channel === 'locust:runs') {
        signals.push(signal);
      }
    }),
  );
  await openLoadTests(page, 'Shop');
  const { id } = await api.start('shop-signal', { runTime: '5s' });

  await expect.poll(() => signals.length, START_PATIENCE).toBeGreaterThan(0);
  await expect(
    page.getByRole('link', { name: 'shop-signal' }).first(),
  ).toBeVisible();

  await api.untilPhase(id, 'finished');
  // A run of one entity alone: its slot, and neither its name nor the run's.
  expect(new Set(signals.map(it => JSON.stringify(it)))).toEqual(
    new Set([
      JSON.stringify({
        channel: 'locust:runs',
        message: { slot: runSignalSlot(SHOP) },
      }),
    ]),
  );
});
