import type { OwnerUsage } from 'backstage-plugin-locust-common';
import { daysBetween, usageByOwner, usageCsv } from './ownerUsage';

const used = (change: Partial<OwnerUsage>): OwnerUsage => ({
  owner: 'group:default/shop',
  day: '2026-01-31',
  runs: 1,
  failed: 0,
  errors: 0,
  userHours: 2,
  workerHours: 1,
  ...change,
});

describe('usage', () => {
  it('has every day that the time touches, also those without runs', () => {
    expect(
      daysBetween(
        new Date('2026-01-30T23:00:00Z'),
        new Date('2026-02-01T00:00:00Z'),
      ),
    ).toEqual(['2026-01-30', '2026-01-31']);
    expect(daysBetween(new Date(0), new Date(0))).toEqual([]);
  });

  it('is added up by owner, what nobody answers for last', () => {
    const sums = usageByOwner(
      [
        used({}),
        used({ day: '2026-02-01', failed: 1, workerHours: 3 }),
        used({ owner: undefined, workerHours: 9, errors: 1 }),
      ],
      ['2026-01-31', '2026-02-01'],
    );
    expect(sums).toEqual([
      {
        owner: 'group:default/shop',
        runs: 2,
        failed: 1,
        errors: 0,
        userHours: 4,
        workerHours: 4,
        daily: [1, 3],
      },
      {
        owner: undefined,
        runs: 1,
        failed: 0,
        errors: 1,
        userHours: 2,
        workerHours: 9,
        daily: [9, 0],
      },
    ]);
  });

  it('goes into a spreadsheet day by day', () => {
    expect(usageCsv([used({}), used({ owner: undefined })])).toBe(
      [
        'day,owner,runs,failed,errors,userHours,workerHours',
        '2026-01-31,group:default/shop,1,0,0,2,1',
        '2026-01-31,,1,0,0,2,1',
        '',
      ].join('\r\n'),
    );
  });
});
