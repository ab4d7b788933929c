import {
  clusterObjectsOf,
  expect,
  finalTable,
  START_PATIENCE,
  tellBackend,
  test,
} from './portal';

test('a backend that is killed in mid-run and started again records one complete outcome, once', async ({
  api,
}) => {
  const { id, name } = await api.start('shop-survives', { runTime: '40s' });
  await api.untilPhase(id, 'running', START_PATIENCE);
  await expect
    .poll(
      async () =>
        (
          await api.get<{ items: unknown[] }>(`/runs/${id}/points`)
        ).items.length,
      { timeout: 30_000 },
    )
    .toBeGreaterThan(1);

  await tellBackend('kill');
  await tellBackend('start');

  const run = await api.untilPhase(id, 'finished');
  expect((await api.runsOf('shop-survives')).map(one => one.id)).toEqual([id]);
  const log = await api.logOf(id);
  expect(log.complete).toBe(true);
  const printed = finalTable(log.lines);
  expect(run.total).toMatchObject({
    requests: printed.get('Aggregated')!.requests,
    failures: printed.get('Aggregated')!.failures,
  });
  // No line was recorded twice: Locust says this once.
  expect(
    log.lines.filter(line => line.includes('All users spawned')),
  ).toHaveLength(1);
  const { items } = await api.get<{
    items: ReadonlyArray<{ elapsedSeconds: number; requests?: number }>;
  }>(`/runs/${id}/points`);
  const times = items.map(point => point.elapsedSeconds);
  expect(times).toEqual([...new Set(times)].sort((a, b) => a - b));
  expect(times[times.length - 1]).toBeGreaterThan(30);
  const jobs = (await clusterObjectsOf(name)).filter(object =>
    object.startsWith('Job/'),
  );
  expect(jobs).toHaveLength(1);
});
