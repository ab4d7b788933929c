import type { ActiveRunCount } from '../history/ActiveRuns';
import { clusterLoads, ownerLoads } from './overviewLoads';

const count = (change: Partial<ActiveRunCount>): ActiveRunCount => ({
  entityRef: 'component:default/shop',
  cluster: 'eu',
  namespace: 'load',
  running: 1,
  queued: 0,
  waiting: 0,
  ...change,
});

const CLUSTERS = [
  {
    name: 'eu',
    limits: { concurrentRunsPerCluster: 10, concurrentRunsPerOwner: 4 },
  },
  { name: 'us' },
];

const owners: Readonly<Record<string, string>> = {
  'component:default/shop': 'group:default/shop',
  'component:default/cart': 'group:default/shop',
  'component:default/search': 'group:default/search',
};
const ownerOfRun = ({ entityRef }: ActiveRunCount) =>
  entityRef && owners[entityRef];

describe('clusterLoads', () => {
  it('adds up each configured cluster, with its limit, and those that have runs besides', () => {
    expect(
      clusterLoads(
        [
          count({ running: 2, queued: 3, waiting: 2 }),
          count({ namespace: 'other', running: 3 }),
          count({ cluster: 'gone' }),
        ],
        CLUSTERS,
      ),
    ).toEqual([
      { cluster: 'eu', running: 5, waiting: 2, limit: 10 },
      { cluster: 'us', running: 0, waiting: 0 },
      { cluster: 'gone', running: 1, waiting: 0 },
    ]);
  });
});

describe('ownerLoads', () => {
  it('adds up the entities of an owner in a cluster', () => {
    expect(
      ownerLoads(
        [
          count({}),
          count({ entityRef: 'component:default/cart', running: 2 }),
          count({ cluster: 'us' }),
        ],
        CLUSTERS,
        ownerOfRun,
      ),
    ).toEqual([
      {
        cluster: 'eu',
        owner: 'group:default/shop',
        running: 3,
        waiting: 0,
        limit: 4,
      },
      { cluster: 'us', owner: 'group:default/shop', running: 1, waiting: 0 },
    ]);
  });

  it('counts what nobody answers for by its namespace, as the queue does', () => {
    expect(
      ownerLoads(
        [
          count({ entityRef: undefined }),
          count({ entityRef: 'component:default/unknown', running: 2 }),
          count({ entityRef: undefined, namespace: 'other' }),
        ],
        CLUSTERS,
        ownerOfRun,
      ).map(it => `${it.namespace} ${it.running}`),
    ).toEqual(['load 3', 'other 1']);
  });

  it('has those first that are nearest to their limit', () => {
    expect(
      ownerLoads(
        [
          count({ cluster: 'us', running: 9 }),
          count({ running: 3 }),
          count({ entityRef: 'component:default/search', running: 4 }),
          count({ entityRef: undefined, running: 4, waiting: 2 }),
        ],
        CLUSTERS,
        ownerOfRun,
      ).map(it => it.owner ?? it.namespace),
    ).toEqual([
      'load',
      'group:default/search',
      'group:default/shop',
      'group:default/shop',
    ]);
  });
});
