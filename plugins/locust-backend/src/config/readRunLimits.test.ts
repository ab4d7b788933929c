import { ConfigReader } from '@backstage/config';
import { readNamespaceOwners } from './readNamespaceOwners';
import { readLocustConfig } from './LocustConfig';

const read = (locust: object) =>
  readLocustConfig(new ConfigReader({ locust } as never));

describe('limits', () => {
  it('are none by default', () => {
    expect(
      read({ clusters: [{ name: 'a' }] }).clusters[0].limits,
    ).toBeUndefined();
    expect(read({}).clusters[0].limits).toBeUndefined();
  });

  it('hold for every cluster that says nothing else', () => {
    const { clusters } = read({
      limits: { concurrentRunsPerCluster: 20, concurrentRunsPerOwner: 4 },
      clusters: [
        { name: 'a' },
        { name: 'b', limits: { concurrentRunsPerOwner: 8 } },
        { name: 'c', limits: { concurrentRunsPerOwner: 'unlimited' } },
      ],
    });
    expect(clusters.map(it => it.limits)).toEqual([
      { concurrentRunsPerCluster: 20, concurrentRunsPerOwner: 4 },
      { concurrentRunsPerCluster: 20, concurrentRunsPerOwner: 8 },
      { concurrentRunsPerCluster: 20 },
    ]);
  });

  it('may be others for single owners', () => {
    const config = read({
      limits: {
        concurrentRunsPerOwner: 2,
        owners: [
          {
            owners: ['group:default/shop'],
            concurrentRuns: 5,
            runsPerDay: 'unlimited',
          },
        ],
      },
      clusters: [{ name: 'a', limits: { concurrentRunsPerOwner: 3 } }],
    });
    const owners = [
      { owners: ['group:default/shop'], concurrentRuns: 5, runsPerDay: null },
    ];
    expect(config.ownerLimits).toEqual(owners);
    expect(config.clusters[0].limits).toEqual({
      concurrentRunsPerOwner: 3,
      owners,
    });
    expect(() =>
      read({ limits: { owners: [{ owners: ['a'], concurrentRuns: 0 }] } }),
    ).toThrow(
      'locust.limits.owners[0].concurrentRuns is 0; it may be a whole number of runs from 1, or "unlimited"',
    );
    expect(() =>
      read({ limits: { owners: [{ owners: ['a'], runsADay: 1 }] } }),
    ).toThrow('locust.limits.owners[0].runsADay is not known');
  });

  it.each([0, -1, 1.5, '', 'many', true])(
    'may not be %j, and the path says which',
    concurrentRunsPerOwner => {
      expect(() => read({ limits: { concurrentRunsPerOwner } })).toThrow(
        /^locust\.limits\.concurrentRunsPerOwner is .*; it may be a whole number of runs from 1/,
      );
      expect(() =>
        read({ clusters: [{ name: 'a', limits: { concurrentRunsPerOwner } }] }),
      ).toThrow(/^locust\.clusters\[0\]\.limits\.concurrentRunsPerOwner is /);
    },
  );
});

describe('readNamespaceOwners', () => {
  const owners = (namespaceOwners: unknown) =>
    readNamespaceOwners(
      new ConfigReader({ locust: { namespaceOwners } } as never),
    );

  it('reads references in full, groups without saying so', () => {
    expect(owners({ load: 'qa', shop: 'User:default/Ann' })).toEqual({
      load: 'group:default/qa',
      shop: 'user:default/ann',
    });
  });

  it('says where a reference is none', () => {
    expect(() => owners({ load: 'group:/' })).toThrow(
      /^locust\.namespaceOwners\.load is "group:\/"; it may be the reference/,
    );
  });
});
