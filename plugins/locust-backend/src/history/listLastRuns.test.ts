import { describeHistory } from './__testUtils__/historyOn';
import { later, runStart } from './__testUtils__/runStart';

describeHistory('the last runs of resources', history => {
  const run = (id: string, locustUid: string, seconds: number) =>
    history.ended(
      runStart({
        id,
        locustUid,
        createdAt: later(seconds),
        spec: { users: 3 },
      }),
    );

  it('are the newest of each, the newest first, without their specs', async () => {
    await run('a1', 'a', 1);
    await run('b1', 'b', 2);
    await run('a2', 'a', 3);
    await run('a3', 'a', 4);
    await run('c1', 'c', 5);
    const runs = await history.store.lastRunsOf(['a', 'b', 'none'], 2);
    expect(
      [...runs].map(([uid, own]) => [uid, own.map(it => it.id)]).sort(),
    ).toEqual([
      ['a', ['a3', 'a2']],
      ['b', ['b1']],
    ]);
    expect(runs.get('a')?.[0]).toMatchObject({ phase: 'finished', spec: {} });
    expect((await history.store.lastRunsOf([], 2)).size).toBe(0);
  });

  it('take one statement, of however many resources', async () => {
    await run('a1', 'a', 1);
    let statements = 0;
    const counted = () => {
      statements += 1;
    };
    history.knex.on('query', counted);
    await history.store.lastRunsOf(
      ['a', ...Array.from({ length: 500 }, (_, index) => `uid${index}`)],
      5,
    );
    history.knex.removeListener('query', counted);
    expect(statements).toBe(1);
  });

  it('are not those that were deleted', async () => {
    await run('a1', 'a', 1);
    await run('a2', 'a', 2);
    await history.store.delete('a2');
    expect(
      (await history.store.lastRunsOf(['a'], 2)).get('a')?.map(it => it.id),
    ).toEqual(['a1']);
  });
});
