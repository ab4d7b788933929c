import {
  clusterObjectsOf,
  END_PATIENCE,
  expect,
  finalTable,
  START_PATIENCE,
  test,
} from '../e2e-tests/portal';

const RUN_SECONDS = 200;

/** How often each replica was killed so far. */
async function kills(): Promise<readonly number[]> {
  const response = await fetch(process.env.E2E_KILLS!);
  return Object.values(await response.json());
}

test('a run during which both replicas are killed is recorded once, whole and as Locust has printed it', async ({
  api,
}) => {
  test.setTimeout(RUN_SECONDS * 1_000 + 360_000);
  const before = await kills();
  const { id, name } = await api.start('shop-outlives', {
    runTime: `${RUN_SECONDS}s`,
  });
  await api.untilPhase(id, 'running', START_PATIENCE);
  const run = await api.untilPhase(id, 'finished', {
    timeout: RUN_SECONDS * 1_000 + END_PATIENCE.timeout,
  });
  const meanwhile = await kills();
  meanwhile.forEach((count, place) =>
    expect(count).toBeGreaterThan(before[place]),
  );

  expect((await api.runsOf('shop-outlives')).map(one => one.id)).toEqual([id]);
  const log = await api.logOf(id);
  expect(log.complete).toBe(true);
  const printed = finalTable(log.lines).get('Aggregated')!;
  expect(run.total).toMatchObject({
    requests: printed.requests,
    failures: printed.failures,
  });
  expect(
    log.lines.filter(line => line.includes('All users spawned')),
  ).toHaveLength(1);
  const { items } = await api.get<{
    items: ReadonlyArray<{ elapsedSeconds: number }>;
  }>(`/runs/${id}/points`);
  const times = items.map(point => point.elapsedSeconds);
  expect(times).toEqual([...new Set(times)].sort((a, b) => a - b));
  const jobs = (await clusterObjectsOf(name)).filter(object =>
    object.startsWith('Job/'),
  );
  expect(jobs).toHaveLength(1);
});
