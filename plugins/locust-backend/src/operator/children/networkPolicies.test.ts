import { type EngineConfig, ENGINE_DEFAULTS } from '../EngineConfig';
import { cronJob } from './cronJob';
import { masterJob } from './masterJob';
import { type Destination, networkPolicy } from './networkPolicies';
import { aLocust, JOB } from './testing/aLocust';
import { FIELD_EXAMPLES } from './testing/fieldExamples';
import { workers } from './workers';

const MASTER = {
  podSelector: {
    matchLabels: {
      app: 'job-x',
      'batch.kubernetes.io/controller-uid': 'job-uid',
    },
  },
};
const WORKERS = {
  podSelector: {
    matchLabels: {
      locust: 'x',
      'locust-qa.xyz/role': 'worker',
      'locust-qa.xyz/job-uid': 'job-uid',
    },
  },
};
const DNS = {
  ports: [
    { protocol: 'UDP', port: 53 },
    { protocol: 'TCP', port: 53 },
  ],
};
const LOCUST_PORT = [{ protocol: 'TCP', port: 5557 }];

const policy = (
  role: 'master' | 'worker',
  destinations: readonly Destination[] = [],
  spec: object = {},
) => networkPolicy(role, aLocust(spec), JOB, 'x', { destinations });

describe('the network policies of a run', () => {
  it('let nobody but its own workers reach the master, by one port', () => {
    expect(policy('master').spec).toEqual({
      ...MASTER,
      policyTypes: ['Ingress', 'Egress'],
      ingress: [{ from: [WORKERS], ports: LOCUST_PORT }],
      egress: [DNS],
    });
  });

  it('let nobody reach the workers, and these their own master', () => {
    expect(policy('worker').spec).toEqual({
      ...WORKERS,
      policyTypes: ['Ingress', 'Egress'],
      ingress: [],
      egress: [DNS, { to: [MASTER], ports: LOCUST_PORT }],
    });
  });

  it('belong to the Job, and are found by it', () => {
    expect(policy('worker')).toMatchObject({
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      metadata: {
        name: 'networkpolicy-worker-x',
        namespace: 'n',
        labels: {
          locust: 'x',
          'locust-qa.xyz/job-uid': 'job-uid',
          'app.kubernetes.io/component': 'worker',
        },
        ownerReferences: [{ kind: 'Job', uid: 'job-uid' }],
      },
    });
    expect(policy('master').metadata.name).toBe('networkpolicy-master-x');
  });

  it('hold the pods that there are', () => {
    const { labels } = masterJob(aLocust(), ENGINE_DEFAULTS).spec.template
      .metadata;
    // The other label is put on by the Job controller.
    expect(labels).toMatchObject({ app: MASTER.podSelector.matchLabels.app });
    expect(
      workers(aLocust(), JOB, 'x', ENGINE_DEFAULTS).spec.template.metadata
        .labels,
    ).toMatchObject(WORKERS.podSelector.matchLabels);
  });

  it.each<[string, Destination, object]>([
    [
      'a block of addresses',
      { kind: 'block', cidr: '10.0.0.0/8', except: [] },
      { to: [{ ipBlock: { cidr: '10.0.0.0/8' } }] },
    ],
    [
      'a block with a hole, by some ports',
      {
        kind: 'block',
        cidr: '0.0.0.0/0',
        except: ['169.254.169.254/32'],
        ports: [
          { protocol: 'TCP', port: 443 },
          { protocol: 'TCP', port: 8000, endPort: 8100 },
        ],
      },
      {
        to: [
          { ipBlock: { cidr: '0.0.0.0/0', except: ['169.254.169.254/32'] } },
        ],
        ports: [
          { protocol: 'TCP', port: 443 },
          { protocol: 'TCP', port: 8000, endPort: 8100 },
        ],
      },
    ],
    [
      'the pods of a namespace',
      { kind: 'namespace', name: 'shop' },
      {
        to: [
          {
            namespaceSelector: {
              matchLabels: { 'kubernetes.io/metadata.name': 'shop' },
            },
          },
        ],
      },
    ],
    [
      'the pods of all namespaces',
      { kind: 'namespace', name: '*' },
      { to: [{ namespaceSelector: {} }] },
    ],
  ])('let master and workers reach %s', (_what, destination, rule) => {
    for (const role of ['master', 'worker'] as const) {
      expect(policy(role, [destination]).spec.egress.pop()).toEqual(rule);
    }
  });

  it.each(Object.entries(FIELD_EXAMPLES))(
    'are the same whatever %s says',
    (_field, { spec }) => {
      for (const role of ['master', 'worker'] as const) {
        expect(policy(role, [], spec)).toEqual(policy(role));
      }
    },
  );
});

describe('a Job', () => {
  const config = (networkPolicies: boolean): EngineConfig => ({
    ...ENGINE_DEFAULTS,
    ...(networkPolicies && { networkPolicy: { destinations: [] } }),
  });

  it.each([
    [true, true],
    [false, undefined],
  ])(
    'of a one-off waits for its policies, where there are any: %p',
    (networkPolicies, suspend) => {
      expect(masterJob(aLocust(), config(networkPolicies)).spec.suspend).toBe(
        suspend,
      );
    },
  );

  it('of a schedule waits anyway', () => {
    const { spec } = cronJob(aLocust({ schedule: '@daily' }), config(false));
    expect(spec.jobTemplate.spec.suspend).toBe(true);
  });
});
