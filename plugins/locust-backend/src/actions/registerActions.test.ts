import {
  mockCredentials,
  mockServices,
  TestDatabases,
} from '@backstage/backend-test-utils';
import { actionsRegistryServiceMock } from '@backstage/backend-test-utils/alpha';
import type { PermissionsService } from '@backstage/backend-plugin-api';
import type { Entity } from '@backstage/catalog-model';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import type { JsonObject } from '@backstage/types';
import type { Knex } from 'knex';
import { routesOver } from '../api/__testUtils__/routesOver';
import { runStart, statistics } from '../history/__testUtils__/runStart';
import { DatabaseRunStore } from '../history/DatabaseRunStore';
import { Clusters } from '../operator/Clusters';
import { GuardrailBook } from '../policy/GuardrailBook';
import { FakeEngine } from './__testUtils__/fakeEngine';
import { registerActions } from './registerActions';

jest.setTimeout(60_000);

const SHOP = 'component:default/shop';
const OTHER = 'component:default/other';

const entities: readonly Entity[] = ['shop', 'other'].map(name => ({
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: {
    name,
    namespace: 'default',
    annotations: {
      'locust-qa.xyz/cluster': 'local',
      'locust-qa.xyz/namespace': 'load',
    },
  },
}));

const id = (name: string) => name.padEnd(26, '0');
const NAME = 'user:default/ada';

const databases = TestDatabases.create({ ids: ['SQLITE_3'] });

