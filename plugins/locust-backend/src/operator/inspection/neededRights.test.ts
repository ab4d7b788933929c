import {
  neededRights,
  readNeededRights,
  type RightsScope,
} from './neededRights';
import { rightsInWords } from './rightsInWords';

const EVERYWHERE: RightsScope = {
  namespaces: [],
  leaseNamespace: 'default',
  installsCrd: false,
  reconciles: true,
  networkPolicies: false,
};

const ROLES = [
  {
    metadata: { name: 'locust-operator' },
    rules: [
      {
        apiGroups: ['batch'],
        resources: ['jobs', 'cronjobs'],
        verbs: ['get', 'patch'],
      },
      { apiGroups: [''], resources: ['pods/log'], verbs: ['get'] },
      {
        apiGroups: ['coordination.k8s.io'],
        resources: ['leases'],
        verbs: ['get'],
      },
      {
        apiGroups: [''],
        resources: ['namespaces'],
        resourceNames: ['kube-system'],
        verbs: ['get'],
      },
      { apiGroups: ['locust-qa.xyz'], resources: ['locusts'], verbs: ['list'] },
      {
        apiGroups: ['locust-qa.xyz'],
        resources: ['locusts/status'],
        verbs: ['patch'],
      },
    ],
  },
  { metadata: { name: 'locust-operator' } },
  {
    metadata: { name: 'locust-operator-crd' },
    rules: [
      {
        apiGroups: ['apiextensions.k8s.io'],
        resources: ['customresourcedefinitions'],
        verbs: ['create'],
      },
    ],
  },
];

const words = (scope: Partial<RightsScope> = {}) =>
  rightsInWords(neededRights(ROLES, { ...EVERYWHERE, ...scope })).split('; ');

describe('the rights that are needed', () => {
  it('are those of the rules, in all namespaces, but the Lease in its own', () => {
    expect(words()).toEqual([
      'get and patch jobs.batch',
      'get and patch cronjobs.batch',
      'get pods/log',
      'get leases.coordination.k8s.io in namespace default',
      'get namespaces "kube-system"',
      'list locusts.locust-qa.xyz',
      'patch locusts/status.locust-qa.xyz',
    ]);
  });

  it('are needed in each namespace that is watched', () => {
    const all = words({ namespaces: ['a', 'b'], leaseNamespace: 'a' });
    expect(all.filter(it => it.includes('pods/log'))).toEqual([
      'get pods/log in namespace a',
      'get pods/log in namespace b',
    ]);
    expect(all.filter(it => it.includes('leases'))).toHaveLength(1);
  });

  it('hold the definition only where it is to be installed', () => {
    expect(words({ installsCrd: true })).toContain(
      'create customresourcedefinitions.apiextensions.k8s.io',
    );
  });

  it('hold network policies only where runs get some', async () => {
    const ofPolicies = async (networkPolicies: boolean) =>
      (await readNeededRights({ ...EVERYWHERE, networkPolicies })).filter(
        it => it.resource === 'networkpolicies',
      );
    expect(await ofPolicies(false)).toEqual([]);
    expect(rightsInWords(await ofPolicies(true))).toBe(
      'get, list, watch, create, patch and delete networkpolicies.networking.k8s.io',
    );
  });

  it('are those to the resources where somebody else reconciles', () => {
    expect(words({ reconciles: false })).toEqual([
      'list locusts.locust-qa.xyz',
    ]);
  });

  it.each([
    ['all namespaces', {}],
    ['single namespaces', { namespaces: ['load'], leaseNamespace: 'load' }],
  ])('are read from the manifest for %s as it is shipped', async (_, scope) => {
    const rights = await readNeededRights({ ...EVERYWHERE, ...scope });
    const needs = (verb: string, resource: string, subresource?: string) =>
      rights.some(
        it =>
          it.verb === verb &&
          it.resource === resource &&
          it.subresource === subresource,
      );
    expect(needs('watch', 'locusts')).toBe(true);
    expect(needs('patch', 'locusts', 'status')).toBe(true);
    expect(needs('get', 'pods', 'log')).toBe(true);
    expect(needs('patch', 'leases')).toBe(true);
    expect(needs('create', 'customresourcedefinitions')).toBe(false);
    expect(rights.length).toBeGreaterThan(30);
  });
});

describe('rights in words', () => {
  it('are bounded', () => {
    const many = Array.from({ length: 40 }, (_, index) => ({
      verb: 'get',
      group: '',
      resource: 'pods',
      namespace: `n${index}`,
    }));
    expect(rightsInWords(many).split('; ')).toHaveLength(13);
    expect(rightsInWords(many)).toMatch(/and so on with 28 more$/);
  });
});
