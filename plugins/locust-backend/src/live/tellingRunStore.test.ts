import type { Point } from 'backstage-plugin-locust-common';
import { runStart } from '../history/__testUtils__/runStart';
import type { RunStore } from '../runs/RunStore';
import { tellingRunStore } from './tellingRunStore';

const SHOP = 'component:default/shop';

function setUp() {
  const told: (string | undefined)[] = [];
  const writes: string[] = [];
  let failing = false;
  const store: Pick<
    RunStore,
    'begin' | 'progress' | 'delete' | 'get' | 'points'
  > = {
    begin: async () => {
      if (failing) {
        throw new Error('away');
      }
      writes.push('begin');
    },
    progress: async (_, { phase }) => {
      writes.push(phase);
    },
    delete: async () => {
      writes.push('delete');
    },
    get: async () => ({ entityRef: SHOP } as never),
    points: async () => [{ elapsedSeconds: 1 } as Point],
  };
  return {
    told,
    writes,
    store: tellingRunStore(store, entityRef => told.push(entityRef)),
    fail: (value: boolean) => {
      failing = value;
    },
  };
}

const run = runStart({ id: 'a', entityRef: SHOP });

describe('tellingRunStore', () => {
  it('tells of a beginning, each phase, a verdict and the deletion, not of figures', async () => {
    const { told, writes, store } = setUp();
    const counts: number[] = [];
    for (const step of [
      () => store.begin(run),
      () => store.begin(run),
      () => store.progress('a', { phase: 'starting' }),
      () => store.begin(run),
      () => store.progress('a', { phase: 'running' }),
      () => store.progress('a', { phase: 'running', currentUsers: 5 }),
      () => store.progress('a', { phase: 'finished', verdict: 'passed' }),
      () => store.progress('a', { phase: 'finished' }),
      () => store.progress('a', { phase: 'finished', verdict: 'failed' }),
      () => store.delete('a'),
    ]) {
      await step();
      counts.push(told.length);
    }
    expect(counts).toEqual([1, 1, 2, 2, 3, 3, 4, 4, 5, 6]);
    expect(new Set(told)).toEqual(new Set([SHOP]));
    expect(writes).toHaveLength(10);
  });

  it('asks the history for the entity of a run that it has not seen begin', async () => {
    const { told, store } = setUp();
    await store.progress('b', { phase: 'running' });
    expect(told).toEqual([SHOP]);
  });

  it('tells of a run whose entity became known', async () => {
    const { told, store } = setUp();
    await store.begin(runStart({ id: 'a', entityRef: undefined }));
    await store.begin(run);
    expect(told).toEqual([undefined, SHOP]);
  });

  it('tells nothing of what was not written', async () => {
    const { told, store, fail } = setUp();
    fail(true);
    await expect(store.begin(run)).rejects.toThrow('away');
    expect(told).toEqual([]);
    fail(false);
    await store.begin(run);
    expect(told).toEqual([SHOP]);
  });

  it('leaves everything else as it is', async () => {
    const { store } = setUp();
    expect(await store.points('a')).toEqual([{ elapsedSeconds: 1 }]);
  });
});
