import type { RunStart } from '../runs/RunStore';
import { describeHistory } from './__testUtils__/historyOn';
import { later, runStart } from './__testUtils__/runStart';

const DAY = 24 * 60 * 60;
const SHOP = 'component:default/shop';
const CART = 'component:default/cart';

describeHistory('RunRetention', history => {
  const left = async () =>
    (await history.store.list({}, { limit: 100 })).items
      .map(run => run.id)
      .sort();

  /** Runs that have ended, so many days after the first. */
  const endedOn = async (
    days: Readonly<Record<string, number>>,
    overrides: Partial<RunStart> = {},
  ) => {
    for (const [id, day] of Object.entries(days)) {
      await history.ended({ ...overrides, id, createdAt: later(day * DAY) });
    }
  };

  it('keeps everything where nothing is configured', async () => {
    await endedOn({ a: 0, b: 1 });
    expect(await history.store.retention.apply({}, later(9999 * DAY))).toBe(0);
    expect(await left()).toEqual(['a', 'b']);
  });

  it('takes away what is older than so many days', async () => {
    await endedOn({ a: 0, b: 1, c: 2, d: 3 });
    expect(
      await history.store.retention.apply({ days: 2 }, later(3.5 * DAY)),
    ).toBe(2);
    expect(await left()).toEqual(['c', 'd']);
  });

  it('keeps the newest so many of each entity', async () => {
    await endedOn({ a: 0, b: 1, c: 2 }, { entityRef: SHOP });
    await endedOn({ d: 0, e: 1 }, { entityRef: CART });
    expect(
      await history.store.retention.apply({ runsPerEntity: 2 }, later(3 * DAY)),
    ).toBe(1);
    expect(await left()).toEqual(['b', 'c', 'd', 'e']);
  });

  it('does not count runs of which no entity is known', async () => {
    await endedOn({ a: 0, b: 1, c: 2 });
    await history.store.retention.apply({ runsPerEntity: 1 }, later(3 * DAY));
    expect(await left()).toEqual(['a', 'b', 'c']);
  });

  it('keeps runs that are pinned or a baseline, and counts the others only', async () => {
    await endedOn({ a: 0, b: 1, c: 2, d: 3, e: 4 }, { entityRef: SHOP });
    await history.store.marks.pin('a', true);
    await history.store.marks.pin('e', true);
    await history.store.marks.setBaseline('b');
    await history.store.retention.apply(
      { days: 0, runsPerEntity: 1 },
      later(3.5 * DAY),
    );
    expect(await left()).toEqual(['a', 'b', 'e']);
  });

  it('counts neither pinned runs nor the baseline', async () => {
    await endedOn({ a: 0, b: 1, c: 2, d: 3 }, { entityRef: SHOP });
    await history.store.marks.pin('d', true);
    await history.store.marks.setBaseline('c');
    await history.store.retention.apply({ runsPerEntity: 1 }, later(4 * DAY));
    expect(await left()).toEqual(['b', 'c', 'd']);
  });

  it('keeps a run that has not ended, however old', async () => {
    await history.store.begin(runStart({ entityRef: SHOP }));
    await history.store.retention.apply(
      { days: 1, runsPerEntity: 0 },
      later(99 * DAY),
    );
    expect(await left()).toEqual(['run1']);
  });

  it('takes along what belongs to a run, and leaves its tombstone', async () => {
    await endedOn({ a: 0 });
    await history.store.saveFigures('a', {
      points: [{ elapsedSeconds: 1, users: 1, rps: 1, failuresPerSecond: 0 }],
      requests: [],
      errors: [],
      exceptions: [],
    });
    await history.store.retention.apply({ days: 1 }, later(9 * DAY));
    expect(await history.knex('run_points')).toEqual([]);
    await history.store.begin(runStart({ id: 'a' }));
    expect(await history.store.get('a')).toBeUndefined();
    expect(
      await history.knex('runs').whereNotNull('deleted_at').select('id'),
    ).toEqual([{ id: 'a' }]);
  });

  it('works through any number in batches', async () => {
    const many = Array.from({ length: 47 }, (_, i) => [`run${i}`, i / 100]);
    await endedOn(Object.fromEntries(many));
    expect(
      await history.store.retention.apply({ days: 1 }, later(9 * DAY)),
    ).toBe(47);
    expect(await left()).toEqual([]);
  });

  it('ends after the batch at hand when it is told to', async () => {
    const many = Array.from({ length: 47 }, (_, i) => [`run${i}`, i / 100]);
    await endedOn(Object.fromEntries(many));
    const removed = await history.store.retention.apply(
      { days: 1 },
      later(9 * DAY),
      AbortSignal.abort(),
    );
    expect(removed).toBeGreaterThan(0);
    expect(removed).toBeLessThan(47);
    expect(await left()).toHaveLength(47 - removed);
  });

  it('may be repeated', async () => {
    await endedOn({ a: 0 });
    await history.store.retention.apply({ days: 1 }, later(9 * DAY));
    expect(
      await history.store.retention.apply({ days: 1 }, later(9 * DAY)),
    ).toBe(0);
  });
});
