import { describeHistory } from './__testUtils__/historyOn';
import { runStart } from './__testUtils__/runStart';

describeHistory('Runs that nobody was told of', history => {
  const take = async () => {
    const run = await history.store.untold.take('a');
    return run && [run.phase, run.verdict];
  };

  it('are given once for each phase and verdict', async () => {
    const { store } = history;
    await store.begin(runStart({ id: 'a' }));
    const told = [await take(), await take()];
    await store.progress('a', { phase: 'running' });
    told.push(await take());
    await store.progress('a', { phase: 'running', currentUsers: 5 });
    told.push(await take());
    await store.progress('a', { phase: 'finished', verdict: 'failed' });
    told.push(await take(), await take());
    expect(told).toEqual([
      ['queued', 'none'],
      undefined,
      ['running', 'none'],
      undefined,
      ['finished', 'failed'],
      undefined,
    ]);
  });

  it('are given as they are by then, without what lies between', async () => {
    const { store } = history;
    await store.begin(runStart({ id: 'a' }));
    await store.progress('a', { phase: 'starting' });
    await store.progress('a', {
      phase: 'error',
      reason: { code: 'A', message: 'B' },
    });
    expect(await store.untold.take('a')).toMatchObject({
      phase: 'error',
      reason: { message: 'B' },
    });
    expect(await take()).toBeUndefined();
  });

  it('are given again where the verdict came late', async () => {
    const { store } = history;
    await store.begin(runStart({ id: 'a' }));
    await store.progress('a', { phase: 'finished' });
    expect(await take()).toEqual(['finished', 'none']);
    await store.progress('a', {
      phase: 'finished',
      verdict: 'passed',
      thresholds: [{ threshold: 'rps > 1', passed: true, message: 'fine' }],
    });
    expect([await take(), await take()]).toEqual([
      ['finished', 'passed'],
      undefined,
    ]);
  });

  it('are given to one of many who ask', async () => {
    const { store } = history;
    await store.begin(runStart({ id: 'a' }));
    const given = await Promise.all(Array.from({ length: 20 }, take));
    expect(given.filter(Boolean)).toHaveLength(1);
  });

  it('have begun and were not deleted', async () => {
    const { store } = history;
    await store.progress('a', { phase: 'running' });
    expect(await take()).toBeUndefined();
    await store.begin(runStart({ id: 'a' }));
    await store.delete('a');
    expect(await take()).toBeUndefined();
  });
});
