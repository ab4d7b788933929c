import { describeHistory } from './__testUtils__/historyOn';
import { later, runStart, statistics } from './__testUtils__/runStart';

const entityRef = 'component:default/shop';
const CHECKOUT = { entityRef, test: 'checkout' };

describeHistory('RunTrends', history => {
  const ids = async (limit: number, before?: Date) =>
    (await history.store.trends.of(CHECKOUT, limit, before)).map(
      it => it.runId,
    );

  it('tells how a run came out', async () => {
    await history.store.begin(runStart({ entityRef, users: 25 }));
    await history.store.progress('run1', {
      phase: 'finished',
      verdict: 'passed',
      total: statistics(),
    });
    await history.store.marks.setBaseline('run1');
    expect(await history.store.trends.of(CHECKOUT, 10)).toEqual([
      {
        runId: 'run1',
        createdAt: later(0),
        phase: 'finished',
        verdict: 'passed',
        baseline: true,
        users: 25,
        p95: 200,
        failRatio: 0.03,
        rps: 49.9,
        requests: 100,
      },
    ]);
  });

  it('has no figures of a run that left none', async () => {
    await history.ended({ entityRef });
    expect(await history.store.trends.of(CHECKOUT, 10)).toEqual([
      {
        runId: 'run1',
        createdAt: later(0),
        phase: 'finished',
        verdict: 'none',
        baseline: false,
      },
    ]);
  });

  it('has the last runs of the test, the oldest of them first', async () => {
    for (const second of [3, 1, 4, 2]) {
      await history.ended({
        id: `run${second}`,
        entityRef,
        createdAt: later(second),
      });
    }
    expect(await ids(3)).toEqual(['run2', 'run3', 'run4']);
    expect(await ids(3, later(3))).toEqual(['run1', 'run2']);
  });

  it('has no run that goes on, was deleted, or is of another test', async () => {
    await history.store.begin(runStart({ id: 'running', entityRef }));
    await history.ended({ id: 'deleted', entityRef });
    await history.store.delete('deleted');
    await history.ended({ id: 'other', entityRef, test: 'search' });
    await history.ended({ id: 'nobodys' });
    await history.ended({ id: 'mine', entityRef });
    expect(await ids(10)).toEqual(['mine']);
    expect(
      (
        await history.store.trends.of(
          { cluster: 'local', namespace: 'shop', test: 'checkout' },
          10,
        )
      ).map(it => it.runId),
    ).toEqual(['nobodys']);
  });
});
