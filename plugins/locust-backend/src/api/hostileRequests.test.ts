import {
  mockCredentials,
  mockServices,
  TestDatabases,
} from '@backstage/backend-test-utils';
import type { Entity } from '@backstage/catalog-model';
import type { Express } from 'express';
import request from 'supertest';
import { runStart } from '../history/__testUtils__/runStart';
import { DatabaseRunStore } from '../history/DatabaseRunStore';
import { FakeApiServer } from '../kube/testing/FakeApiServer';
import { createTransport } from '../kube/transport/Transport';
import { ClusterEngine } from '../operator/ClusterEngine';
import { Clusters } from '../operator/Clusters';
import { eventually } from '../operator/testing/eventually';
import { spec } from '../schema/openapi/generated';
import { routesOver } from './__testUtils__/routesOver';

jest.setTimeout(120_000);

const SHOP = 'component:default/shop';
/** Whose annotation leads to what is Kubernetes' own. */
const GREEDY = 'component:default/greedy';
/** Whose annotation leads out of its place. */
const CLIMBING = 'component:default/climbing';

const entity = (name: string, namespace: string): Entity => ({
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: {
    name,
    namespace: 'default',
    annotations: {
      'locust-qa.xyz/cluster': 'local',
      'locust-qa.xyz/namespace': namespace,
    },
  },
});

const ENTITIES = [
  entity('shop', 'load'),
  entity('greedy', 'kube-system'),
  entity('climbing', '..'),
];

const RUN_ID = 'a'.repeat(26);
const OF_NO_RUN = 'z'.repeat(26);

type Method = 'get' | 'put' | 'post' | 'delete';

/** What is sent, and what is answered: a status, and of a refusal what its message says. */
interface Row {
  readonly what: string;
  readonly method?: Method;
  readonly path: string;
  /** A text is sent as it is. */
  readonly body?: unknown;
  readonly status: number;
  readonly says?: RegExp;
}

/** A run of the shop. */
const run = (specification: object, more: object = {}) => ({
  name: 'peak',
  entityRef: SHOP,
  spec: specification,
  ...more,
});

/** A row for each way by which something is made of a definition. */
function making(row: {
  readonly what: string;
  readonly body: Record<string, unknown>;
  readonly says: RegExp;
}): readonly Row[] {
  return ['/runs', '/tests', '/validate'].map(path => ({
    ...row,
    path,
    body: {
      ...row.body,
      spec:
        path === '/tests'
          ? { ...(row.body.spec as object), schedule: '0 3 * * *' }
          : row.body.spec,
    },
    status: 400,
  }));
}

const BAD_NAMESPACES = ['..', '../load', 'load/..', '%2F', 'a%2Fb', 'a\0b'];

const TEXTS: readonly Row[] = [
  {
    what: 'a command of a megabyte',
    path: '/runs',
    body: run({ command: 'x'.repeat(1024 * 1024) }),
    status: 400,
    says: /^spec\.command: .* is longer than 32768 characters/,
  },
  {
    what: 'more than any resource holds',
    path: '/runs',
    body: run({ command: 'x'.repeat(3 * 1024 * 1024) }),
    status: 400,
    says: /^The request takes more than \d+ bytes; a locustfile may take 921600/,
  },
  {
    what: 'a locustfile of the largest size',
    path: '/runs',
    body: run({ locustfile: { inline: 'a = "1"\n'.repeat(115_200) } }),
    status: 201,
  },
  {
    what: 'a command with a NUL',
    path: '/runs',
    body: run({ command: 'locust\0' }),
    status: 400,
    says: /^spec\.command: .* holds a NUL character; remove it/,
  },
  // No shell sees a command, so what would be one's to read are words like others.
  ...['locust; $(id)', 'locust `id`', 'locust\n--config /x'].map(command => ({
    what: `the command ${JSON.stringify(command)}`,
    path: '/runs',
    body: run({ command }),
    status: 201,
  })),
  {
    what: 'what is no JSON',
    path: '/runs',
    body: '{"name": "peak"',
    status: 400,
    says: /JSON/,
  },
  {
    what: 'a list in place of a definition',
    path: '/runs',
    body: [],
    status: 400,
    says: /must be object/,
  },
];

