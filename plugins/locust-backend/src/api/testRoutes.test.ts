import {
  mockCredentials,
  mockServices,
  TestDatabases,
} from '@backstage/backend-test-utils';
import type { PermissionsService } from '@backstage/backend-plugin-api';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import {
  LABELS,
  LOCUST_API_VERSION,
  LOCUST_KIND,
} from 'backstage-plugin-locust-common';
import type { Express } from 'express';
import type { Knex } from 'knex';
import request from 'supertest';
import { runStart } from '../history/__testUtils__/runStart';
import { DatabaseRunStore } from '../history/DatabaseRunStore';
import type { ClusterEngine } from '../operator/ClusterEngine';
import { Clusters } from '../operator/Clusters';
import { ENGINE_DEFAULTS } from '../operator/EngineConfig';
import { decodeLocust, type LocustObject } from '../operator/LocustObject';
import { routesOver } from './__testUtils__/routesOver';

// Creating a database takes its time where the machine is busy.
jest.setTimeout(60_000);

const SHOP = 'component:default/shop';
const SEARCH = 'component:default/search';

const ENTITY_LABEL = 'entity';

/** A schedule; of an entity where its label says so. */
function scheduled(
  name: string,
  spec: object = {},
  labels: Readonly<Record<string, string>> = { [ENTITY_LABEL]: 'shop' },
  namespace = 'load',
): LocustObject {
  return decodeLocust({
    apiVersion: LOCUST_API_VERSION,
    kind: LOCUST_KIND,
    metadata: {
      name,
      namespace,
      uid: `uid-${name}`,
      generation: 1,
      labels,
      creationTimestamp: '2026-01-31T00:00:00Z',
    },
    spec: {
      schedule: '0 3 * * *',
      locustfile: { inline: 'a = 1' },
      ...spec,
    },
  });
}

function engine(
  name: string,
  locusts: () => readonly LocustObject[],
  state: 'healthy' | 'unreachable' = 'healthy',
): { kind: 'engine'; name: string; engine: ClusterEngine } {
  return {
    kind: 'engine',
    name,
    engine: {
      name,
      config: { ...ENGINE_DEFAULTS, maximumRunTime: '12h' },
      locusts,
      locustByUid: (uid: string) =>
        locusts().find(it => it.metadata.uid === uid),
      health: () => ({
        cluster: name,
        state,
        message: state === 'healthy' ? 'It is well.' : 'It does not answer.',
        queueDepth: 0,
        resources: [],
      }),
    } as unknown as ClusterEngine,
  };
}

