import { describeHistory } from './__testUtils__/historyOn';
import { T0, later, runStart } from './__testUtils__/runStart';

const SHOP = { entityRef: 'component:default/shop', test: 'checkout' };
const NAMESPACE = { cluster: 'local', namespace: 'shop', test: 'checkout' };

describeHistory('DatabaseRunMarks', history => {
  const marks = () => history.store.marks;

  it('says of a run that nobody has said anything of that it is neither pinned nor a baseline', async () => {
    await history.ended({});
    expect(await marks().get('run1')).toEqual({
      pinned: false,
      baseline: false,
    });
  });

  it('keeps what was said of a run', async () => {
    await history.ended({});
    await marks().pin('run1', true);
    await marks().annotate('run1', {
      text: 'With the new cache\u0000 🦗',
      by: 'user:default/ada',
      at: later(5),
    });
    expect(await marks().get('run1')).toEqual({
      pinned: true,
      baseline: false,
      note: {
        text: 'With the new cache\uFFFD 🦗',
        by: 'user:default/ada',
        at: later(5),
      },
    });
  });

  it('takes back what was said', async () => {
    await history.ended({});
    await marks().pin('run1', true);
    await marks().annotate('run1', { text: 'no', at: T0 });
    await marks().rejudge('run1', {
      verdict: 'failed',
      thresholds: [],
      at: T0,
    });
    await marks().setBaseline('run1');

    await marks().pin('run1', false);
    await marks().annotate('run1', undefined);
    await marks().rejudge('run1', undefined);
    await marks().clearBaseline('run1');
    expect(await marks().get('run1')).toEqual({
      pinned: false,
      baseline: false,
    });
  });

  it('does nothing to a run that is not there, has not begun or was deleted, and says so', async () => {
    await history.store.progress('news', { phase: 'running' });
    await history.ended({ id: 'gone' });
    await history.store.delete('gone');
    for (const id of ['none', 'news', 'gone']) {
      expect(await marks().pin(id, true)).toBe(false);
      expect(await marks().setBaseline(id)).toBe(false);
      expect(await marks().clearBaseline(id)).toBe(false);
      expect(await marks().annotate(id, { text: 'x', at: T0 })).toBe(false);
      expect(await marks().get(id)).toBeUndefined();
    }
    expect(
      await history.knex('runs').whereRaw('pinned or is_baseline'),
    ).toEqual([]);
  });

  it('goes with a run that is deleted', async () => {
    await history.ended({ entityRef: SHOP.entityRef });
    await marks().setBaseline('run1');
    await marks().annotate('run1', { text: 'secret', at: T0 });
    await history.store.delete('run1');
    expect(await marks().baselineOf(SHOP)).toBeUndefined();
    expect(await history.knex('runs').select('note')).toEqual([{ note: null }]);
  });

  it('is not undone by what the engine writes', async () => {
    await history.store.begin(runStart());
    await marks().pin('run1', true);
    await marks().annotate('run1', { text: 'mine', at: T0 });
    await history.store.begin(runStart({ jobUid: 'job' }));
    await history.store.progress('run1', { phase: 'running' });
    await history.store.progress('run1', { phase: 'error' });
    expect(await marks().get('run1')).toMatchObject({
      pinned: true,
      note: { text: 'mine' },
    });
  });

  it('tells of many runs at once, of those that there are', async () => {
    await history.ended({ id: 'a' });
    await history.ended({ id: 'b' });
    await marks().pin('b', true);
    expect([...(await marks().ofRuns(['a', 'b', 'c']))].sort()).toEqual([
      ['a', { pinned: false, baseline: false }],
      ['b', { pinned: true, baseline: false }],
    ]);
  });

  describe('a baseline', () => {
    it('is one for each test of an entity', async () => {
      const { entityRef } = SHOP;
      await history.ended({ id: 'a', entityRef });
      await history.ended({ id: 'b', entityRef });
      await history.ended({ id: 'other-test', entityRef, test: 'search' });
      await history.ended({
        id: 'other-entity',
        entityRef: 'component:default/cart',
      });
      for (const id of ['a', 'other-test', 'other-entity', 'b']) {
        expect(await marks().setBaseline(id)).toBe(true);
      }
      expect(await marks().baselineOf(SHOP)).toBe('b');
      expect(await marks().get('a')).toMatchObject({ baseline: false });
      expect(await marks().baselineOf({ ...SHOP, test: 'search' })).toBe(
        'other-test',
      );
      expect(
        await marks().baselineOf({
          ...SHOP,
          entityRef: 'component:default/cart',
        }),
      ).toBe('other-entity');
    });

    it('belongs to the namespace where no entity is known', async () => {
      await history.ended({ id: 'a' });
      await history.ended({ id: 'b', namespace: 'else' });
      await history.ended({ id: 'c', cluster: 'remote' });
      for (const id of ['a', 'b', 'c']) {
        await marks().setBaseline(id);
      }
      expect(await marks().baselineOf(NAMESPACE)).toBe('a');
      expect(
        await marks().baselineOf({ ...NAMESPACE, namespace: 'else' }),
      ).toBe('b');
      expect(await marks().baselineOf(SHOP)).toBeUndefined();
    });

    it('can be set again', async () => {
      await history.ended({});
      await marks().setBaseline('run1');
      expect(await marks().setBaseline('run1')).toBe(true);
      expect(await marks().baselineOf(NAMESPACE)).toBe('run1');
    });

    it("becomes the entity's when the entity becomes known", async () => {
      await history.ended({});
      await marks().setBaseline('run1');
      await history.store.begin(runStart({ entityRef: SHOP.entityRef }));
      expect(await marks().baselineOf(SHOP)).toBe('run1');
      expect(await marks().baselineOf(NAMESPACE)).toBeUndefined();
    });

    it('gives way to the one that the entity has when the entity becomes known', async () => {
      await history.ended({ id: 'first', entityRef: SHOP.entityRef });
      await marks().setBaseline('first');
      await history.ended({ id: 'late' });
      await marks().setBaseline('late');
      await history.store.begin(
        runStart({ id: 'late', entityRef: SHOP.entityRef }),
      );
      expect(await marks().baselineOf(SHOP)).toBe('first');
      expect(await history.store.get('late')).toMatchObject({
        entityRef: SHOP.entityRef,
      });
    });

    it('is one however many are set at the same time', async () => {
      const ids = ['a', 'b', 'c', 'd', 'e'];
      for (const id of ids) {
        await history.ended({ id, entityRef: SHOP.entityRef });
      }
      await Promise.all(ids.map(id => marks().setBaseline(id)));
      expect(ids).toContain(await marks().baselineOf(SHOP));
      expect(await history.knex('runs').whereRaw('is_baseline')).toHaveLength(
        1,
      );
    });
  });

  describe('of a verdict', () => {
    const THRESHOLDS = [
      {
        threshold: 'p95 < 500ms',
        passed: false,
        limit: 500,
        actual: 731.5,
        message: 'p95 was 731.5ms; wanted: < 500ms.',
      },
      {
        threshold: 'p95 <',
        passed: false,
        message: 'A limit is missing.',
      },
    ];

    it('tells the thresholds that it was judged by, with what was measured', async () => {
      await history.store.begin(runStart());
      await history.store.progress('run1', {
        phase: 'finished',
        verdict: 'failed',
        thresholds: THRESHOLDS,
      });
      expect(await marks().get('run1')).toMatchObject({
        thresholds: THRESHOLDS,
      });
    });

    it('keeps it where the run is judged again by other thresholds', async () => {
      await history.store.begin(runStart());
      await history.store.progress('run1', {
        phase: 'finished',
        verdict: 'failed',
        thresholds: THRESHOLDS,
      });
      const rejudgement = {
        verdict: 'passed' as const,
        thresholds: [
          {
            threshold: 'p95 < 1s',
            passed: true,
            limit: 1000,
            actual: 731.5,
            message: 'p95 was 731.5ms, as wanted: < 1s.',
          },
        ],
        by: 'user:default/ada',
        at: later(60),
      };
      await marks().rejudge('run1', rejudgement);
      expect(await marks().get('run1')).toMatchObject({
        thresholds: THRESHOLDS,
        rejudgement,
      });
      expect(await history.store.get('run1')).toMatchObject({
        verdict: 'failed',
      });
    });
  });
});