const NAMES: readonly Row[] = [
  ...['x'.repeat(253), 'x'.repeat(64)].map(name => ({
    what: `a name of ${name.length} characters`,
    path: '/runs',
    body: run({}, { name }),
    status: 400,
    says: /name must NOT have more than 63 characters/,
  })),
  ...['x'.repeat(41), 'a.b', 'ümlaut', 'a/../b', 'a%2Fb', '<b>', 'a\0'].map(
    name => ({
      what: `the name ${JSON.stringify(name)}`,
      path: '/runs',
      body: run({}, { name }),
      status: 400,
      says: /^name: .* such as "checkout-peak"$/,
    }),
  ),
  {
    what: 'a name that every object has',
    path: '/runs',
    body: run({}, { name: 'constructor' }),
    status: 201,
  },
];

const NAMESPACES: readonly Row[] = [
  ...making({
    what: 'another namespace than the entity’s',
    body: run({}, { namespace: 'kube-system' }),
    says: /^namespace: "kube-system" was refused; the load tests of component:default\/shop run in namespace "load"/,
  }),
  ...making({
    what: 'an entity that names what is Kubernetes’ own',
    body: run({}, { entityRef: GREEDY }),
    says: /^namespace: "kube-system" was refused, for it is Kubernetes' own/,
  }),
  ...making({
    what: 'an entity that climbs',
    body: run({}, { entityRef: CLIMBING }),
    says: /^namespace: "\.\." was refused; the name of a namespace is/,
  }),
  ...BAD_NAMESPACES.flatMap(namespace =>
    making({
      what: `the namespace ${JSON.stringify(namespace)} and no entity`,
      body: run({}, { entityRef: undefined, namespace }),
      says: /^namespace: ".*" was refused; the name of a namespace is/,
    }),
  ),
  ...making({
    what: 'what is Kubernetes’ own and no entity',
    body: run({}, { entityRef: undefined, namespace: 'kube-system' }),
    says: /^namespace: "kube-system" was refused, for it is Kubernetes' own/,
  }),
  ...BAD_NAMESPACES.flatMap(namespace =>
    [
      '/runs?',
      '/tests?',
      '/trend?test=peak&cluster=local&',
      '/targets/configmaps?cluster=local&',
    ].map(path => ({
      what: `the namespace ${JSON.stringify(namespace)} in the address`,
      method: 'get' as const,
      path: `${path}namespace=${encodeURIComponent(namespace)}`,
      status: 400,
      says: namespace.includes('\0')
        ? /^The address holds a NUL character \(%00\)/
        : /query\/namespace must match pattern/,
    })),
  ),
  {
    what: 'the ConfigMaps of Kubernetes’ own namespace',
    method: 'get',
    path: '/targets/configmaps?cluster=local&namespace=kube-system',
    status: 400,
    says: /^namespace: "kube-system" was refused, for it is Kubernetes' own/,
  },
  // There is nothing, which is no secret.
  ...['/runs?', '/tests?', '/trend?test=peak&cluster=local&'].map(path => ({
    what: 'Kubernetes’ own namespace in the address of a list',
    method: 'get' as const,
    path: `${path}namespace=kube-system`,
    status: 200,
  })),
];

const ENTITY_REFS: readonly Row[] = [
  'x',
  '',
  'a:b',
  'a/b',
  '..:../..',
  'a:b/..',
  'a:b/c/d',
  'a:b/c\0',
  'a:b/c d',
].flatMap(entityRef => [
  {
    what: `the entity ${JSON.stringify(entityRef)} in a definition`,
    path: '/runs',
    body: run({}, { entityRef }),
    status: 400,
    says: /entityRef must match pattern/,
  },
  {
    what: `the entity ${JSON.stringify(entityRef)} in an address`,
    method: 'get' as const,
    path: `/targets?entityRef=${encodeURIComponent(entityRef)}`,
    status: 400,
    says: /entityRef|^The address holds a NUL/,
  },
]);

