import { describeHistory } from './__testUtils__/historyOn';
import { later, T0 } from './__testUtils__/runStart';
import { DatabaseFreezes } from './DatabaseFreezes';

describeHistory('DatabaseFreezes', history => {
  const freezes = () => new DatabaseFreezes(history.knex);
  const declare = (change: object = {}, id?: string) =>
    freezes().declare(
      { reason: 'Sale', from: T0, stopsRuns: false, ...change },
      T0,
      id,
    );

  it('keeps what was declared until its end, the earliest first', async () => {
    const soon = await declare({ from: later(60), until: later(120) });
    const open = await declare({
      clusters: ['eu-1'],
      owners: ['group:default/shop'],
      stopsRuns: true,
      declaredBy: 'user:default/pat',
    });
    expect(open).toMatchObject({
      reason: 'Sale',
      clusters: ['eu-1'],
      owners: ['group:default/shop'],
      from: T0,
      stopsRuns: true,
      declaredBy: 'user:default/pat',
      configured: false,
    });
    expect(open).not.toHaveProperty('until');
    expect(await freezes().current(T0)).toEqual([open, soon]);
    expect(await freezes().current(later(119))).toEqual([open, soon]);
    expect(await freezes().current(later(120))).toEqual([open]);
  });

  it('lets one be lifted once', async () => {
    const { id } = await declare();
    expect(await freezes().lift(id, later(1), 'user:default/pat')).toBe(true);
    expect(await freezes().lift(id, later(2))).toBe(false);
    expect(await freezes().lift('another', later(2))).toBe(false);
    expect(await freezes().current(later(2))).toEqual([]);
    // Who did what stays.
    expect(await history.knex('freezes').first()).toMatchObject({
      lifted_by: 'user:default/pat',
    });
  });

  it('declares the same one once', async () => {
    const first = await declare({}, 'one');
    expect(await declare({ reason: 'Another' }, 'one')).toEqual(first);
    expect(await freezes().current(T0)).toEqual([first]);
  });
});
