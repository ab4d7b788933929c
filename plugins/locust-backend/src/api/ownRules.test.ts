import {
  mockCredentials,
  mockServices,
  TestDatabases,
} from '@backstage/backend-test-utils';
import { type Entity, RELATION_OWNED_BY } from '@backstage/catalog-model';
import {
  LOCUST_API_VERSION,
  LOCUST_KIND,
  type LocustSpec,
} from 'backstage-plugin-locust-common';
import type {
  LocustPolicyRequest,
  LocustPolicyRule,
} from 'backstage-plugin-locust-node';
import type { Express } from 'express';
import request from 'supertest';
import { DatabaseRunStore } from '../history/DatabaseRunStore';
import { runStart } from '../history/__testUtils__/runStart';
import { KubeApiError } from '../kube/KubeApiError';
import type { KubeObject } from '../kube/KubeObject';
import type { ClusterEngine } from '../operator/ClusterEngine';
import { Clusters } from '../operator/Clusters';
import { ENGINE_DEFAULTS } from '../operator/EngineConfig';
import { decodeLocust, type LocustObject } from '../operator/LocustObject';
import { routesOver } from './__testUtils__/routesOver';

jest.setTimeout(60_000);

const SHOP = 'component:default/shop';
const TEST_ID = '00000000-0000-4000-8000-000000000001';

const shop: Entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: {
    name: 'shop',
    namespace: 'default',
    annotations: {
      'locust-qa.xyz/cluster': 'local',
      'locust-qa.xyz/namespace': 'load',
    },
  },
  relations: [{ type: RELATION_OWNED_BY, targetRef: 'group:default/shop' }],
};

const locustfile = { inline: 'a = 1' };

const scheduled = decodeLocust({
  apiVersion: LOCUST_API_VERSION,
  kind: LOCUST_KIND,
  metadata: {
    name: 'nightly',
    namespace: 'load',
    uid: TEST_ID,
    generation: 1,
  },
  spec: { schedule: '0 3 * * *', locustfile },
});

const definition = (spec: LocustSpec = {}, more: object = {}) => ({
  name: 'checkout',
  entityRef: SHOP,
  spec: { locustfile, ...spec },
  ...more,
});

const PROBLEM = { field: 'spec.workers', message: 'There is no budget.' };

