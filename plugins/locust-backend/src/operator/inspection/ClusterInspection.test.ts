import { locustDefinition } from 'backstage-plugin-locust-common';
import type { AccessAttributes } from '../../kube/client/KubeClient';
import { KubeApiError } from '../../kube/KubeApiError';
import { FakeClock } from '../../kube/testing/FakeClock';
import { RecordingLogger } from '../../kube/testing/RecordingLogger';
import type { ClusterView } from '../ClusterView';
import { ClusterInspection } from './ClusterInspection';
import { findOrphans, type Orphan } from './findOrphans';

jest.mock('./findOrphans', () => ({ findOrphans: jest.fn() }));

const MINUTE = 60_000;

const JOBS: readonly AccessAttributes[] = ['get', 'create'].map(verb => ({
  verb,
  group: 'batch',
  resource: 'jobs',
}));

const ORPHAN: Orphan = {
  uid: 'u',
  kind: 'Job',
  namespace: 'load',
  name: 'job-demo',
  because: 'noLocust',
};

function setUp() {
  const clock = new FakeClock();
  const stopping = new AbortController();
  const it = {
    clock,
    stopping,
    asked: 0,
    forbidden: new Set<string>(),
    failure: undefined as KubeApiError | undefined,
    serverAheadMs: 0,
    served: locustDefinition().spec.versions[0].schema.openAPIV3Schema as any,
    orphans: [] as Orphan[],
    leaderless: false,
  };
  jest.mocked(findOrphans).mockImplementation(() => it.orphans);
  const inspection = new ClusterInspection({
    client: {
      async mayAccess({ verb }, options) {
        if (it.failure) {
          throw it.failure;
        }
        it.asked += 1;
        options?.onServerTime?.(clock.wall() + it.serverAheadMs);
        return !it.forbidden.has(verb);
      },
    },
    transport: {
      async request<T>() {
        if (it.failure) {
          throw it.failure;
        }
        return {
          components: {
            schemas: { 'xyz.locust-qa.v1.Locust': it.served, other: {} },
          },
        } as T;
      },
    },
    neededRights: async () => JOBS,
    views: () => [{} as ClusterView],
    isLeaderless: () => it.leaderless,
    clock,
    logger: new RecordingLogger(),
  });
  const missing = () => {
    const { rights } = inspection.facts;
    return rights.kind === 'known' ? rights.missing.map(r => r.verb) : rights;
  };
  return Object.assign(it, {
    inspection,
    missing,
    async begin() {
      inspection.start(stopping.signal);
      await clock.advance(0);
    },
    async end() {
      stopping.abort();
      await inspection.ended();
    },
  });
}

describe('the inspection of a cluster', () => {
  it('asks at once for every right, and again every ten minutes while all is well', async () => {
    const it = setUp();
    await it.begin();
    expect(it.asked).toBe(2);
    expect(it.missing()).toEqual([]);
    await it.clock.advance(9 * MINUTE);
    expect(it.asked).toBe(2);
    await it.clock.advance(MINUTE);
    expect(it.asked).toBe(4);
    await it.end();
  });

  it('finds which rights are missing, and within a minute that they are given', async () => {
    const it = setUp();
    it.forbidden.add('create');
    await it.begin();
    expect(it.missing()).toEqual(['create']);
    it.forbidden.clear();
    await it.clock.advance(MINUTE);
    expect(it.missing()).toEqual([]);
    await it.end();
  });

  it('asks at once when something was refused, and not more often than each minute', async () => {
    const it = setUp();
    await it.begin();
    await it.clock.advance(5 * MINUTE);
    it.forbidden.add('get');
    it.inspection.refused();
    await it.clock.advance(0);
    expect(it.missing()).toEqual(['get']);
    const { asked } = it;
    it.inspection.refused();
    it.inspection.refused();
    await it.clock.advance(MINUTE - 1);
    expect(it.asked).toBe(asked);
    await it.clock.advance(1);
    expect(it.asked).toBe(asked + 2);
    await it.end();
  });

  it('says that the rights are not known where they cannot be asked for, and keeps what was known', async () => {
    const it = setUp();
    it.failure = new KubeApiError({
      failure: 'forbidden',
      intent: { verb: 'create', resource: 'selfsubjectaccessreviews' },
    });
    await it.begin();
    expect(it.missing()).toMatchObject({
      kind: 'unknown',
      because: expect.stringContaining('selfsubjectaccessreviews'),
    });
    const { failure } = it;
    it.failure = undefined;
    it.forbidden.add('get');
    await it.clock.advance(MINUTE);
    expect(it.missing()).toEqual(['get']);
    it.failure = failure;
    await it.clock.advance(MINUTE);
    expect(it.missing()).toEqual(['get']);
    await it.end();
  });

  it('finds the fields that the installed definition does not know', async () => {
    const it = setUp();
    await it.begin();
    expect(it.inspection.facts.unknownFields).toEqual([]);
    const { stopWhen: _, ...earlier } = it.served.properties.spec.properties;
    it.served = {
      properties: {
        ...it.served.properties,
        spec: { properties: earlier },
      },
    };
    await it.clock.advance(10 * MINUTE);
    expect(it.inspection.facts.unknownFields).toEqual(['spec.stopWhen']);
    await it.end();
  });

  it('finds how far the clock of the server is ahead', async () => {
    const it = setUp();
    it.serverAheadMs = -90_000;
    await it.begin();
    expect(it.inspection.facts.clockAheadMs).toBe(-90_000);
    await it.end();
  });

  it('takes for an orphan only what is one at two looks', async () => {
    const it = setUp();
    it.orphans = [ORPHAN];
    await it.begin();
    expect(it.inspection.facts.orphans).toEqual([]);
    await it.clock.advance(30_000);
    expect(it.inspection.facts.orphans).toEqual([ORPHAN]);
    it.orphans = [];
    await it.clock.advance(30_000);
    expect(it.inspection.facts.orphans).toEqual([]);
    await it.end();
  });

  it('knows since when nobody leads', async () => {
    const it = setUp();
    it.leaderless = true;
    await it.begin();
    const since = it.clock.wall();
    await it.clock.advance(2 * MINUTE);
    expect(it.inspection.facts.leaderlessSince).toEqual(new Date(since));
    it.leaderless = false;
    await it.clock.advance(30_000);
    expect(it.inspection.facts.leaderlessSince).toBeUndefined();
    await it.end();
  });

  it('leaves nothing running', async () => {
    const it = setUp();
    await it.begin();
    await it.end();
    expect(it.clock.timers).toBe(0);
  });
});
