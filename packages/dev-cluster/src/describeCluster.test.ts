import { describeAge, describeCluster } from './describeCluster';

describe('describeCluster', () => {
  const now = new Date('2026-03-01T12:00:00Z');

  it('says what is up, where, in which version and for how long', () => {
    expect(
      describeCluster(
        {
          state: 'up',
          name: 'default',
          kind: 'node',
          version: 'v1.34.4',
          server: 'https://127.0.0.1:16443',
          kubeconfigPath: '/state/default/kubeconfig.yaml',
          createdAt: '2026-03-01T10:58:30Z',
        },
        now,
      ),
    ).toBe(
      'Cluster default is up: Kubernetes v1.34.4, control plane and one node, at https://127.0.0.1:16443 for 1 h 1 min; kubeconfig /state/default/kubeconfig.yaml',
    );
  });

  it('names what ended of one that is half dead', () => {
    expect(
      describeCluster(
        { state: 'broken', name: 'default', ended: ['kubelet', 'etcd'] },
        now,
      ),
    ).toContain('not up: kubelet, etcd ended');
  });

  it('says that one is starting', () => {
    expect(describeCluster({ state: 'starting', name: 'ci' }, now)).toBe(
      'Cluster ci is not up yet: it is starting.',
    );
  });

  it('says how to start one that is not there', () => {
    expect(describeCluster({ state: 'down', name: 'ci' }, now)).toBe(
      'Cluster ci is not up; `npm run cluster -- up` starts it.',
    );
  });
});

describe('describeAge', () => {
  it.each([
    [0, '0 s'],
    [999, '0 s'],
    [59_000, '59 s'],
    [60_000, '1 min'],
    [3_723_000, '1 h 2 min'],
    [90_000_000, '1 d 1 h'],
    [-5, '0 s'],
  ])('of %d ms is %s', (milliseconds, text) => {
    expect(describeAge(milliseconds)).toBe(text);
  });
});
