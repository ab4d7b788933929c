import { KubeApiError, type KubeFailure } from '../kube/KubeApiError';
import type { ReflectorState } from '../kube/cache/ReflectorState';
import { JOBS } from '../kube/ResourceTypes';
import { clusterHealth, type ClusterHealthFacts } from './clusterHealth';
import { LOCUSTS } from './LocustObject';

const SINCE = Date.parse('2026-01-31T10:00:00Z');
const WATCHING: ReflectorState = { kind: 'watching', since: SINCE };

function waiting(failure: KubeFailure, resource: string): ReflectorState {
  return {
    kind: 'waiting',
    since: SINCE,
    error: new KubeApiError({ failure, intent: { verb: 'list', resource } }),
    next: 'list',
    retryAt: SINCE,
  };
}

function health(
  states: readonly [ReflectorState, ReflectorState],
  more: Partial<ClusterHealthFacts> = {},
) {
  return clusterHealth({
    cluster: 'local',
    server: 'https://server',
    watched: [LOCUSTS, JOBS].map((type, index) => ({
      type,
      store: { size: 3 },
      reflector: {
        state: states[index],
        hasSynced: () => states[index].kind === 'watching',
        whenSynced: async () => {},
        mistrust() {},
        start() {},
        stop: async () => {},
      },
    })),
    installsCrd: false,
    reconciles: true,
    isLeader: true,
    leader: 'me',
    now: SINCE,
    ...more,
  });
}

describe('clusterHealth', () => {
  it.each([
    ['healthy', [WATCHING, WATCHING], {}, /up to date/],
    [
      'healthy',
      [WATCHING, WATCHING],
      { isLeader: false },
      /another replica is the leader/,
    ],
    [
      'forbidden',
      [WATCHING, WATCHING],
      {
        isLeader: false,
        leader: undefined,
        leaseError: new KubeApiError({
          failure: 'forbidden',
          intent: { verb: 'get', resource: 'leases' },
        }),
      },
      /get leases.*rbac\.yaml/,
    ],
    [
      'starting',
      [{ kind: 'listing', since: SINCE }, WATCHING],
      {},
      /Reading what there is/,
    ],
    [
      'starting',
      [WATCHING, WATCHING],
      { isLeader: false, leader: undefined },
      /lease/,
    ],
    [
      'crdMissing',
      [waiting('notFound', 'locusts'), WATCHING],
      {},
      /Apply manifests\/crd.yaml/,
    ],
    [
      'forbidden',
      [WATCHING, waiting('forbidden', 'jobs')],
      {},
      /Could not list jobs: .* Give the engine's account this right/,
    ],
    [
      'unreachable',
      [waiting('unreachable', 'locusts'), waiting('unreachable', 'jobs')],
      {},
      /cannot be reached/,
    ],
    [
      'degraded',
      [WATCHING, waiting('serverError', 'jobs')],
      {},
      /may be out of date/,
    ],
    [
      'unreachable',
      [{ kind: 'empty' }, { kind: 'empty' }],
      {
        connectError: {
          error: new KubeApiError({
            failure: 'unreachable',
            intent: { verb: 'get', resource: 'namespaces' },
          }),
          since: new Date(SINCE),
        },
      },
      /tried again/,
    ],
  ] as const)('is %s', (state, states, more, message) => {
    const shown = health(states, more);
    expect(shown.state).toBe(state);
    expect(shown.message).toMatch(message);
  });

  it('tells each watched resource by itself, so that forbidden is never shown as empty', () => {
    expect(
      health([WATCHING, waiting('forbidden', 'jobs')]).resources,
    ).toMatchObject([
      { resource: 'locusts', state: 'watching', objects: 3 },
      { resource: 'jobs', state: 'waiting', error: expect.any(String) },
    ]);
  });

  it('tells what an inspection has found, and what was complained of', () => {
    const right = { verb: 'get', group: '', resource: 'pods', namespace: 'a' };
    const shown = health([WATCHING, WATCHING], {
      inspection: {
        rights: {
          kind: 'known',
          missing: [{ ...right, subresource: 'log' }],
          at: new Date(SINCE),
        },
        orphans: Array.from({ length: 30 }, (_, index) => ({
          uid: `${index}`,
          kind: 'Job',
          namespace: 'a',
          name: `job-${index}`,
          because: 'noLocust' as const,
        })),
      },
      troubles: [{ message: 'A watch broke.', at: SINCE, times: 3 }],
    });
    expect(shown).toMatchObject({
      missingRights: [{ verb: 'get', resource: 'pods/log', namespace: 'a' }],
      rightsCheckedAt: new Date(SINCE),
      recentErrors: [
        { message: 'A watch broke.', at: new Date(SINCE), times: 3 },
      ],
    });
    expect(shown.orphans?.count).toBe(30);
    expect(shown.orphans?.examples).toHaveLength(20);
    expect(shown.findings.map(it => it.code)).toEqual([
      'rightsMissing',
      'orphans',
    ]);
  });

  it('finds nothing where nothing is wrong, and says nothing of rights that nobody asked for', () => {
    const shown = health([WATCHING, WATCHING]);
    expect(shown.findings).toEqual([]);
    expect(shown.missingRights).toBeUndefined();
  });
});