const PROTOTYPES: readonly Row[] = [
  ...['__proto__', 'constructor'].flatMap(key => [
    {
      what: `${key} in a definition`,
      path: '/runs',
      body: `{"name": "peak", "entityRef": "${SHOP}", "${key}": {"spec": {}}, "spec": {}}`,
      status: 400,
      says: /must NOT have additional properties/,
    },
    {
      what: `${key} in a spec`,
      path: '/runs',
      body: `{"name": "peak", "entityRef": "${SHOP}", "spec": {"${key}": {"workers": 99}}}`,
      status: 400,
      says: new RegExp(`^spec\\.${key}: There is no field ${key}`),
    },
  ]),
  {
    what: '__proto__ as a label',
    path: '/runs',
    body: `{"name": "peak", "entityRef": "${SHOP}", "spec": {"worker": {"labels": {"__proto__": "a"}}}}`,
    status: 400,
    says: /^spec\.worker\.labels\["__proto__"\]: "__proto__" is not a key/,
  },
  {
    what: '__proto__ in a note',
    method: 'put',
    path: `/runs/${RUN_ID}/note`,
    body: '{"text": "a", "__proto__": {"by": "user:default/somebody-else"}}',
    status: 400,
    says: /must NOT have additional properties/,
  },
  {
    what: '__proto__ as a format',
    method: 'get',
    path: `/runs/${RUN_ID}/export/__proto__`,
    status: 400,
    says: /^format: "__proto__" was refused; accepted are json, html/,
  },
  {
    what: '__proto__ as a cluster',
    method: 'get',
    path: '/targets/configmaps?cluster=__proto__&namespace=load',
    status: 404,
    says: /^There is no cluster "__proto__"; configured are "local"/,
  },
];

const ADDRESSES: readonly Row[] = [
  ...['test', 'cluster', 'entityRef', 'cursor', 'from'].map(field => ({
    what: `a NUL in ${field}`,
    method: 'get' as const,
    path: `/runs?${field}=a%00b`,
    status: 400,
    says: /^The address holds a NUL character \(%00\), which is in no name here/,
  })),
  ...['..%2f..', '%2e%2e', `${RUN_ID}%2f..`, `${'A'.repeat(26)}`].map(id => ({
    what: `the id ${id} of a run`,
    method: 'get' as const,
    path: `/runs/${id}`,
    status: 400,
    says: /runId must match pattern/,
  })),
  {
    what: 'a run that is not there',
    method: 'get',
    path: `/runs/${OF_NO_RUN}`,
    status: 404,
    says: /^There is no run z+; it may have been deleted/,
  },
  ...['..', '<b>', "' or 1=1 --"].map(cursor => ({
    what: `the cursor ${cursor}`,
    method: 'get' as const,
    path: `/runs?cursor=${encodeURIComponent(cursor)}`,
    status: 400,
    says: /^The cursor ".*" is not one that a list of runs gave/,
  })),
  {
    what: 'statements in place of names',
    method: 'get',
    path: `/runs?test=${encodeURIComponent("' or 1=1; drop table runs --")}`,
    status: 200,
  },
];

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });

