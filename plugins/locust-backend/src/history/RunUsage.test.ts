import { describeHistory } from './__testUtils__/historyOn';
import { runStart } from './__testUtils__/runStart';
import { RunUsage } from './RunUsage';

const SHOP = 'component:default/shop';
const at = (text: string) => new Date(`2026-${text}Z`);

describeHistory('RunUsage', history => {
  const NOW = at('02-01T12:00:00');
  const between = (from: string, before: string, entityRefs?: string[]) =>
    new RunUsage(history.knex, () => NOW).between(
      at(`${from}T00:00:00`),
      at(`${before}T00:00:00`),
      entityRefs,
    );

  const run = async (
    id: string,
    created: string,
    change: { seconds?: number; phase?: 'finished' | 'error' | 'running' } = {},
    start: object = {},
  ) => {
    const { seconds, phase = 'finished' } = change;
    const createdAt = at(created);
    await history.store.begin(
      runStart({
        id,
        entityRef: SHOP,
        createdAt,
        users: 10,
        workersWanted: 2,
        ...start,
      }),
    );
    await history.store.progress(id, {
      phase,
      ...(seconds !== undefined && { startedAt: createdAt }),
      ...(seconds !== undefined &&
        phase !== 'running' && {
          finishedAt: new Date(createdAt.getTime() + seconds * 1_000),
        }),
      ...(id.startsWith('failed') && { verdict: 'failed' as const }),
    });
  };

  it('adds up what runs took, by the day in UTC on which they were created', async () => {
    await run('late', '01-30T23:59:59.900', { seconds: 3_600 });
    await run('failed1', '01-31T00:00:00', { seconds: 60 });
    await run('failed2', '01-31T12:00:00', { seconds: 30.5 }, { users: 2 });
    await run('away', '01-31T13:00:00', { phase: 'error' });
    expect(await between('01-01', '02-01')).toEqual([
      {
        entityRef: SHOP,
        cluster: 'local',
        namespace: 'shop',
        day: '2026-01-30',
        runs: 1,
        failed: 0,
        errors: 0,
        userSeconds: 36_000,
        workerSeconds: 7_200,
      },
      {
        entityRef: SHOP,
        cluster: 'local',
        namespace: 'shop',
        day: '2026-01-31',
        runs: 3,
        failed: 2,
        errors: 1,
        userSeconds: expect.closeTo(661, 1),
        workerSeconds: expect.closeTo(181, 1),
      },
    ]);
  });

  it('counts what goes as far as it has gone', async () => {
    await run('going', '02-01T11:00:00', { seconds: 0, phase: 'running' });
    expect(await between('02-01', '02-02')).toMatchObject([
      { runs: 1, userSeconds: 36_000, workerSeconds: 7_200 },
    ]);
  });

  it('takes users that nobody named for none', async () => {
    await run('shape', '01-31T01:00:00', { seconds: 60 }, { users: undefined });
    expect(await between('01-31', '02-01')).toMatchObject([
      { userSeconds: 0, workerSeconds: 120 },
    ]);
  });

  it('keeps entities, clusters and namespaces apart, and knows runs of none', async () => {
    await run('a', '01-31T01:00:00');
    await run('b', '01-31T01:00:00', {}, { entityRef: undefined });
    await run('c', '01-31T01:00:00', {}, { namespace: 'other' });
    await run('d', '01-31T01:00:00', {}, { cluster: 'us-1' });
    const places = (await between('01-31', '02-01')).map(
      it => `${it.entityRef} ${it.cluster} ${it.namespace} ${it.runs}`,
    );
    expect(places.sort()).toEqual([
      `${SHOP} local other 1`,
      `${SHOP} local shop 1`,
      `${SHOP} us-1 shop 1`,
      'undefined local shop 1',
    ]);
    expect(await between('01-31', '02-01', [SHOP])).toHaveLength(3);
    expect(await between('01-31', '02-01', ['component:default/x'])).toEqual(
      [],
    );
    expect(await between('02-01', '02-02')).toEqual([]);
  });
});
