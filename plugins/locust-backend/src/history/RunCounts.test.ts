import { RunCounts } from './RunCounts';
import { describeHistory } from './__testUtils__/historyOn';
import { later } from './__testUtils__/runStart';

const SHOP = 'component:default/shop';
const CART = 'component:default/cart';

describeHistory('RunCounts', history => {
  let seconds = 0;
  let runCounts: RunCounts | undefined;
  const counts = () => {
    runCounts ??= new RunCounts(history.knex, () => seconds * 1000);
    return runCounts;
  };
  const wait = (more: number) => {
    seconds += more;
  };

  beforeEach(() => {
    runCounts = undefined;
  });

  it('counts what a list would give', async () => {
    await history.ended({ id: 'a', entityRef: SHOP });
    await history.ended({ id: 'b', entityRef: CART, trigger: 'user' });
    await history.ended({ id: 'c', createdAt: later(5) });
    await history.ended({ id: 'd' });
    await history.store.delete('d');
    expect(await counts().of({})).toBe(3);
    expect(await counts().of({ entityRefs: [SHOP] })).toBe(1);
    expect(await counts().of({ entityRefs: [SHOP, CART] })).toBe(2);
    expect(await counts().of({ entityRefs: [] })).toBe(0);
    expect(await counts().of({ triggers: ['user'] })).toBe(1);
    expect(await counts().of({ createdFrom: later(5) })).toBe(1);
    expect(await counts().of({ createdBefore: later(5) })).toBe(2);
  });

  it('counts anew after fifteen seconds, not before', async () => {
    await history.ended({ id: 'a' });
    expect(await counts().of({})).toBe(1);
    await history.ended({ id: 'b' });
    wait(14);
    expect(await counts().of({})).toBe(1);
    wait(2);
    expect(await counts().of({})).toBe(2);
  });

  it('counts once for all who ask for the same', async () => {
    await history.ended({ id: 'a' });
    let queries = 0;
    const listener = () => {
      queries += 1;
    };
    history.knex.on('query', listener);
    try {
      await Promise.all([
        counts().of({ entityRefs: [SHOP, CART], test: 'x' }),
        counts().of({ test: 'x', entityRefs: [CART, SHOP] }),
        counts().of({
          test: 'x',
          entityRefs: [CART, SHOP],
          cluster: undefined,
        }),
      ]);
    } finally {
      history.knex.removeListener('query', listener);
    }
    expect(queries).toBe(1);
  });
});