describe('The actions', () => {
  let knex: Knex;
  let store: DatabaseRunStore;
  const engine = new FakeEngine();
  const registry = actionsRegistryServiceMock();
  /** Who may do what; at first everybody everything. */
  let allow: (permission: string, entityRef: string | undefined) => boolean;
  const audit: { readonly eventId: string; readonly meta: unknown }[] = [];
  const decisions: unknown[] = [];

  const permissions: PermissionsService = {
    authorize: async requests =>
      requests.map(it => ({
        result: allow(
          it.permission.name,
          'resourceRef' in it ? it.resourceRef : undefined,
        )
          ? AuthorizeResult.ALLOW
          : AuthorizeResult.DENY,
      })) as never,
    authorizeConditional: async requests =>
      requests.map(({ permission }) => ({
        result: [SHOP, OTHER].every(ref => allow(permission.name, ref))
          ? AuthorizeResult.ALLOW
          : AuthorizeResult.CONDITIONAL,
      })) as never,
  };

  beforeAll(async () => {
    knex = await databases.init('SQLITE_3');
    store = await DatabaseRunStore.create({
      database: mockServices.database({ knex }),
    });
    const { parts } = await routesOver(store, {
      permissions,
      entities,
      clusters: new Clusters([
        { kind: 'engine', name: 'local', engine: engine.engine },
      ]),
      entityRefOf: (_cluster, { metadata }) =>
        `component:default/${metadata.name}`,
      guardrails: new GuardrailBook([{ guardrails: { maxWorkers: 4 } }]),
      auditor: mockServices.auditor.mock({
        createEvent: async ({ eventId, meta }) => {
          audit.push({ eventId, meta });
          const ends = async (end?: { readonly meta?: JsonObject }) => {
            decisions.push(end?.meta?.decision);
          };
          return { success: ends, fail: ends };
        },
      }),
    });
    registerActions({
      ...parts,
      registry,
      runUrl: runId => `https://portal.example.com/locust/runs/${runId}`,
    });
  });

  beforeEach(async () => {
    await knex('runs').delete();
    allow = () => true;
    audit.length = 0;
    decisions.length = 0;
    engine.clear();
  });

  async function invoke(
    name: string,
    input: JsonObject,
    credentials = mockCredentials.user(NAME),
  ): Promise<any> {
    const { output } = await registry.invoke({
      id: `test:${name}`,
      input,
      credentials,
    });
    return output;
  }

  async function run(name: string, entityRef: string): Promise<string> {
    await store.begin(runStart({ id: id(name), entityRef }));
    return id(name);
  }

  const SPEC = { users: 5, locustfile: { inline: 'a = 1' } };
  const DEFINITION = { name: 'smoke', entityRef: SHOP, spec: SPEC };
  const READ = ['idempotent', 'readOnly'];

  it('say of themselves what they do', async () => {
    const { actions } = await registry.list();
    expect(
      Object.fromEntries(
        actions.map(({ name, attributes }) => [
          name,
          Object.entries(attributes)
            .flatMap(([flag, holds]) => (holds ? [flag] : []))
            .sort(),
        ]),
      ),
    ).toEqual({
      'list-runs': READ,
      'get-run-outcome': READ,
      'compare-runs': READ,
      'list-tests': READ,
      'start-run': [],
      'stop-run': ['destructive', 'idempotent'],
      'create-schedule': [],
    });
  });

  describe('that list', () => {
    it('give the runs that one may read, and those alone', async () => {
      await run('a', SHOP);
      await run('b', OTHER);
      allow = (permission, entityRef) =>
        permission === 'locust.run.read' && entityRef === SHOP;
      const { runs, total } = await invoke('list-runs', {});
      expect(runs).toEqual([
        expect.objectContaining({
          id: id('a'),
          url: `https://portal.example.com/locust/runs/${id('a')}`,
          entityRef: SHOP,
          phase: 'queued',
          verdict: 'none',
        }),
      ]);
      expect(total).toBe(1);
    });

    it('narrow the runs to what is asked for, a page at a time', async () => {
      await run('a', SHOP);
      await run('b', SHOP);
      await store.progress(id('b'), { phase: 'finished', verdict: 'failed' });
      await run('c', OTHER);
      const failed = await invoke('list-runs', {
        entityRef: SHOP,
        phases: ['finished', 'error'],
        verdict: 'failed',
      });
      expect(failed.runs.map((it: { id: string }) => it.id)).toEqual([id('b')]);
      const page = await invoke('list-runs', { limit: 2 });
      const next = await invoke('list-runs', {
        limit: 2,
        cursor: page.nextCursor,
      });
      expect([page.runs.length, next.runs.length, next.total]).toEqual([
        2, 1, 3,
      ]);
    });

    it('give the tests that one may read', async () => {
      engine.schedule('shop');
      engine.schedule('other');
      allow = (permission, entityRef) =>
        permission === 'locust.test.read' && entityRef === SHOP;
      const { tests, unavailable } = await invoke('list-tests', {});
      expect(tests).toEqual([
        expect.objectContaining({
          test: 'shop',
          entityRef: SHOP,
          schedule: '0 3 * * *',
          timeZone: 'UTC',
          nextRunAt: expect.stringMatching(/T03:00:00.000Z$/),
          lastRuns: [],
        }),
      ]);
      expect(unavailable).toEqual([]);
    });

    it.each(['list-runs', 'list-tests'])(
      'refuse where one may read nothing: %s',
      async name => {
        allow = () => false;
        await expect(invoke(name, { entityRef: SHOP })).rejects.toThrow(
          /^You may not do this: it takes the permission locust.(run|test).read/,
        );
      },
    );
  });

  describe('that look at a run', () => {
    it('tell its verdict, its figures and what failed', async () => {
      const runId = await run('a', SHOP);
      await store.saveFigures(runId, {
        points: [],
        requests: [
          {
            method: 'GET',
            name: '/fast',
            statistics: statistics({ percentiles: { '95': 10 } }),
          },
          {
            method: 'GET',
            name: '/slow',
            statistics: statistics({ percentiles: { '95': 900 } }),
          },
        ],
        errors: [
          { method: 'GET', name: '/slow', message: '500', occurrences: 1 },
          { method: 'GET', name: '/slow', message: '503', occurrences: 9 },
        ],
        exceptions: [{ message: 'KeyError', traceback: 'at', occurrences: 2 }],
      });
      await store.progress(runId, {
        phase: 'finished',
        verdict: 'failed',
        total: statistics(),
        thresholds: [
          { threshold: 'p95 < 100ms', passed: false, message: 'It was 200 ms' },
        ],
        doubts: [{ code: 'cpu' as never, message: 'The workers were busy' }],
      });
      expect(
        await invoke('get-run-outcome', { runId, waitSeconds: 50 }),
      ).toMatchObject({
        run: {
          phase: 'finished',
          verdict: 'failed',
          requests: 100,
          failRatio: 0.03,
          p95Ms: 200,
        },
        thresholds: [
          { threshold: 'p95 < 100ms', passed: false, message: 'It was 200 ms' },
        ],
        endpoints: [
          { name: '/slow', p95Ms: 900 },
          { name: '/fast', p95Ms: 10 },
        ],
        errors: [{ message: '503' }, { message: '500' }],
        exceptions: [{ message: 'KeyError', occurrences: 2 }],
        doubts: ['The workers were busy'],
      });
    });

    it('hold runs against each other', async () => {
      const runIds = [await run('a', SHOP), await run('b', SHOP)];
      for (const [place, runId] of runIds.entries()) {
        await store.progress(runId, {
          phase: 'finished',
          total: statistics({ percentiles: { '95': 100 + 50 * place } }),
        });
      }
      const { runs, reference, total } = await invoke('compare-runs', {
        runIds,
        reference: runIds[1],
      });
      expect(runs.map((it: { id: string }) => it.id)).toEqual(runIds);
      expect(reference).toBe(1);
      expect(total).toContainEqual({
        metric: 'p95',
        values: [100, 150],
        deltas: [
          { absolute: -50, relative: expect.closeTo(-1 / 3), change: 'better' },
          null,
        ],
      });
    });

    it.each([
      ['get-run-outcome', (runId: string) => ({ runId })],
      ['compare-runs', (runId: string) => ({ runIds: [runId, id('b')] })],
    ] as const)('refuse who may not read it: %s', async (name, input) => {
      await run('b', SHOP);
      const runId = await run('a', OTHER);
      allow = (_, entityRef) => entityRef === SHOP;
      await expect(invoke(name, input(runId))).rejects.toThrow(
        `You may not do this: it takes the permission locust.run.read on ${OTHER}`,
      );
    });
  });

  describe('that start a run', () => {
    it('make the resource, in the name of who asks, and tell the auditor', async () => {
      const { run: started } = await invoke('start-run', DEFINITION);
      expect(started).toMatchObject({
        test: 'smoke',
        entityRef: SHOP,
        cluster: 'local',
        namespace: 'load',
        phase: 'queued',
        requestedBy: NAME,
      });
      expect([...engine.objects.values()]).toEqual([
        expect.objectContaining({
          spec: SPEC,
          metadata: expect.objectContaining({
            annotations: expect.objectContaining({
              'locust-qa.xyz/requested-by': NAME,
              'locust-qa.xyz/entity-ref': SHOP,
            }),
          }),
        }),
      ]);
      expect(audit).toEqual([
        {
          eventId: 'run-create',
          meta: { test: 'smoke', entityRef: SHOP, by: NAME, through: 'action' },
        },
      ]);
    });

    it('start none twice under one key', async () => {
      const input = { ...DEFINITION, idempotencyKey: 'k' };
      const first = await invoke('start-run', input);
      const again = await invoke('start-run', input);
      expect(again.run.id).toBe(first.run.id);
      await expect(
        invoke('start-run', { ...input, spec: { ...SPEC, users: 6 } }),
      ).rejects.toThrow('This idempotency key was used for another request');
      const other = await invoke(
        'start-run',
        input,
        mockCredentials.user('user:default/bob'),
      );
      expect(other.run.id).not.toBe(first.run.id);
    });

    it('start a test that is on a schedule', async () => {
      const { metadata } = engine.schedule('shop');
      const { run: started } = await invoke('start-run', {
        testId: metadata.uid,
      });
      expect(started).toMatchObject({ test: 'shop', requestedBy: NAME });
      expect(audit.map(({ eventId }) => eventId)).toEqual(['test-trigger']);
    });

    it.each([
      [{ ...DEFINITION, spec: { workers: 5 } }, /^spec.workers: .*4/],
      [{ ...DEFINITION, spec: { users: -1 } }, /^spec.users: /],
      [{ ...DEFINITION, name: 'A b' }, /^name: /],
      [{ ...DEFINITION, namespace: 'else' }, /^namespace: "else" was refused/],
      [{ spec: {} }, /^name: it is missing/],
      [{ testId: 't', spec: {} }, /^spec: it was refused beside testId/],
      [{ testId: 't' }, /^There is no scheduled test t/],
      [{ ...DEFINITION, entityRef: 'shop' }, /^Invalid input/],
    ])('refuse %j', async (input, message) => {
      await expect(invoke('start-run', input as never)).rejects.toThrow(
        message,
      );
      expect(engine.objects.size).toBe(0);
    });

    it('refuse who may not, and make nothing', async () => {
      const { metadata } = engine.schedule('shop');
      allow = permission => permission.endsWith('.read');
      const before = engine.objects.size;
      for (const input of [DEFINITION, { testId: metadata.uid }]) {
        await expect(invoke('start-run', input)).rejects.toThrow(
          `You may not do this: it takes the permission locust.run.create on ${SHOP}`,
        );
      }
      expect(engine.objects.size).toBe(before);
      expect(audit.map(({ eventId }) => eventId)).toEqual([
        'run-create',
        'test-trigger',
      ]);
      expect(decisions).toEqual(['denied', 'denied']);
    });
  });

  describe('that stop a run', () => {
    it('ask its resource to stop', async () => {
      const { run: started } = await invoke('start-run', DEFINITION);
      const { run: stopping } = await invoke('stop-run', {
        runId: started.id,
      });
      expect(stopping.phase).toBe('stopping');
      expect(engine.patches).toEqual([
        {
          object: expect.stringMatching(/^locusts\/smoke-/),
          patch: { spec: { stop: true } },
        },
      ]);
      expect(audit.pop()).toEqual({
        eventId: 'run-stop',
        meta: { run: started.id, entityRef: SHOP, by: NAME, through: 'action' },
      });
    });

    it('refuse who may not', async () => {
      const runId = await run('a', SHOP);
      allow = permission => permission !== 'locust.run.stop';
      await expect(invoke('stop-run', { runId })).rejects.toThrow(
        `You may not do this: it takes the permission locust.run.stop on ${SHOP}`,
      );
      expect(engine.patches).toEqual([]);
      expect(audit).toEqual([
        {
          eventId: 'run-stop',
          meta: { run: runId, by: NAME, through: 'action' },
        },
      ]);
      expect(decisions).toEqual(['denied']);
    });
  });

  describe('that put a test on a schedule', () => {
    const INPUT = {
      ...DEFINITION,
      schedule: '0 2 * * *',
      timeZone: 'Europe/Berlin',
    };

    it('make the resource', async () => {
      const { test } = await invoke('create-schedule', INPUT);
      expect(test).toMatchObject({
        test: 'smoke',
        schedule: '0 2 * * *',
        timeZone: 'Europe/Berlin',
      });
      expect([...engine.objects.keys()]).toEqual(['locusts/smoke']);
      expect(audit.map(({ eventId }) => eventId)).toEqual(['test-create']);
      await expect(invoke('create-schedule', INPUT)).rejects.toThrow(
        'There is already a test "smoke" in namespace "load"',
      );
    });

    it('refuse who may not', async () => {
      allow = permission => permission !== 'locust.test.create';
      await expect(invoke('create-schedule', INPUT)).rejects.toThrow(
        `You may not do this: it takes the permission locust.test.create on ${SHOP}`,
      );
      expect(engine.objects.size).toBe(0);
    });
  });

  it.each([
    ['list-runs', {}],
    ['list-tests', {}],
    ['get-run-outcome', { runId: id('a') }],
    ['compare-runs', { runIds: [id('a'), id('b')] }],
    ['start-run', DEFINITION],
    ['stop-run', { runId: id('a') }],
    ['create-schedule', { ...DEFINITION, schedule: '0 2 * * *' }],
  ])('are for nobody who says not who they are: %s', async (name, input) => {
    await expect(
      invoke(name, input, mockCredentials.none() as never),
    ).rejects.toThrow('Load tests are for those who say who they are');
  });
});