describe("A company's own rules", () => {
  const databases = TestDatabases.create({ ids: ['SQLITE_3'] });
  let app: Express;
  let written: KubeObject[];
  let asked: LocustPolicyRequest[];
  let check: LocustPolicyRule['check'];

  const fail = async (failure: 'notFound' | 'alreadyExists') => {
    throw new KubeApiError({
      failure,
      intent: { verb: 'get', resource: 'locusts' },
    });
  };

  /** A cluster that has what was created in it. */
  const engine = {
    name: 'local',
    config: ENGINE_DEFAULTS,
    locusts: () => [scheduled],
    locustByUid: (uid: string) => (uid === TEST_ID ? scheduled : undefined),
    decode: (raw: unknown) => decodeLocust(raw),
    runOf: ({ metadata }: LocustObject, entityRef: string) =>
      runStart({
        id: 'a'.padEnd(26, '0'),
        locustName: metadata.name,
        entityRef,
      }),
    health: () => ({ cluster: 'local', state: 'healthy', resources: [] }),
    client: {
      get: async (_type: unknown, { name }: { readonly name: string }) =>
        written.find(it => it.metadata.name === name) ?? fail('notFound'),
      create: async (_type: unknown, manifest: KubeObject) => {
        if (written.some(it => it.metadata.name === manifest.metadata.name)) {
          await fail('alreadyExists');
        }
        const made = {
          ...manifest,
          metadata: { ...manifest.metadata, uid: `uid-${written.length}` },
        };
        written.push(made);
        return made;
      },
    },
  } as unknown as ClusterEngine;

  beforeAll(async () => {
    const knex = await databases.init('SQLITE_3');
    const store = await DatabaseRunStore.create({
      database: mockServices.database({ knex }),
    });
    ({ app } = await routesOver(store, {
      clusters: new Clusters([{ kind: 'engine', name: 'local', engine }]),
      entities: [shop],
      entityRefOf: () => SHOP,
      rules: [
        {
          name: 'budget',
          check: (given, options) => {
            asked.push(given);
            return check(given, options);
          },
        },
      ],
    }));
  });

  beforeEach(() => {
    written = [];
    asked = [];
    check = () => [PROBLEM];
  });

  const post = (path: string, body: object = {}) =>
    request(app)
      .post(path)
      .set('authorization', mockCredentials.user.header())
      .send(body);

  it('are told what is to run, where, for whom and who asks', async () => {
    await post('/runs', definition({ workers: 3 }));
    expect(asked).toEqual([
      {
        subject: 'run',
        test: 'checkout',
        spec: { locustfile, workers: 3 },
        place: {
          cluster: 'local',
          namespace: 'load',
          owner: 'group:default/shop',
          entityRef: SHOP,
        },
        origin: {
          kind: 'portal',
          user: mockCredentials.user().principal.userEntityRef,
        },
      },
    ]);
  });

  it.each([
    ['a run', 'run', () => post('/runs', definition())],
    [
      'a schedule',
      'schedule',
      () => post('/tests', definition({ schedule: '0 3 * * *' })),
    ],
    [
      'a change of a schedule',
      'schedule',
      () =>
        request(app)
          .put(`/tests/${TEST_ID}`)
          .set('authorization', mockCredentials.user.header())
          .send({ generation: 1, spec: { schedule: '0 4 * * *', locustfile } }),
    ],
    ['a run of a schedule', 'run', () => post(`/tests/${TEST_ID}/trigger`)],
  ])('refuse %s before anything is written', async (_what, subject, send) => {
    const refused = await send();
    expect(refused.status).toBe(400);
    expect(refused.body.error.message).toBe(
      'spec.workers: There is no budget.',
    );
    expect(asked.map(it => it.subject)).toEqual([subject]);

    check = () => Promise.reject(new Error('the token hunter2 is old'));
    const unknown = await send();
    expect(unknown.status).toBe(503);
    expect(unknown.body.error.message).toBe(
      'The rule "budget" could not be asked whether this may run, for it failed; why is in the log of the backend. Nothing was changed; try again in a moment, and if it stays so tell whoever keeps this portal',
    );
    expect(written).toEqual([]);
  });

  it('speak at the form', async () => {
    const { status, body } = await post('/validate', definition());
    expect(status).toBe(200);
    expect(body).toEqual({ problems: [PROBLEM], manifests: [] });

    check = () => [];
    const agreed = await post('/validate', definition());
    expect(agreed.body.problems).toEqual([]);
    expect(agreed.body.manifests).not.toEqual([]);

    check = () => Promise.reject(new Error('away'));
    expect((await post('/validate', definition())).status).toBe(503);
  });

  it.each([
    ['what is not valid', '/validate', { workers: -1 }],
    ['a schedule that is none', '/validate', { schedule: 'daily' }],
    ['a run that is not valid', '/runs', { workers: -1 }],
  ])('are not asked about %s', async (_what, path, spec) => {
    await post(path, definition(spec));
    expect(asked).toEqual([]);
  });

  it('are not asked again about a request that was carried out', async () => {
    check = () => (written.length === 0 ? [] : [PROBLEM]);
    const start = () =>
      post('/runs', definition()).set('idempotency-key', 'the-same-request');
    const first = await start();
    expect(first.status).toBe(201);
    const second = await start();
    expect(second.status).toBe(201);
    expect(second.body.id).toBe(first.body.id);
    expect(asked).toHaveLength(1);
    expect(written).toHaveLength(1);
  });
});
