import { describeHistory } from './__testUtils__/historyOn';
import { later, runStart, T0 } from './__testUtils__/runStart';
import { AdmittedRuns } from './AdmittedRuns';

const DAY = 24 * 60 * 60;
const SHOP = 'group:default/shop';

describeHistory('AdmittedRuns', history => {
  const admitted = () => new AdmittedRuns(history.knex);
  const DAILY = { runsPerOwnerPerDay: 2 };
  const AT_ONCE = { concurrentRunsPerOwnerAcrossClusters: 1 };

  const goes = async (id: string) => {
    await history.store.begin(runStart({ id, jobUid: `uid of ${id}` }));
    await history.store.progress(id, { phase: 'running' });
  };
  const ends = (id: string) =>
    history.store.progress(id, { phase: 'finished' });

  it('admits as many runs of an owner as a day allows, and more on the next', async () => {
    expect(await admitted().admit('a', SHOP, DAILY, T0)).toBeUndefined();
    expect(await admitted().admit('b', SHOP, DAILY, later(60))).toBeUndefined();
    expect(await admitted().admit('c', SHOP, DAILY, later(120))).toBe(
      'runsPerOwnerPerDay',
    );
    const midnight = new Date('2026-02-01T00:00:00.000Z');
    expect(
      await admitted().admit(
        'c',
        SHOP,
        DAILY,
        new Date(midnight.getTime() - 1),
      ),
    ).toBe('runsPerOwnerPerDay');
    expect(await admitted().admit('c', SHOP, DAILY, midnight)).toBeUndefined();
  });

  it('counts each owner alone', async () => {
    await admitted().admit('a', SHOP, { runsPerOwnerPerDay: 1 }, T0);
    expect(
      await admitted().admit(
        'b',
        'group:default/search',
        { runsPerOwnerPerDay: 1 },
        T0,
      ),
    ).toBeUndefined();
  });

  it('counts a run once, however often it asks', async () => {
    for (let time = 0; time < 3; time += 1) {
      expect(
        await admitted().admit(
          'a',
          SHOP,
          { runsPerOwnerPerDay: 1 },
          later(time),
        ),
      ).toBeUndefined();
    }
  });

  it('counts a run as going from when it is admitted until it has ended', async () => {
    await admitted().admit('a', SHOP, AT_ONCE, T0);
    expect(await admitted().admit('b', SHOP, AT_ONCE, later(1))).toBe(
      'concurrentRunsPerOwnerAcrossClusters',
    );
    await goes('a');
    expect(await admitted().admit('b', SHOP, AT_ONCE, later(3 * DAY))).toBe(
      'concurrentRunsPerOwnerAcrossClusters',
    );
    await ends('a');
    expect(
      await admitted().admit('b', SHOP, AT_ONCE, later(3 * DAY)),
    ).toBeUndefined();
  });

  it('does not wait for ever for a run that was admitted and never began', async () => {
    await admitted().admit('a', SHOP, AT_ONCE, T0);
    expect(await admitted().admit('b', SHOP, AT_ONCE, later(299))).toBe(
      'concurrentRunsPerOwnerAcrossClusters',
    );
    expect(
      await admitted().admit('b', SHOP, AT_ONCE, later(301)),
    ).toBeUndefined();
  });

  it('does not count a run whose record was deleted', async () => {
    await admitted().admit('a', SHOP, AT_ONCE, T0);
    await goes('a');
    await history.store.delete('a');
    expect(
      await admitted().admit('b', SHOP, AT_ONCE, later(1)),
    ).toBeUndefined();
  });

  it('forgets what counts for nothing any more, and not what goes', async () => {
    const both = { ...DAILY, concurrentRunsPerOwnerAcrossClusters: 5 };
    await admitted().admit('ended', SHOP, both, T0);
    await admitted().admit('goes', SHOP, both, T0);
    await goes('ended');
    await ends('ended');
    await goes('goes');
    await admitted().admit('new', SHOP, both, later(3 * DAY));
    expect(
      await history.knex('admitted_runs').orderBy('run_id').pluck('run_id'),
    ).toEqual(['goes', 'new']);
  });

  it('admits no more when several ask at the same time', async () => {
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, index) =>
        admitted().admit(`run${index}`, SHOP, DAILY, T0),
      ),
    );
    expect(answers.filter(it => it === undefined)).toHaveLength(2);
  });
});
