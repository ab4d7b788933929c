import { ConfigReader } from '@backstage/config';
import { readLocustConfig } from './LocustConfig';

const read = (locust?: object) =>
  readLocustConfig(new ConfigReader(locust ? { locust } : {}));

describe('readLocustConfig', () => {
  it.each<readonly [object, RegExp]>([
    [
      { deleteFinished: 'some' },
      /locust.deleteFinished is "some"; it may be portal, all, none/,
    ],
    [{ graceSeconds: -1 }, /locust.graceSeconds is -1/],
    [
      { engine: { lease: { leaseSeconds: 8 } } },
      /locust.engine.lease comes to a lease of 8 s, a renewal within 10 s/,
    ],
    [{ ttlAfterFinished: 'soon' }, /locust.ttlAfterFinished: /],
    [{ maximumRunTime: 'never' }, /locust.maximumRunTime: /],
    ...[0, -1, 1.5, '', 'never', true].map(
      days =>
        [
          { retention: { days } },
          /locust.retention.days is .*; it may be a whole number of 1 or more, or "unlimited"/,
        ] as const,
    ),
    [
      { retention: { runsPerEntity: 0 } },
      /locust.retention.runsPerEntity is 0;/,
    ],
  ])('refuses %j with the path of what is wrong', (locust, message) => {
    expect(() => read(locust)).toThrow(message);
  });

  it.each([
    [undefined, { days: 365, runsPerEntity: 1000 }],
    [{ days: 30 }, { days: 30, runsPerEntity: 1000 }],
    [{ days: '30' }, { days: 30, runsPerEntity: 1000 }],
    [
      { days: 'unlimited', runsPerEntity: 'unlimited' },
      { days: undefined, runsPerEntity: undefined },
    ],
  ])('reads %j as the retention', (retention, expected) => {
    expect(read(retention && { retention }).retention).toEqual(expected);
  });

  it('reads the times of the lease, each of which may be left out', () => {
    expect(
      read({ engine: { lease: { leaseSeconds: 30, retrySeconds: 1 } } }).lease,
    ).toEqual({ leaseSeconds: 30, renewSeconds: undefined, retrySeconds: 1 });
  });

  it.each(['0', 'never', '36h'])(
    'accepts ttlAfterFinished %s',
    ttlAfterFinished => {
      expect(read({ ttlAfterFinished }).ttlAfterFinished).toBe(
        ttlAfterFinished,
      );
    },
  );
});
