import { describeHistory } from './__testUtils__/historyOn';

const SHOP = {
  main: 'locustfile.py',
  files: { 'locustfile.py': 'print("🦗")\n', 'cart.py': 'x = 1\n' },
};
const DAY = 24 * 60 * 60 * 1000;

describeHistory('LocustfileSnapshots', history => {
  const locustfiles = () => history.store.locustfiles;

  it('gives back what a run ran', async () => {
    await history.ended({});
    await locustfiles().save('run1', SHOP);
    expect(await locustfiles().of('run1')).toEqual(SHOP);
  });

  it('keeps the same content once, whatever the order of its files', async () => {
    await history.ended({ id: 'a' });
    await history.ended({ id: 'b' });
    await locustfiles().save('a', SHOP);
    await locustfiles().save('b', {
      main: SHOP.main,
      files: Object.fromEntries(Object.entries(SHOP.files).reverse()),
    });
    expect(await history.knex('locustfiles')).toHaveLength(1);
    expect(await locustfiles().of('b')).toEqual(SHOP);
  });

  it('keeps a folder before there is a run of it, bytes included', async () => {
    const folder = { ...SHOP, binary: { 'logo.png': 'iQD/' } };
    const hash = await locustfiles().keep(folder);
    expect(await locustfiles().read(hash)).toEqual(folder);
    await history.ended({});
    await locustfiles().save('run1', folder);
    expect(await history.knex('locustfiles')).toHaveLength(1);
    expect(await locustfiles().read('0'.repeat(64))).toBeUndefined();
  });

  it('keeps what a run had for another run of the same entity only', async () => {
    await history.ended({ entityRef: 'component:default/shop' });
    await locustfiles().save('run1', SHOP);
    const hash = await locustfiles().keep(SHOP);
    const keepAgain = (entity: string) =>
      locustfiles().keepAgain(hash, `component:default/${entity}`);
    expect(await keepAgain('shop')).toBe(true);
    expect(await keepAgain('other')).toBe(false);
    await history.store.delete('run1');
    expect(await keepAgain('shop')).toBe(false);
  });

  it('keeps what a run started with', async () => {
    await history.ended({});
    await locustfiles().save('run1', SHOP);
    await locustfiles().save('run1', {
      main: 'new.py',
      files: { 'new.py': '' },
    });
    expect(await locustfiles().of('run1')).toEqual(SHOP);
    expect(await history.knex('locustfiles')).toHaveLength(1);
  });

  it('has none of a run that is not there or was deleted', async () => {
    await history.ended({ id: 'gone' });
    await locustfiles().save('gone', SHOP);
    await history.store.delete('gone');
    await locustfiles().save('gone', SHOP);
    await locustfiles().save('none', SHOP);
    expect(await locustfiles().of('gone')).toBeUndefined();
    expect(await locustfiles().of('none')).toBeUndefined();
  });

  it('removes what no run has any more, but nothing that is new', async () => {
    const other = { main: 'other.py', files: { 'other.py': '' } };
    await history.ended({ id: 'a' });
    await history.ended({ id: 'b' });
    await locustfiles().save('a', SHOP);
    await locustfiles().save('b', other);
    await history.store.delete('a');
    expect(await locustfiles().removeUnused()).toBe(0);

    history.time = new Date(Date.now() + 2 * DAY);
    expect(await locustfiles().removeUnused()).toBe(1);
    expect(await locustfiles().of('b')).toEqual(other);
  });
});
