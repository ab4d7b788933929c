import type { RunPhase } from 'backstage-plugin-locust-common';
import { ActiveRuns } from './ActiveRuns';
import { describeHistory } from './__testUtils__/historyOn';
import { later, runStart } from './__testUtils__/runStart';

const SHOP = 'component:default/shop';

describeHistory('ActiveRuns', history => {
  const active = () => new ActiveRuns(history.knex);

  const run = async (
    id: string,
    phase: RunPhase,
    start: object = {},
    reason?: string,
  ) => {
    await history.store.begin(
      runStart({ id, entityRef: SHOP, spec: { users: 3 }, ...start }),
    );
    await history.store.progress(id, {
      phase,
      ...(reason && { reason: { code: reason, message: 'Said in words.' } }),
    });
  };

  it('are counted by entity, cluster and namespace, apart by whether they have begun', async () => {
    await run('a', 'running');
    await run('b', 'starting');
    await run('c', 'stopping');
    await run('d', 'queued', {}, 'OwnerLimit');
    await run('e', 'queued', {}, 'Invalid');
    await run('f', 'queued');
    await run('over', 'finished');
    await run('elsewhere', 'running', { cluster: 'us-1', namespace: 'load' });
    await run('nobodys', 'running', { entityRef: undefined });
    const counts = await active().counts();
    expect(counts).toHaveLength(3);
    expect(counts).toContainEqual({
      entityRef: SHOP,
      cluster: 'local',
      namespace: 'shop',
      running: 3,
      queued: 3,
      waiting: 2,
    });
    expect(counts).toContainEqual({
      cluster: 'local',
      namespace: 'shop',
      running: 1,
      queued: 0,
      waiting: 0,
    });
    expect(await active().counts([SHOP])).toHaveLength(2);
    expect(await active().counts([])).toEqual([]);
  });

  it('that have begun are listed, the newest first, and not with a spec, which may be long', async () => {
    for (const [index, id] of ['a', 'b', 'c'].entries()) {
      await run(id, 'running', { createdAt: later(index) });
    }
    await run('q', 'queued', { createdAt: later(9) });
    const runs = await active().running(2);
    expect(runs.map(it => it.id)).toEqual(['c', 'b']);
    expect(runs[0]).toMatchObject({ phase: 'running', spec: {} });
    expect(await active().running(2, ['component:default/other'])).toEqual([]);
  });

  it('that wait are listed, those first that have waited longest, with why', async () => {
    for (const [index, id] of ['a', 'b', 'c'].entries()) {
      await run(id, 'queued', { createdAt: later(index) }, 'OwnerLimit');
    }
    await run('r', 'running');
    const runs = await active().queued(2, [SHOP, 'component:default/x']);
    expect(runs.map(it => it.id)).toEqual(['a', 'b']);
    expect(runs[0].reason).toEqual({
      code: 'OwnerLimit',
      message: 'Said in words.',
    });
  });

  it('are not those that were deleted', async () => {
    await run('a', 'running');
    await history.store.delete('a');
    expect(await active().counts()).toEqual([]);
    expect(await active().running(5)).toEqual([]);
  });
});
