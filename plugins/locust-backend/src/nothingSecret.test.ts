import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { gunzipSync } from 'node:zlib';
import { auditorServiceFactory } from '@backstage/backend-defaults/auditor';
import {
  coreServices,
  createServiceFactory,
  type RootLoggerService,
} from '@backstage/backend-plugin-api';
import {
  mockCredentials,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import type { JsonObject } from '@backstage/types';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import knexFactory, { type Knex } from 'knex';
import request from 'supertest';
import locustPlugin from '.';
import { FakeApiServer } from './kube/testing/FakeApiServer';
import { refusal } from './kube/testing/FakeCluster';
import { json, type ReceivedRequest } from './kube/testing/TestServer';
import { eventually } from './operator/testing/eventually';

jest.setTimeout(120_000);

const SHOP = 'component:default/shop';

/** Each is somewhere for a purpose, and must be nowhere else. */
const MARKERS = {
  'the token that the engine has for the cluster': 'hunter2TokenOfTheEngine',
  'the Authorization header of who calls': 'mock-user-token',
  'an idempotency key': 'hunter2IdempotencyKey',
  'the value of a Secret': 'hunter2ValueOfASecret',
  'the value of a variable': 'hunter2ValueOfAVariable',
};
const TOKEN = MARKERS['the token that the engine has for the cluster'];
const VARIABLE = MARKERS['the value of a variable'];

/** Everything that was written, by where. */
class Written {
  readonly texts: { readonly where: string; readonly text: string }[] = [];

  add(where: string, what: unknown): void {
    this.texts.push({
      where,
      text:
        typeof what === 'string'
          ? what
          : inspect(what, {
              depth: null,
              maxStringLength: null,
              maxArrayLength: null,
              breakLength: Infinity,
              showHidden: true,
            }),
    });
  }

  /** The places that hold a text. */
  holding(text: string): readonly string[] {
    return [
      ...new Set(
        this.texts.filter(it => it.text.includes(text)).map(it => it.where),
      ),
    ].sort();
  }

  clear(): void {
    this.texts.length = 0;
  }
}

/** Every level, with all that goes along with a message. */
function recordingLogger(written: Written): RootLoggerService {
  const at =
    (level: string) =>
    (message: string, meta?: Error | JsonObject): void =>
      written.add('log', { level, message, meta });
  const logger: RootLoggerService = {
    error: at('error'),
    warn: at('warn'),
    info: at('info'),
    debug: at('debug'),
    child: meta => {
      written.add('log', meta);
      return logger;
    },
  };
  return logger;
}

function refuse(
  response: ServerResponse,
  ...what: Parameters<typeof refusal>
): void {
  const { code, body } = refusal(...what);
  json(response, code, body);
}

/** The answers of servers, proxies and admission rules that repeat what they were sent. */
const ECHOES: Readonly<
  Record<string, (response: ServerResponse, request: ReceivedRequest) => void>
> = {
  'is not accepted': (response, { headers }) =>
    refuse(
      response,
      401,
      'Unauthorized',
      `token "${headers.authorization}" has expired`,
    ),
  'is forbidden': (response, { headers }) =>
    refuse(
      response,
      403,
      'Forbidden',
      `User cannot do that with Authorization: ${headers.authorization}`,
    ),
  'is found invalid': (response, { body }) =>
    refuse(
      response,
      422,
      'Invalid',
      `Locust.locust-qa.xyz "x" is invalid: spec: Invalid value: v1.LocustSpec${body}: no`,
      {
        details: {
          causes: [
            {
              field: 'spec.env',
              reason: 'FieldValueInvalid',
              message: `Invalid value: "${VARIABLE}": no`,
            },
          ],
        },
      },
    ),
  'cannot be read': (response, { body }) =>
    refuse(response, 400, 'BadRequest', `cannot unmarshal ${body}`),
  fails: (response, { headers, body }) => {
    response.writeHead(500, { 'content-type': 'text/html' });
    response.end(`<pre>${headers.authorization} ${body}</pre>`);
  },
  'breaks off': response => response.destroy(),
};

describe('What is secret', () => {
  const written = new Written();
  let server: FakeApiServer;
  let knex: Knex;
  let folder: string;
  let backend: Awaited<ReturnType<typeof startTestBackend>>;

  beforeAll(async () => {
    server = await FakeApiServer.start();
    server.cluster.put('/api/v1/namespaces/load/secrets/load-keys', {
      metadata: { name: 'load-keys', namespace: 'load', uid: 'secret' },
      data: { KEY: MARKERS['the value of a Secret'] },
    });
    folder = await mkdtemp(join(tmpdir(), 'nothing-secret-'));
    const kubeconfig = join(folder, 'kubeconfig');
    await writeFile(kubeconfig, server.kubeConfig(TOKEN).exportConfig());
    knex = knexFactory({
      client: 'better-sqlite3',
      connection: ':memory:',
      useNullAsDefault: true,
    });
    backend = await startTestBackend({
      features: [
        locustPlugin,
        auditorServiceFactory,
        createServiceFactory({
          service: coreServices.rootLogger,
          deps: {},
          factory: () => recordingLogger(written),
        }),
        createServiceFactory({
          service: coreServices.database,
          deps: {},
          factory: () => mockServices.database({ knex }),
        }),
        catalogServiceMock.factory({
          entities: [
            {
              apiVersion: 'backstage.io/v1alpha1',
              kind: 'Component',
              metadata: {
                name: 'shop',
                namespace: 'default',
                annotations: { 'locust-qa.xyz/namespace': 'load' },
              },
            },
          ],
        }),
        mockServices.rootConfig.factory({
          data: {
            locust: {
              guardrails: [{ secrets: ['load-*'], configMaps: ['load-*'] }],
              clusters: [{ name: 'local', kubeconfig }],
              leaseNamespace: 'load',
            },
          },
        }),
      ],
    });
    await eventually('the engine leads', async () => {
      const { body } = await api('get', '/engine');
      return body.clusters[0].leader !== undefined;
    });
  });

  afterAll(async () => {
    await backend?.stop();
    await server?.stop();
    await knex?.destroy();
    await rm(folder, { recursive: true, force: true });
  });

  beforeEach(() => {
    written.clear();
    server.instead = () => false;
  });

  async function api(
    method: 'get' | 'post' | 'put' | 'delete',
    path: string,
    body?: object,
  ) {
    const sent = request(backend.server)
      [method](`/api/locust${path}`)
      .set('authorization', mockCredentials.user.header())
      .set(
        'idempotency-key',
        `${MARKERS['an idempotency key']}-${Math.random()}`,
      );
    const answer = await (body ? sent.send(body) : sent);
    const { error, ...rest } = answer.body ?? {};
    written.add('error', [error, answer.headers]);
    written.add('answer', Object.keys(rest).length > 0 ? rest : answer.text);
    return answer;
  }

  const definition = (more: object = {}) => ({
    name: 'peak',
    entityRef: SHOP,
    spec: {
      env: [{ name: 'PASSWORD', value: VARIABLE }],
      secretRef: 'load-keys',
      mounts: [{ secret: 'load-keys', mountPath: '/keys' }],
      ...more,
    },
  });

  async function dump(): Promise<void> {
    const tables: readonly { readonly name: string }[] = await knex(
      'sqlite_master',
    ).where({ type: 'table' });
    for (const { name } of tables) {
      for (const row of await knex(name)) {
        for (const [column, value] of Object.entries(row)) {
          written.add(
            `${name}.${column}`,
            Buffer.isBuffer(value)
              ? gunzipSync(value).toString('utf8')
              : String(value),
          );
        }
      }
    }
    for (const [path, { metadata, ...object }] of server.cluster.objects) {
      if (!path.includes('/secrets/')) {
        const [kind] = path.split('/').slice(-2);
        written.add(`metadata of ${kind}`, metadata);
        written.add(kind, object);
      }
    }
  }

  it('is where it belongs while runs are made, watched, marked, exported and deleted, and nowhere else', async () => {
    const { body: run } = await api('post', '/runs', definition());
    await eventually('its Job is made', () =>
      [...server.cluster.objects.keys()].some(it => it.includes('/jobs/')),
    );
    await api('post', '/tests', {
      ...definition({ schedule: '0 3 * * *' }),
      name: 'nightly',
    });
    await eventually('its CronJob is made', () =>
      [...server.cluster.objects.keys()].some(it => it.includes('/cronjobs/')),
    );
    for (const path of [
      '',
      '/log',
      '/events',
      '/locustfile',
      '/export/html',
      '/export/json',
    ]) {
      await api('get', `/runs/${run.id}${path}`);
    }
    await api('put', `/runs/${run.id}/note`, { text: 'A note.' });
    await api('post', '/validate', definition());
    await api('post', `/runs/${run.id}/stop`);
    await dump();

    const places = Object.fromEntries(
      Object.entries(MARKERS).map(([what, text]) => [
        what,
        written.holding(text),
      ]),
    );
    expect(places).toEqual({
      'the token that the engine has for the cluster': [],
      'the Authorization header of who calls': [],
      'an idempotency key': [],
      'the value of a Secret': [],
      // What somebody writes into a spec is shown with it: secrets are named there, not written.
      'the value of a variable': [
        'answer',
        'cronjobs',
        'jobs',
        'locusts',
        'metadata of jobs',
        'replicasets',
        'runs.spec',
      ],
    });
    // Something was written at all, and read by the one for whom it is.
    expect(written.holding('run-create')).toContain('log');
    expect(written.holding(run.id)).toContain('runs.id');
    expect(server.requests[0].headers.authorization).toBe(`Bearer ${TOKEN}`);
    expect(server.requests.filter(it => it.url.includes('/secrets'))).toEqual(
      [],
    );
  });

  it.each(Object.keys(ECHOES))(
    'is in no error, log or row where what is sent to the cluster %s',
    async what => {
      server.instead = (response, received) => {
        ECHOES[what](response, received);
        return true;
      };
      // The engine has the same trouble with what it writes by itself.
      server.cluster.put(
        '/apis/locust-qa.xyz/v1/namespaces/load/locusts/by-hand',
        {
          metadata: {
            name: 'by-hand',
            namespace: 'load',
            uid: `by-hand ${what}`,
            resourceVersion: String(
              1_000_000 + Math.floor(Math.random() * 1e6),
            ),
            generation: 1,
          },
          spec: definition().spec,
        },
      );
      for (const body of [definition(), definition({ schedule: '@daily' })]) {
        const answer = await api(
          'post',
          'schedule' in body.spec ? '/tests' : '/runs',
          body,
        );
        expect(answer.status).toBeGreaterThanOrEqual(400);
      }
      await api('get', '/targets/configmaps?cluster=local&namespace=load');
      await eventually('the engine tells of its trouble', async () => {
        const { body } = await api('get', '/engine');
        return body.clusters[0].lastError !== undefined;
      });
      await dump();
      for (const text of Object.values(MARKERS)) {
        expect(
          written
            .holding(text)
            .filter(where => /log|error|answer|\./.test(where)),
        ).toEqual(text === VARIABLE ? ['runs.spec'] : []);
      }
    },
  );

  it.each<[string, unknown]>([
    ['with a value of another kind', [{ name: 'A', value: [VARIABLE] }]],
    ['with a NUL in its value', [{ name: 'A', value: `${VARIABLE}\0` }]],
    [
      'with a value that is too long',
      [{ name: 'A', value: VARIABLE.repeat(2_000) }],
    ],
    ['with two values', [{ name: 'A', value: VARIABLE, valueFrom: {} }]],
    ['without a name', [{ value: VARIABLE }]],
    ['with its value in the name', [{ name: `A=${VARIABLE}`, value: '' }]],
    ['as text', [`A=${VARIABLE}`]],
    ['in a map', { A: VARIABLE }],
  ])('is not repeated where a variable is refused %s', async (_, env) => {
    const body = { ...definition(), spec: { env } };
    expect((await api('post', '/runs', body)).status).toBe(400);
    await api('post', '/validate', body);
    expect(written.holding(VARIABLE)).toEqual([]);
  });
});
