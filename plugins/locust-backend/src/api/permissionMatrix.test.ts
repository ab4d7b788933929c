import {
  mockCredentials,
  mockServices,
  TestDatabases,
} from '@backstage/backend-test-utils';
import type { PermissionsService } from '@backstage/backend-plugin-api';
import type { Entity } from '@backstage/catalog-model';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import {
  LOCUST_API_VERSION,
  LOCUST_KIND,
  locustPermissions,
} from 'backstage-plugin-locust-common';
import type { Express } from 'express';
import type { Knex } from 'knex';
import request from 'supertest';
import { runStart } from '../history/__testUtils__/runStart';
import { DatabaseRunStore } from '../history/DatabaseRunStore';
import { KubeApiError } from '../kube/KubeApiError';
import { Clusters } from '../operator/Clusters';
import type { ClusterEngine } from '../operator/ClusterEngine';
import { ENGINE_DEFAULTS } from '../operator/EngineConfig';
import { decodeLocust, type LocustObject } from '../operator/LocustObject';
import { spec } from '../schema/openapi/generated';
import { AUDIT_EVENTS, CHANGES_NOTHING } from './auditEvents';
import {
  PUBLIC_ROUTES,
  ROUTE_PERMISSIONS,
  type RoutePermission,
} from './__testUtils__/routePermissions';
import { routesOver } from './__testUtils__/routesOver';

jest.setTimeout(60_000);

/** Whose load tests a request is about: those of the caller's own entity, of another one, or of none. */
const SUBJECTS = ['own', 'other', 'none'] as const;
type Subject = (typeof SUBJECTS)[number];

const ENTITY_REFS: Readonly<Record<Subject, string | undefined>> = {
  own: 'component:default/own',
  other: 'component:default/other',
  none: undefined,
};

const ADMIN = 'locust.admin.read';
const READS: readonly string[] = ['locust.run.read', 'locust.test.read'];

/** Whether somebody has a permission on an entity; on none: whether without regard to one. */
type Policy = (permission: string, entityRef: string | undefined) => boolean;

/** As companies set them up. */
const ROLES: Readonly<Record<string, Policy>> = {
  'an owner where only owners see': (_permission, entityRef) =>
    entityRef !== undefined && entityRef === ENTITY_REFS.own,
  'an owner where everyone reads': (permission, entityRef) =>
    entityRef !== undefined &&
    (READS.includes(permission) || entityRef === ENTITY_REFS.own),
  'somebody who only reads': (permission, entityRef) =>
    READS.includes(permission) && entityRef !== undefined,
  'somebody who sees everything and does nothing': permission =>
    READS.includes(permission) || permission === ADMIN,
  'the platform team': () => true,
  'somebody without any permission': () => false,
};

/** What a request may do, by the table alone. */
function isAllowed(
  policy: Policy,
  { permission }: RoutePermission,
  subject: Subject,
): boolean {
  const entityRef = ENTITY_REFS[subject];
  return entityRef === undefined
    ? policy(ADMIN, undefined)
    : policy(permission, entityRef);
}

const NONE_OF: readonly string[] = [
  // It is about an entity's repository.
  'ReadRepositoryLocustfile',
];

const METHODS = ['get', 'put', 'post', 'delete'] as const;

const OPERATIONS = new Map(
  Object.entries(spec.paths).flatMap(([path, operations]) =>
    METHODS.flatMap(method => {
      const operation = (operations as Record<string, { operationId: string }>)[
        method
      ];
      return operation
        ? [[operation.operationId, { method, path }] as const]
        : [];
    }),
  ),
);

const runIdOf = (subject: Subject, which = 'a') =>
  `${subject}${which}`.padEnd(26, '0');

const TEST_IDS: Readonly<Record<Subject, string>> = {
  own: '00000000-0000-4000-8000-000000000001',
  other: '00000000-0000-4000-8000-000000000002',
  none: '00000000-0000-4000-8000-000000000003',
};

const SCHEDULED = { schedule: '0 3 * * *', locustfile: { inline: 'a = 1' } };

/** A request that is well formed, so that nothing but the permission can refuse it with 403. */
function requestOf({ operation, about }: RoutePermission, subject: Subject) {
  const { method, path } = OPERATIONS.get(operation)!;
  const entityRef = ENTITY_REFS[subject];
  const query = new URLSearchParams();
  let body: object | undefined;
  const definition = (specification: object) => ({
    name: 'checkout',
    ...(entityRef ? { entityRef } : { namespace: 'load' }),
    spec: specification,
  });
  if (about === 'runs') {
    query.set('runs', `${runIdOf(subject)},${runIdOf(subject, 'b')}`);
  }
  if (about === 'entity' && method === 'get') {
    if (entityRef) {
      query.set('entityRef', entityRef);
    }
    if (operation === 'GetTrend') {
      query.set('test', 'checkout');
    }
    if (
      operation === 'ListLocustfileConfigMaps' ||
      (operation === 'GetTrend' && !entityRef)
    ) {
      query.set('cluster', 'local');
      query.set('namespace', 'load');
    }
  }
  switch (operation) {
    case 'CreateRun':
      body = definition({ locustfile: SCHEDULED.locustfile });
      break;
    case 'CreateTest':
    case 'ValidateTest':
      body = definition(SCHEDULED);
      break;
    case 'UpdateTest':
      body = { generation: 1, spec: SCHEDULED };
      break;
    case 'SetNote':
      body = { text: 'A note.' };
      break;
    case 'DeclareFreeze':
      body = { reason: 'Black Friday' };
      break;
    case 'RejudgeRun':
      body = { thresholds: ['p95 < 500ms'] };
      break;
    default:
  }
  const search = query.toString();
  return {
    method,
    path: `${path
      .replace('{runId}', runIdOf(subject))
      .replace('{testId}', TEST_IDS[subject])
      .replace('{freezeId}', 'none')
      .replace('{format}', 'csv')}${search && `?${search}`}`,
    body,
  };
}

