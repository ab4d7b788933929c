import type { Tombstone } from './Tombstones';
import { describeHistory } from './__testUtils__/historyOn';
import { runStart } from './__testUtils__/runStart';

const HOUR = 60 * 60 * 1000;
const afterTwoHours = () => new Date(Date.now() + 2 * HOUR);

describeHistory('Tombstones', history => {
  const sweep = (
    isGone: (tombstone: Tombstone) => Promise<boolean>,
    now = afterTwoHours(),
  ) => history.store.tombstones.sweep(isGone, now);

  const ids = async () =>
    (await history.knex('runs').orderBy('id').select('id')).map(row => row.id);

  it('stay as long as the cluster has something of their runs', async () => {
    await history.ended({});
    await history.store.delete('run1');
    expect(await sweep(async () => false)).toBe(0);
    await history.store.begin(runStart());
    expect(await history.store.get('run1')).toBeUndefined();
  });

  it('go when the cluster has nothing of their runs any more', async () => {
    await history.ended({});
    await history.store.delete('run1');
    const asked: Tombstone[] = [];
    expect(
      await sweep(async tombstone => {
        asked.push(tombstone);
        return true;
      }),
    ).toBe(1);
    expect(asked).toEqual([
      {
        id: 'run1',
        clusterUid: 'cluster-uid',
        namespace: 'shop',
        locustName: 'checkout-x7k2p',
        locustUid: 'locust-uid',
        jobName: 'checkout-x7k2p-master',
        scheduled: false,
      },
    ]);
    expect(await ids()).toEqual([]);
  });

  it('stay for an hour, for a write that is under way', async () => {
    await history.ended({});
    await history.store.delete('run1');
    expect(await sweep(async () => true, new Date())).toBe(0);
    expect(await ids()).toEqual(['run1']);
  });

  it('of runs that never began go without asking', async () => {
    await history.store.delete('never');
    expect(
      await sweep(async () => {
        throw new Error('There is nothing to ask for');
      }),
    ).toBe(1);
  });

  it('are asked for each once, however many there are', async () => {
    const many = Array.from({ length: 450 }, (_, i) => `run${i}`);
    const deleted_at = new Date(Date.now() - HOUR);
    const { knex } = history;
    for (let from = 0; from < many.length; from += 50) {
      await knex('runs').insert(
        many.slice(from, from + 50).map(id => ({
          id,
          deleted_at,
          cluster_uid: 'u',
          namespace: 'n',
          locust_name: 'l',
          locust_uid: 'v',
          job_name: 'j',
        })),
      );
    }
    const asked: string[] = [];
    const removed = await sweep(async ({ id }) => {
      asked.push(id);
      return id.endsWith('7');
    });
    expect(asked.sort()).toEqual([...many].sort());
    expect(removed).toBe(45);
    expect(await ids()).toHaveLength(405);
  });

  it('leaves runs that were not deleted alone', async () => {
    await history.ended({});
    expect(await sweep(async () => true)).toBe(0);
    expect(await ids()).toEqual(['run1']);
  });
});
