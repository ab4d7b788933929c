import { ConfigReader } from '@backstage/config';
import { readLocustConfig } from './LocustConfig';

const read = (locust?: object) =>
  readLocustConfig(new ConfigReader(locust ? { locust } : {}));

describe('readLocustConfig', () => {
  it('takes the default context as cluster "local" where none is configured', () => {
    expect(read().clusters).toEqual([
      { name: 'local', access: { kind: 'default' } },
    ]);
  });

  it('reads clusters by kubeconfig and by url', () => {
    const { clusters } = read({
      clusters: [
        {
          name: 'eu',
          kubeconfig: '/etc/kube/eu',
          context: 'load',
          namespaces: ['load'],
        },
        {
          name: 'us',
          url: 'https://us.example.com',
          serviceAccountToken: 't',
          caData: 'Y2E=',
        },
      ],
    });
    expect(clusters).toEqual([
      {
        name: 'eu',
        access: { kind: 'kubeconfig', file: '/etc/kube/eu', context: 'load' },
        namespaces: ['load'],
      },
      {
        name: 'us',
        access: {
          kind: 'url',
          url: 'https://us.example.com',
          token: 't',
          caData: 'Y2E=',
        },
      },
    ]);
  });

  it.each([
    [{ clusters: [{ name: 'a' }, { name: 'a' }] }, /names "a" twice/],
    [
      { clusters: [{ name: 'a', url: 'https://a', context: 'b' }] },
      /locust.clusters\[0\] names both/,
    ],
    [{ clusters: [{ name: 'a', caData: 'Y2E=' }] }, /belong to a url/],
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