function permissionsOf(policy: Policy): PermissionsService {
  const entities = Object.values(ENTITY_REFS).filter(
    (ref): ref is string => ref !== undefined,
  );
  return {
    authorize: async requests =>
      requests.map(it => ({
        result: policy(
          it.permission.name,
          'resourceRef' in it ? it.resourceRef : undefined,
        )
          ? AuthorizeResult.ALLOW
          : AuthorizeResult.DENY,
      })) as never,
    authorizeConditional: async requests =>
      requests.map(({ permission }) => {
        const held = entities.filter(ref => policy(permission.name, ref));
        if (held.length === 0) {
          return { result: AuthorizeResult.DENY };
        }
        return {
          result:
            held.length === entities.length
              ? AuthorizeResult.ALLOW
              : AuthorizeResult.CONDITIONAL,
        };
      }) as never,
  };
}

const catalog: readonly Entity[] = ['own', 'other'].map(name => ({
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

const locusts: readonly LocustObject[] = SUBJECTS.map(subject =>
  decodeLocust({
    apiVersion: LOCUST_API_VERSION,
    kind: LOCUST_KIND,
    metadata: {
      name: subject,
      namespace: 'load',
      uid: TEST_IDS[subject],
      generation: 1,
      creationTimestamp: '2026-01-31T00:00:00Z',
    },
    spec: SCHEDULED,
  }),
);

async function nobodyThere(): Promise<never> {
  throw new KubeApiError({
    failure: 'unreachable',
    intent: { verb: 'get', resource: 'locusts' },
    explanation: 'nobody is there',
  });
}

/** A cluster that is away: what is allowed gets as far as that. */
const engine = {
  name: 'local',
  config: ENGINE_DEFAULTS,
  locusts: () => locusts,
  locustByUid: (uid: string) => locusts.find(it => it.metadata.uid === uid),
  health: () => ({
    cluster: 'local',
    state: 'healthy',
    message: 'It is well.',
    queueDepth: 0,
    findings: [],
    resources: [],
  }),
  client: new Proxy(
    {},
    {
      get: (_, method) =>
        method === 'listPages'
          ? () => ({ [Symbol.asyncIterator]: () => ({ next: nobodyThere }) })
          : nobodyThere,
    },
  ),
} as unknown as ClusterEngine;

/** What an answer to a list or a summary tells of. */
function itemsOf(body: {
  readonly items?: readonly object[];
  readonly running?: { readonly items: readonly object[] };
}): readonly object[] {
  return body.items ?? body.running?.items ?? [];
}

/** Of a list the entity; of a summary that whose owner it names. */
function entityOfItem(item: {
  readonly entityRef?: string;
  readonly owner?: string;
}): string {
  return item.entityRef ?? item.owner?.split(' ').pop() ?? 'none';
}

/** What the auditor is told of a request. */
interface AuditedDeed {
  readonly eventId: string;
  readonly end: string;
  readonly by: string | undefined;
  readonly decision?: string;
}

/** What it is to be told: of whatever changes something, with who asked, what was decided and how it ended; else nothing. */
function deedOf(
  operation: string,
  allowed: boolean,
  status: number,
): readonly AuditedDeed[] {
  return OPERATIONS.get(operation)!.method === 'get' ||
    CHANGES_NOTHING.includes(operation)
    ? []
    : [
        {
          eventId: AUDIT_EVENTS[operation]?.[0] ?? `of ${operation}`,
          end: status < 400 ? 'succeeded' : 'failed',
          by: mockCredentials.user.header(),
          decision: allowed ? 'allowed' : 'denied',
        },
      ];
}

describe('The table of audit events', () => {
  it('has every operation that changes something, and no other', () => {
    const changing = [...OPERATIONS].filter(
      ([operation, { method }]) =>
        method !== 'get' && !CHANGES_NOTHING.includes(operation),
    );
    expect(Object.keys(AUDIT_EVENTS).sort()).toEqual(
      changing.map(([operation]) => operation).sort(),
    );
  });

  it('calls no two operations the same', () => {
    const all = Object.values(AUDIT_EVENTS).flat();
    expect(new Set(all).size).toBe(all.length);
  });
});

describe('The table of routes and permissions', () => {
  it('has every operation of the interface, once', () => {
    expect(
      [...ROUTE_PERMISSIONS.map(it => it.operation), ...PUBLIC_ROUTES].sort(),
    ).toEqual([...OPERATIONS.keys()].sort());
  });

  it('names every permission, and no other', () => {
    expect(new Set(ROUTE_PERMISSIONS.map(it => it.permission))).toEqual(
      new Set(locustPermissions.map(it => it.name)),
    );
  });
});

describe.each(Object.entries(ROLES))('To %s', (_role, policy) => {
  const databases = TestDatabases.create({ ids: ['SQLITE_3'] });
  let app: Express;
  let store: DatabaseRunStore;
  let knex: Knex;
  const audit: AuditedDeed[] = [];

  beforeAll(async () => {
    knex = await databases.init('SQLITE_3');
    store = await DatabaseRunStore.create({
      database: mockServices.database({ knex }),
    });
    ({ app } = await routesOver(store, {
      permissions: permissionsOf(policy),
      clusters: new Clusters([{ kind: 'engine', name: 'local', engine }]),
      entities: catalog,
      entityRefOf: (_cluster, { metadata }) =>
        ENTITY_REFS[metadata.name as Subject],
      auditor: mockServices.auditor.mock({
        createEvent: async ({ eventId, request: from }) => {
          const ends = (end: string) => async (options?: { meta?: object }) => {
            audit.push({
              eventId,
              end,
              by: from?.get('authorization'),
              ...options?.meta,
            });
          };
          return { success: ends('succeeded'), fail: ends('failed') };
        },
      }),
    }));
  });

  beforeEach(async () => {
    audit.length = 0;
    // Past the store, which remembers what was deleted.
    await knex('runs').delete();
    for (const subject of SUBJECTS) {
      for (const which of ['a', 'b', 'going']) {
        const id = runIdOf(subject, which);
        await store.begin(
          runStart({
            id,
            entityRef: ENTITY_REFS[subject],
            namespace: 'load',
            createdAt: new Date(),
          }),
        );
        await store.progress(id, {
          phase: which === 'going' ? 'running' : 'finished',
        });
        await store.saveLog(id, { lines: [], omitted: 0, complete: true });
      }
    }
  });

  const send = (
    { method, path, body }: ReturnType<typeof requestOf>,
    header: string,
  ) => {
    const sent = request(app)[method](path).set('authorization', header);
    return body ? sent.send(body) : sent;
  };

  const everything = ROUTE_PERMISSIONS.filter(
    ({ about }) => !['list', 'summary', 'installation'].includes(about),
  ).flatMap(route =>
    SUBJECTS.filter(
      subject => subject !== 'none' || !NONE_OF.includes(route.operation),
    ).map(subject => ({ ...route, route, subject })),
  );

  it.each(everything)(
    '$operation of $subject: only with $permission',
    async ({ route, subject }) => {
      const { status, body } = await send(
        requestOf(route, subject),
        mockCredentials.user.header(),
      );
      const allowed = isAllowed(policy, route, subject);
      expect([401, 500]).not.toContain(status);
      expect(status === 403).toBe(!allowed);
      // What is refused says what it takes.
      const needed = subject === 'none' ? ADMIN : route.permission;
      expect(allowed ? needed : body.error.message).toMatch(needed);
      expect(audit).toEqual(deedOf(route.operation, allowed, status));
    },
  );

  it.each(
    ROUTE_PERMISSIONS.filter(({ about }) =>
      ['list', 'summary'].includes(about),
    ),
  )(
    '$operation: what $permission lets them read, and nothing else',
    async route => {
      const { status, body } = await send(
        requestOf(route, 'none'),
        mockCredentials.user.header(),
      );
      const readable = SUBJECTS.filter(subject =>
        isAllowed(policy, route, subject),
      );
      // An empty list where nothing may be read would say that there is nothing.
      expect(status).toBe(readable.length > 0 ? 200 : 403);
      expect(new Set(itemsOf(body).map(entityOfItem))).toEqual(
        new Set(readable.map(subject => ENTITY_REFS[subject] ?? 'none')),
      );
    },
  );

  it.each(ROUTE_PERMISSIONS.filter(({ about }) => about === 'installation'))(
    '$operation: only with $permission',
    async route => {
      const { status } = await send(
        requestOf(route, 'none'),
        mockCredentials.user.header(),
      );
      const allowed = policy(route.permission, undefined);
      expect([401, 500]).not.toContain(status);
      expect(status === 403).toBe(!allowed);
      expect(audit).toEqual(deedOf(route.operation, allowed, status));
    },
  );

  it.each(ROUTE_PERMISSIONS)(
    '$operation: nothing to who does not say who they are',
    async route => {
      const subject = NONE_OF.includes(route.operation) ? 'own' : 'none';
      const { status } = await send(
        requestOf(route, subject),
        mockCredentials.none.header(),
      );
      expect(status).toBe(401);
      expect(audit).toEqual([]);
    },
  );
});