describe.each(databases.eachSupportedId())(
  'What somebody with bad intentions may send, on %p',
  databaseId => {
    let server: FakeApiServer;
    let engine: ClusterEngine;
    let app: Express;

    beforeAll(async () => {
      const store = await DatabaseRunStore.create({
        database: mockServices.database({
          knex: await databases.init(databaseId),
        }),
      });
      server = await FakeApiServer.start();
      engine = new ClusterEngine({
        name: 'local',
        transport: createTransport({ kubeConfig: server.kubeConfig('token') }),
        observer: {} as never,
        logger: { error() {}, warn() {}, info() {}, debug() {} },
        reconciles: false,
      });
      engine.start();
      await eventually(
        'the engine is healthy',
        () => engine.health().state === 'healthy',
      );
      await store.begin(
        runStart({ id: RUN_ID, entityRef: SHOP, createdAt: new Date() }),
      );
      await store.progress(RUN_ID, { phase: 'finished' });
      ({ app } = await routesOver(store, {
        clusters: new Clusters([{ kind: 'engine', name: 'local', engine }]),
        entities: ENTITIES,
      }));
    });

    afterAll(async () => {
      await engine?.stop();
      await server?.stop();
    });

    beforeEach(() => server.forget());

    const send = ({ method = 'post', path, body }: Row) => {
      const sent = request(app)
        [method](path)
        .set('authorization', mockCredentials.user.header());
      return body === undefined
        ? sent
        : sent
            .set('content-type', 'application/json')
            .send(typeof body === 'string' ? body : JSON.stringify(body));
    };

    it.each(
      [
        ...TEXTS,
        ...NAMES,
        ...NAMESPACES,
        ...ENTITY_REFS,
        ...PROTOTYPES,
        ...ADDRESSES,
      ].map(row => ({ method: 'post' as Method, ...row })),
    )('$what, $method $path: $status', async row => {
      const { status, body } = await send(row);
      const message = body.error?.message ?? '';
      expect(`${status} ${message}`).toMatch(`${row.status} `);
      expect(message).toMatch(row.says ?? /^$/);
      // What is refused has left nothing, and what is taken stays in its place.
      expect(server.writes).toEqual(
        row.status === 201
          ? ['POST /apis/locust-qa.xyz/v1/namespaces/load/locusts']
          : [],
      );
      expect(server.requests.filter(it => /\.\.|%/.test(it.url))).toEqual([]);
      expect(Object.keys(Object.prototype)).toEqual([]);
    });

    it('a thousand tests for every minute: all are listed, with their next times', async () => {
      const minute = Array.from({ length: 1_000 }, (_, number) => ({
        metadata: {
          name: `every-minute-${number}`,
          namespace: 'load',
          uid: `00000000-0000-4000-9000-${String(number).padStart(12, '0')}`,
          resourceVersion: String(10_000 + number),
          generation: 1,
          creationTimestamp: '2026-01-31T10:20:30Z',
        },
        spec: { schedule: '* * * * *' },
      }));
      for (const locust of minute) {
        server.cluster.put(
          `/apis/locust-qa.xyz/v1/namespaces/load/locusts/${locust.metadata.name}`,
          locust,
        );
      }
      await eventually(
        'the engine knows them',
        () => engine.locusts().length === minute.length,
      );
      const { status, body } = await send({
        what: 'a list',
        method: 'get',
        path: '/tests',
        status: 200,
      });
      expect([status, body.items.length]).toEqual([200, minute.length]);
      for (const { nextRunsAt } of body.items) {
        const [first, ...next] = nextRunsAt.map(Date.parse);
        expect(next.map((it: number) => it - first)).toEqual(
          [1, 2, 3, 4].map(it => it * 60_000),
        );
      }
    });

    it('asks for no namespace in a parameter that no row above tries', () => {
      const taking = Object.entries(spec.paths).flatMap(([path, operations]) =>
        Object.entries(operations as Record<string, { parameters?: object[] }>)
          .filter(([, it]) =>
            (it.parameters ?? []).some(parameter =>
              JSON.stringify(parameter).match(
                /"name":"namespace"|parameters\/namespace/,
              ),
            ),
          )
          .map(([method]) => `${method} ${path}`),
      );
      expect(taking).toEqual([
        'get /runs',
        'get /trend',
        'get /tests',
        'get /targets/configmaps',
      ]);
    });
  },
);
