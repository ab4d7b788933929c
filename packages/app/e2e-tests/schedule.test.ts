import {
  clusterObjectsOf,
  END_PATIENCE,
  expect,
  fillNewRun,
  kubectl,
  openLoadTests,
  stateOfRun,
  test,
} from './portal';

test('a schedule starts a run by itself, cleans up after it, and can be deleted without losing its outcome', async ({
  page,
  api,
}) => {
  test.setTimeout(360_000);
  const name = 'shop-every-minute';
  await openLoadTests(page, 'Shop');
  await fillNewRun(page, {
    name,
    users: 5,
    spawnRate: 5,
    runTime: '10s',
    workers: 1,
    schedule: '* * * * *',
  });
  await expect(page.getByText('Every minute').first()).toBeVisible();
  await expect(
    page.getByRole('list', { name: 'Next times' }).getByRole('listitem'),
  ).toHaveCount(5);
  await page.getByRole('button', { name: 'Create schedule' }).click();

  const schedule = page
    .getByRole('list', { name: 'Schedules' })
    .getByRole('listitem')
    .filter({ has: page.getByRole('heading', { name }) });
  await expect(schedule).toBeVisible();
  await expect(schedule).toContainText('* * * * *');

  // Nobody starts it: the minute comes.
  await expect
    .poll(async () => (await api.runsOf(name)).length, { timeout: 120_000 })
    .toBeGreaterThan(0);
  const [first] = (await api.runsOf(name)).slice(-1);
  expect(first).toMatchObject({
    trigger: 'schedule',
    entityRef: 'component:default/shop',
  });

  await page.goto(
    `/catalog/default/component/shop/load-tests/runs/${first.id}`,
  );
  await expect(stateOfRun(page)).toContainText('Finished', END_PATIENCE);
  const ended = await api.run(first.id);
  expect(ended.total!.requests).toBeGreaterThan(0);

  await expect
    .poll(() => clusterObjectsOf(ended.name, ended.jobName), {
      timeout: 60_000,
    })
    .toEqual([]);

  await page.goto('/catalog/default/component/shop/load-tests?view=schedules');
  await schedule.getByRole('button', { name: `Delete ${name}` }).click();
  await page.getByRole('button', { name: 'Delete schedule' }).click();
  await expect(schedule).toHaveCount(0);

  await expect
    .poll(async () => (await kubectl(['get', 'locust', ended.name])).stderr, {
      timeout: 60_000,
    })
    .toContain('NotFound');
  await expect
    .poll(() => clusterObjectsOf(ended.name), { timeout: 120_000 })
    .toEqual([]);
  expect(await api.run(first.id)).toMatchObject({
    phase: 'finished',
    total: ended.total,
  });
});

test('a paused schedule starts nothing until it is resumed', async ({
  page,
  api,
}) => {
  const { status, body } = await api.post('/tests', {
    name: 'shop-paused',
    entityRef: 'component:default/shop',
    spec: {
      schedule: '0 3 * * *',
      workers: 1,
      runTime: '5s',
      locustfile: { configMap: 'nowhere', key: 'locustfile.py' },
    },
  });
  // What does not exist is refused when it is written, not at three in the morning.
  expect(status, JSON.stringify(body)).toBe(400);
  expect(JSON.stringify(body)).toContain('nowhere');

  await openLoadTests(page, 'Shop');
  await fillNewRun(page, {
    name: 'shop-paused',
    users: 1,
    spawnRate: 1,
    runTime: '5s',
    workers: 1,
    schedule: '0 3 * * *',
  });
  await page.getByRole('button', { name: 'Create schedule' }).click();
  await page.getByRole('button', { name: 'Pause shop-paused' }).click();
  await expect(
    page.getByRole('button', { name: 'Resume shop-paused' }),
  ).toBeVisible();
  const { items } = await api.get<{
    items: ReadonlyArray<{ test: string; name: string; suspended: boolean }>;
  }>('/tests?entityRef=component:default/shop');
  const paused = items.find(item => item.test === 'shop-paused')!;
  expect(paused.suspended).toBe(true);
  await expect
    .poll(
      async () =>
        (
          await kubectl([
            'get',
            'cronjobs',
            '--selector',
            `locust=${paused.name}`,
            '--output',
            'jsonpath={.items[*].spec.suspend}',
          ])
        ).stdout,
      { timeout: 30_000 },
    )
    .toBe('true');

  await page.getByRole('button', { name: 'Resume shop-paused' }).click();
  await expect(
    page.getByRole('button', { name: 'Pause shop-paused' }),
  ).toBeVisible();

  await page.getByRole('button', { name: 'Delete shop-paused' }).click();
  await page.getByRole('button', { name: 'Delete schedule' }).click();
  await expect(page.getByText('shop-paused')).toHaveCount(0);
});
