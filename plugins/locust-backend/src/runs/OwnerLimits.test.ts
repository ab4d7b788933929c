import { limitOfOwner, quotaOfOwner } from './OwnerLimits';

const LIMITS = [
  { owners: ['group:default/shop*'], concurrentRuns: 5, runsPerDay: null },
  { owners: ['group:default/shop-api'], concurrentRuns: null },
];
const of = (owner: string) =>
  limitOfOwner(`group:default/${owner}`, LIMITS, 'concurrentRuns', 2);

describe('limits of single owners', () => {
  it('count in place of those of all, the last that names them first', () => {
    expect(of('search')).toBe(2);
    expect(of('shop')).toBe(5);
    expect(of('shop-api')).toBeUndefined();
  });

  it('leave what they do not name', () => {
    const usual = {
      runsPerOwnerPerDay: 10,
      concurrentRunsPerOwnerAcrossClusters: 3,
    };
    expect(quotaOfOwner('group:default/search', LIMITS, usual)).toEqual(usual);
    expect(quotaOfOwner('group:default/shop', LIMITS, usual)).toEqual({
      concurrentRunsPerOwnerAcrossClusters: 3,
    });
  });
});
