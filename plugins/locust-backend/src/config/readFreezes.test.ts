import { ConfigReader } from '@backstage/config';
import { readLocustConfig } from './LocustConfig';

const read = (...freezes: object[]) =>
  readLocustConfig(new ConfigReader({ locust: { freezes } } as never)).freezes;

const SALE = {
  reason: 'Sale',
  from: '2026-11-27T00:00:00Z',
  until: '2026-11-28T00:00:00+01:00',
};
const NIGHTS = { reason: 'Backups', schedule: '0 2 * * *', duration: '2h' };

describe('freezes of the configuration', () => {
  it('come once, or again and again', () => {
    expect(
      read(
        { ...SALE, for: { clusters: ['eu-*'], owners: ['group:default/a'] } },
        { ...NIGHTS, timeZone: 'Europe/Berlin', stopsRuns: true },
      ),
    ).toEqual([
      {
        reason: 'Sale',
        stopsRuns: false,
        clusters: ['eu-*'],
        owners: ['group:default/a'],
        when: {
          from: new Date('2026-11-27T00:00:00Z'),
          until: new Date('2026-11-27T23:00:00Z'),
        },
      },
      {
        reason: 'Backups',
        stopsRuns: true,
        when: {
          schedule: '0 2 * * *',
          timeZone: 'Europe/Berlin',
          durationSeconds: 7_200,
        },
      },
    ]);
    expect(readLocustConfig(new ConfigReader({})).freezes).toEqual([]);
  });

  it.each([
    [{ ...SALE, reason: undefined }, /locust\.freezes\[0\]\.reason/],
    [{ ...SALE, until: SALE.from }, /until is .*has to be after from/],
    [{ ...SALE, from: 'soon' }, /\[0\]\.from is "soon"; .* time zone, such as/],
    [
      { ...SALE, from: '2026-11-27T00:00:00' },
      /\[0\]\.from is .*with its time zone/,
    ],
    [{ ...SALE, duration: '2h' }, /duration stands without schedule/],
    [{ ...NIGHTS, from: SALE.from }, /from stands beside schedule/],
    [{ ...NIGHTS, duration: 'long' }, /duration is "long"; .* such as 8h/],
    [{ ...NIGHTS, schedule: 'nightly' }, /\[0\]\.schedule: /],
    [{ ...NIGHTS, timeZone: 'Mars' }, /\[0\]\.schedule: .*Mars/],
    [{ ...NIGHTS, cluster: 'a' }, /\[0\]\.cluster is not known; it may hold/],
    [{ ...NIGHTS, for: { team: ['a'] } }, /for\.team is not known/],
  ])('%j is refused with its path', (freeze, message) => {
    expect(() => read(freeze)).toThrow(message);
  });
});

describe('limits over all clusters', () => {
  const quota = (limits: object) =>
    readLocustConfig(new ConfigReader({ locust: { limits } } as never))
      .ownerQuota;

  it('are none by default', () => {
    expect(quota({})).toEqual({});
    expect(quota({ runsPerOwnerPerDay: 'unlimited' })).toEqual({});
  });

  it('are whole numbers', () => {
    expect(
      quota({
        runsPerOwnerPerDay: 50,
        concurrentRunsPerOwnerAcrossClusters: 5,
      }),
    ).toEqual({
      runsPerOwnerPerDay: 50,
      concurrentRunsPerOwnerAcrossClusters: 5,
    });
    expect(() => quota({ runsPerOwnerPerDay: 0 })).toThrow(
      'locust.limits.runsPerOwnerPerDay is 0; it may be a whole number of runs from 1, or "unlimited"',
    );
  });
});
