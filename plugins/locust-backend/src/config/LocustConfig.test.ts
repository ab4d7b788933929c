import { ConfigReader } from '@backstage/config';
import { readLocustConfig } from './LocustConfig';

const read = (locust?: object) =>
  readLocustConfig(new ConfigReader(locust ? { locust } : {}));

describe('readLocustConfig', () => {
  it.each([
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
  ])('refuses %j with the path of what is wrong', (locust, message) => {
    expect(() => read(locust)).toThrow(message);
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
