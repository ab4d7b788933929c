import { ConfigReader } from '@backstage/config';
import { loadKubeConfig } from './loadKubeConfig';
import { readClusters } from './readClusters';

const CA = Buffer.from(
  '-----BEGIN CERTIFICATE-----\nAA==\n-----END CERTIFICATE-----\n',
).toString('base64');

const read = (clusters?: readonly object[], kubernetes?: object) =>
  readClusters(
    new ConfigReader({
      ...(clusters && { locust: { clusters } }),
      ...(kubernetes && { kubernetes }),
    } as never),
  );

describe('readClusters', () => {
  it('takes the default context as cluster "local" where none is configured', () => {
    expect(read()).toEqual([{ name: 'local', access: { kind: 'default' } }]);
  });

  it('reads clusters by kubeconfig, by url and as the one it runs in', () => {
    expect(
      read([
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
          caData: CA,
        },
        {
          name: 'asia',
          url: 'https://asia.example.com',
          serviceAccountTokenFile: '/run/token',
          caFile: '/run/ca.crt',
        },
        { name: 'here', inCluster: true },
      ]),
    ).toEqual([
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
          caData: CA,
        },
      },
      {
        name: 'asia',
        access: {
          kind: 'url',
          url: 'https://asia.example.com',
          tokenFile: '/run/token',
          caFile: '/run/ca.crt',
        },
      },
      { name: 'here', access: { kind: 'inCluster' } },
    ]);
  });

  it.each<[readonly object[], RegExp]>([
    [[{ name: 'a' }, { name: 'a' }], /names "a" twice/],
    [
      [{ name: 'a', url: 'https://a', context: 'b' }],
      /clusters\[0\] names cluster "a" in more than one way \(context, url\)/,
    ],
    [[{ name: 'a', caData: CA }], /caData without a url/],
    [[{ name: 'a', url: 'a.example.com' }], /clusters\[0\].url is "a.example/],
    [
      [{ name: 'a', url: 'https://a', caData: 'Y2E=' }],
      /clusters\[0\].caData holds no certificate/,
    ],
    [
      [{ name: 'a', url: 'https://a', caData: CA, caFile: '/ca' }],
      /both caData and caFile/,
    ],
    [
      [
        {
          name: 'a',
          url: 'https://a',
          serviceAccountToken: 'hidden',
          serviceAccountTokenFile: '/token',
        },
      ],
      /both serviceAccountToken and serviceAccountTokenFile for cluster "a"/,
    ],
    [[{ name: 'a', inCluster: false }], /clusters\[0\].inCluster .* is false/],
    [[{ name: 'a', namespaces: [] }], /clusters\[0\].namespaces .* is empty/],
    [[{ name: 'a' }, {}], /Missing required config value at 'locust.clus/],
  ])('refuses %j with the path of what is wrong', (clusters, message) => {
    expect(() => read(clusters)).toThrow(message);
  });

  it('says nothing of a secret it refuses', () => {
    expect(() =>
      read([{ name: 'a', url: 'https://a', caData: 'c2VjcmV0' }]),
    ).toThrow(/^(?!.*(c2VjcmV0|secret)).*$/);
  });
});

describe("a cluster of Backstage's Kubernetes plugin", () => {
  const kubernetes = {
    clusterLocatorMethods: [
      { type: 'localKubectlProxy' },
      {
        type: 'config',
        clusters: [
          {
            name: 'prod',
            url: 'https://prod.example.com',
            authProvider: 'serviceAccount',
            serviceAccountToken: 't',
            caData: CA,
          },
          {
            name: 'own-pod',
            url: 'https://own.example.com',
            authMetadata: { 'kubernetes.io/auth-provider': 'serviceAccount' },
            skipTLSVerify: true,
          },
          { name: 'g', url: 'https://g.example.com', authProvider: 'google' },
          { name: 'eks', url: 'https://e.example.com', authProvider: 'aws' },
          { name: 'none', url: 'https://n.example.com' },
        ],
      },
    ],
  };
  const accessOf = (kubernetesCluster: string, config: object = kubernetes) =>
    read([{ name: 'load', kubernetesCluster }], config)[0].access;

  it('is reached with its url, token and certificate, under a name of our own', () => {
    expect(
      read([{ name: 'load', kubernetesCluster: 'prod' }], kubernetes),
    ).toEqual([
      {
        name: 'load',
        access: {
          kind: 'url',
          url: 'https://prod.example.com',
          token: 't',
          caData: CA,
        },
      },
    ]);
  });

  it("is reached with the pod's own token where it has none", () => {
    expect(accessOf('own-pod')).toEqual({
      kind: 'url',
      url: 'https://own.example.com',
      tokenFile: '/var/run/secrets/kubernetes.io/serviceaccount/token',
      skipTlsVerify: true,
    });
  });

  it('may be the kubectl proxy', () => {
    expect(accessOf('local')).toEqual({
      kind: 'url',
      url: 'http://localhost:8001',
    });
  });

  it.each<[string, object, RegExp]>([
    [
      'g',
      kubernetes,
      /kubernetesCluster is "g": kubernetes.clusterLocatorMethods\[1\].clusters\[2\] has authProvider google, .*who is signed in.*serviceAccount and localKubectlProxy can be used. Give its kubeconfig or url instead/,
    ],
    ['eks', kubernetes, /authProvider aws, which an engine cannot use/],
    ['none', kubernetes, /has no authProvider/],
    [
      'qa',
      kubernetes,
      /has no cluster of that name \(it has "prod", "own-pod", "g", "eks", "none"\)/,
    ],
    [
      'qa',
      { clusterLocatorMethods: [{ type: 'gke', projectId: 'p' }] },
      /its locator gke finds is known to the Kubernetes plugin only/,
    ],
    ['qa', {}, /has no cluster of that name/],
  ])('is refused in a sentence: %s', (name, config, message) => {
    expect(() => accessOf(name, config)).toThrow(message);
  });
});

describe('loadKubeConfig', () => {
  it('takes what a url entry gives', () => {
    const kubeConfig = loadKubeConfig({
      name: 'asia',
      access: {
        kind: 'url',
        url: 'https://asia.example.com',
        tokenFile: '/run/token',
        caFile: '/run/ca.crt',
      },
    });
    expect(kubeConfig.getCurrentCluster()).toMatchObject({
      server: 'https://asia.example.com',
      caFile: '/run/ca.crt',
      skipTLSVerify: false,
    });
    expect(kubeConfig.getCurrentUser()).toMatchObject({
      authProvider: { config: { tokenFile: '/run/token' } },
    });
  });

  it('says that this is no pod where it is to be one', () => {
    expect(() =>
      loadKubeConfig({ name: 'here', access: { kind: 'inCluster' } }),
    ).toThrow(/this is not a pod/);
  });
});