describe('the routes that tell of schedules', () => {
  const databases = TestDatabases.create({ ids: ['SQLITE_3'] });
  let app: Express;
  let store: DatabaseRunStore;
  let knex: Knex;
  let eu: LocustObject[];
  let us: LocustObject[];
  let allow: (permission: string, entityRef: string | undefined) => boolean;

  beforeAll(async () => {
    knex = await databases.init('SQLITE_3');
    store = await DatabaseRunStore.create({
      database: mockServices.database({ knex }),
    });
    const decide = (permission: string, entityRef: string | undefined) => ({
      result: allow(permission, entityRef)
        ? AuthorizeResult.ALLOW
        : AuthorizeResult.DENY,
    });
    const permissions: PermissionsService = {
      authorize: async requests =>
        requests.map(it =>
          decide(
            it.permission.name,
            'resourceRef' in it ? it.resourceRef : undefined,
          ),
        ) as never,
      authorizeConditional: async requests =>
        requests.map(({ permission }) => ({
          result: allow(permission.name, undefined)
            ? AuthorizeResult.ALLOW
            : AuthorizeResult.CONDITIONAL,
        })) as never,
    };
    ({ app } = await routesOver(store, {
      permissions,
      clusters: new Clusters([
        engine('eu-1', () => eu),
        engine('us-1', () => us),
        engine('edge', () => [], 'unreachable'),
      ]),
      entityRefOf: (_cluster, { metadata }) =>
        ({ shop: SHOP, search: SEARCH }[metadata.labels?.[ENTITY_LABEL] ?? '']),
    }));
  });

  beforeEach(async () => {
    eu = [];
    us = [];
    allow = () => true;
    await knex('runs').delete();
  });

  const get = (path: string) =>
    request(app)
      .get(path)
      .set('authorization', mockCredentials.user.header('user:default/ada'));

  const names = (body: { items: { test: string }[] }) =>
    body.items.map(it => it.test);

  it('lists those of all clusters by name, and says which cluster is missing', async () => {
    eu = [scheduled('b'), scheduled('d', {}, {})];
    us = [
      scheduled('c', {}, { [ENTITY_LABEL]: 'search' }),
      scheduled('resource', {}, { [LABELS.test]: 'a' }),
      scheduled('one-off', { schedule: undefined }),
    ];
    const { body } = await get('/tests');
    expect(names(body)).toEqual(['a', 'b', 'c', 'd']);
    expect(body.total).toBe(4);
    expect(body).not.toHaveProperty('nextCursor');
    expect(body.items[1]).toMatchObject({
      cluster: 'eu-1',
      entityRef: SHOP,
      owner: `owner of ${SHOP}`,
    });
    expect(body.items[1]).not.toHaveProperty('allowed');
    expect(body.unavailable).toEqual([
      { cluster: 'edge', message: 'It does not answer.' },
    ]);
  });

  it('lists them in pages, which nothing moves that comes meanwhile', async () => {
    eu = ['a', 'c', 'e', 'g'].map(name => scheduled(name));
    const first = (await get('/tests?limit=2')).body;
    expect(names(first)).toEqual(['a', 'c']);
    expect(first.total).toBe(4);
    us = [scheduled('b'), scheduled('d')];
    const second = (await get(`/tests?limit=2&cursor=${first.nextCursor}`))
      .body;
    expect(names(second)).toEqual(['d', 'e']);
    const last = (await get(`/tests?limit=2&cursor=${second.nextCursor}`)).body;
    expect(names(last)).toEqual(['g']);
    expect(last).not.toHaveProperty('nextCursor');
  });

  it('tells apart tests of one name by their ids', async () => {
    eu = [scheduled('same')];
    us = [scheduled('other', {}, { [LABELS.test]: 'same' })];
    const first = (await get('/tests?limit=1')).body;
    const second = (await get(`/tests?limit=1&cursor=${first.nextCursor}`))
      .body;
    expect(first.items[0].id).not.toBe(second.items[0].id);
    expect(second).not.toHaveProperty('nextCursor');
  });

  it.each([
    ['search=NIGHT', ['nightly']],
    ['search=default/search', ['smoke']],
    ['search=owner%20of%20component:default/shop', ['nightly']],
    ['search=us-1', ['smoke', 'soak']],
    ['search=us-1%20/%20data', ['soak']],
    ['search=us-1&limit=1', ['smoke']],
    ['search=nothing', []],
  ])('finds by %s', async (query, found) => {
    eu = [scheduled('nightly')];
    us = [
      scheduled('smoke', {}, { [ENTITY_LABEL]: 'search' }),
      scheduled('soak', {}, {}, 'data'),
    ];
    expect(names((await get(`/tests?${query}`)).body)).toEqual(found);
  });

  it('says on a page what the caller may do with each', async () => {
    eu = [
      scheduled('mine'),
      scheduled('nobodys', {}, {}),
      scheduled('theirs', {}, { [ENTITY_LABEL]: 'search' }),
    ];
    allow = (permission, entityRef) =>
      permission.endsWith('.read') ||
      (entityRef === SHOP && permission !== 'locust.test.delete');
    const { body } = await get('/tests?limit=10');
    expect(
      body.items.map((it: { test: string; allowed: string[] }) => [
        it.test,
        it.allowed,
      ]),
    ).toEqual([
      ['mine', ['trigger', 'update']],
      ['nobodys', ['trigger', 'update', 'delete']],
      ['theirs', []],
    ]);
  });

  it('reads the last runs of all of them in one go, without their specs', async () => {
    eu = ['a', 'b', 'c'].map(name => scheduled(name));
    for (const [index, uid] of ['uid-a', 'uid-b', 'uid-b'].entries()) {
      await store.begin(
        runStart({ id: `run${index}`, locustUid: uid, spec: { users: 3 } }),
      );
    }
    let statements = 0;
    const counted = () => {
      statements += 1;
    };
    knex.on('query', counted);
    const { body } = await get('/tests');
    knex.removeListener('query', counted);
    expect(statements).toBe(1);
    expect(
      body.items.map((it: { lastRuns: object[] }) => it.lastRuns.length),
    ).toEqual([1, 2, 0]);
    expect(body.items[0].lastRuns[0].spec).toEqual({});
  });

  it('leaves out those of what the caller may not read', async () => {
    eu = [
      scheduled('mine'),
      scheduled('nobodys', {}, {}),
      scheduled('theirs', {}, { [ENTITY_LABEL]: 'search' }),
    ];
    allow = (_permission, entityRef) => entityRef === SHOP;
    expect(names((await get('/tests?limit=10')).body)).toEqual(['mine']);
    expect(names((await get('/calendar')).body)).toEqual(['mine']);
    expect((await get(`/tests?entityRef=${SEARCH}`)).status).toBe(403);
  });

  it('refuses a cursor that no page gave', async () => {
    const { status, body } = await get('/tests?limit=2&cursor=soon');
    expect(status).toBe(400);
    expect(body.error.message).toMatch(
      /The cursor "soon" is not one that a list of tests gave/,
    );
  });

  it('tells a calendar what each run takes', async () => {
    eu = [
      scheduled('nightly', {
        runTime: '10m',
        users: 50,
        workers: 4,
        timeZone: 'Europe/Berlin',
        concurrencyPolicy: 'Replace',
      }),
    ];
    us = [
      scheduled('endless', { runTime: '', suspend: true }, {}),
      scheduled('usual', {}, { [ENTITY_LABEL]: 'search' }),
    ];
    const { body } = await get('/calendar');
    expect(body.total).toBe(3);
    expect(body.unavailable).toHaveLength(1);
    expect(body.items).toEqual([
      {
        id: 'uid-nightly',
        cluster: 'eu-1',
        namespace: 'load',
        test: 'nightly',
        entityRef: SHOP,
        owner: `owner of ${SHOP}`,
        schedule: '0 3 * * *',
        timeZone: 'Europe/Berlin',
        suspended: false,
        concurrencyPolicy: 'Replace',
        runTimeSeconds: 600,
        users: 50,
        workers: 4,
      },
      {
        id: 'uid-endless',
        cluster: 'us-1',
        namespace: 'load',
        test: 'endless',
        schedule: '0 3 * * *',
        timeZone: 'UTC',
        suspended: true,
        concurrencyPolicy: 'Forbid',
        runTimeSeconds: 12 * 3600,
        workers: 1,
      },
      expect.objectContaining({ test: 'usual', runTimeSeconds: 300 }),
    ]);
  });

  it('tells a calendar of two thousand schedules at most, and how many there are', async () => {
    eu = Array.from({ length: 2_001 }, (_, index) => scheduled(`s${index}`));
    const { body } = await get('/calendar');
    expect(body.items).toHaveLength(2_000);
    expect(body.total).toBe(2_001);
  });
});
