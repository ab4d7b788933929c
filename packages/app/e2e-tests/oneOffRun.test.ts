import {
  clusterObjectsOf,
  END_PATIENCE,
  expect,
  figureOfRun,
  fillNewRun,
  finalTable,
  openLoadTests,
  openTab,
  runIdOf,
  START_PATIENCE,
  stateOfRun,
  tableRows,
  test,
} from './portal';

const ENDPOINTS = ['GET /products', 'GET /search', 'POST /checkout'];

test.describe('a one-off run', () => {
  test('is started from the form, watched live, and leaves its outcome', async ({
    page,
    api,
  }) => {
    await openLoadTests(page, 'Shop');
    await fillNewRun(page, {
      name: 'shop-checkout-flow',
      users: 10,
      spawnRate: 5,
      runTime: '20s',
      workers: 2,
    });
    await page.getByRole('button', { name: 'Start run' }).click();

    await expect(page.getByText('2 of 2 workers')).toBeVisible(START_PATIENCE);
    await expect(stateOfRun(page)).toContainText('Running', START_PATIENCE);
    await expect
      .poll(() => figureOfRun(page, 'Requests/s'), { timeout: 15_000 })
      .toBeGreaterThan(0);
    // The figure is a live one only if the run has not ended meanwhile.
    await expect(stateOfRun(page)).toContainText('Running');

    await expect(stateOfRun(page)).toContainText('Finished', END_PATIENCE);
    await expect(page.getByText('2 of 2 workers')).toBeVisible();
    const id = runIdOf(page);

    await openTab(page, 'Statistics');
    const rows = await tableRows(page, 'Statistics');
    expect(rows.map(row => `${row.Method} ${row.Name}`).sort()).toEqual(
      ENDPOINTS,
    );
    for (const row of rows) {
      expect(Number(row.Requests.replace(/\D/g, ''))).toBeGreaterThan(0);
      for (const percentile of ['p50', 'p95', 'p99']) {
        expect(row[percentile], `${row.Name} ${percentile}`).toMatch(/\d/);
      }
    }

    await openTab(page, 'Failures');
    const failures = await tableRows(page, 'Failed requests');
    expect(failures).toHaveLength(1);
    expect(failures[0]).toMatchObject({ Method: 'POST', Name: '/checkout' });
    expect(failures[0].Message).toContain('500');

    await openTab(page, 'Log');
    await expect(page.getByRole('log')).toContainText('All users spawned');
    await expect(page.getByRole('log')).toContainText('Shutting down');

    await openTab(page, 'Events');
    await expect(
      page.getByRole('list', { name: 'Events' }).getByRole('listitem'),
    ).not.toHaveCount(0);

    await openTab(page, 'Settings');
    await expect(page.getByText('kind: Locust').first()).toBeVisible();

    // What is shown is what Locust itself has printed.
    const run = await api.run(id);
    const printed = finalTable((await api.logOf(id)).lines);
    expect(run.total).toMatchObject({
      requests: printed.get('Aggregated')!.requests,
      failures: printed.get('Aggregated')!.failures,
    });
    for (const { method, name, statistics } of await api.requestsOf(id)) {
      const row = printed.get(`${method} ${name}`)!;
      expect(statistics).toMatchObject({
        requests: row.requests,
        failures: row.failures,
      });
    }
  });

  test('leaves no Service and no workers in the cluster when it has ended', async ({
    api,
  }) => {
    const { id, name } = await api.start('shop-leaves-nothing', {
      runTime: '5s',
    });
    await expect
      .poll(() => clusterObjectsOf(name), START_PATIENCE)
      .toEqual(
        expect.arrayContaining([
          expect.stringMatching(/^Job\//),
          expect.stringMatching(/^ReplicaSet\//),
          expect.stringMatching(/^Service\//),
        ]),
      );

    await api.untilPhase(id, 'finished');

    await expect
      .poll(() => clusterObjectsOf(name), { timeout: 30_000 })
      .toEqual([expect.stringMatching(/^Job\//)]);
  });

  test('ends as stopped with Locust’s own final statistics when somebody stops it', async ({
    page,
    api,
  }) => {
    await openLoadTests(page, 'Shop');
    await fillNewRun(page, {
      name: 'shop-stopped',
      users: 10,
      spawnRate: 10,
      runTime: '10m',
      workers: 2,
    });
    await page.getByRole('button', { name: 'Start run' }).click();
    await expect(stateOfRun(page)).toContainText('Running', START_PATIENCE);
    await expect
      .poll(() => figureOfRun(page, 'Requests'), { timeout: 30_000 })
      .toBeGreaterThan(20);

    await page.getByRole('button', { name: 'Stop', exact: true }).click();

    await expect(stateOfRun(page)).toContainText('Stopped', {
      timeout: 90_000,
    });
    const id = runIdOf(page);
    const [run, requests, log] = await Promise.all([
      api.run(id),
      api.requestsOf(id),
      api.logOf(id),
    ]);
    expect(run).toMatchObject({ phase: 'stopped', verdict: 'none' });
    const printed = finalTable(log.lines);
    expect(printed.size).toBe(ENDPOINTS.length + 1);
    expect(run.total).toMatchObject({
      requests: printed.get('Aggregated')!.requests,
      failures: printed.get('Aggregated')!.failures,
    });
    expect(
      requests.map(({ method, name }) => `${method} ${name}`).sort(),
    ).toEqual(ENDPOINTS);
    for (const { method, name, statistics } of requests) {
      const row = printed.get(`${method} ${name}`)!;
      expect(statistics).toMatchObject({
        requests: row.requests,
        failures: row.failures,
      });
    }
    await openTab(page, 'Statistics');
    await expect(page.getByRole('row', { name: /All requests/ })).toContainText(
      run.total!.requests.toLocaleString('en-US'),
    );
  });

  test('is deleted from the portal with its record', async ({ page, api }) => {
    const { id, name } = await api.start('shop-deleted', { runTime: '3s' });
    await api.untilPhase(id, 'finished');
    await page.goto(`/catalog/default/component/shop/load-tests/runs/${id}`);

    await page.getByRole('button', { name: 'Delete', exact: true }).click();
    await page.getByRole('button', { name: 'Delete run' }).click();

    await expect(page).toHaveURL(/\/load-tests$/);
    expect(await api.runsOf('shop-deleted')).toEqual([]);
    await expect
      .poll(() => clusterObjectsOf(name), { timeout: 60_000 })
      .toEqual([]);
  });
});
