import type { StorageApi } from '@backstage/core-plugin-api';
import { mockApis } from '@backstage/test-utils';
import { aRun } from '../../fake/aRun';
import { formFromClone, formFromTargets } from '../NewRunForm';
import { DraftStore } from './DraftStore';

const form = formFromClone(
  formFromTargets(
    {
      clusters: [],
      guardrails: {},
      defaults: {
        image: 'locustio/locust',
        workers: 1,
        users: 1,
        spawnRate: 1,
        runTime: '1m',
      },
    },
    'shop',
    'UTC',
  ),
  aRun(),
);
const SHOP = 'component:default/shop';

/** Storage that says later what it holds, as one in a backend does. */
function slow(storage: StorageApi, knows: boolean): StorageApi {
  const bucket = (name: string): StorageApi => {
    const fast = storage.forBucket(name);
    return {
      forBucket: bucket,
      set: (key, data) => fast.set(key, data),
      remove: key => fast.remove(key),
      snapshot: key => ({ key, presence: 'unknown', value: undefined }),
      observe$: ((key: string) => ({
        subscribe: ({
          next,
          error,
        }: {
          readonly next: (snapshot: unknown) => void;
          readonly error: (error: Error) => void;
        }) => {
          next({ key, presence: 'unknown', value: undefined });
          if (knows) {
            queueMicrotask(() => next(fast.snapshot(key)));
          } else {
            queueMicrotask(() => error(new Error('It is away.')));
          }
          return { unsubscribe: () => {}, closed: false };
        },
      })) as unknown as StorageApi['observe$'],
    };
  };
  return bucket('all');
}

describe('DraftStore', () => {
  it('gives back what was written, to its entity alone', async () => {
    const storage = mockApis.storage();
    const store = new DraftStore(storage, SHOP);
    expect(await store.read()).toBeUndefined();
    await store.write(form);
    expect(await store.read()).toEqual(form);
    expect(
      await new DraftStore(storage, 'component:default/other').read(),
    ).toBeUndefined();
    await store.remove();
    expect(await store.read()).toBeUndefined();
  });

  it('waits for storage that does not know at once', async () => {
    const store = new DraftStore(slow(mockApis.storage(), true), SHOP);
    await store.write(form);
    expect(await store.read()).toEqual(form);
  });

  it('does without where the storage is away', async () => {
    const store = new DraftStore(slow(mockApis.storage(), false), SHOP);
    expect(await store.read()).toBeUndefined();
  });
});
