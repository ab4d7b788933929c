import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { KubeConfig } from '@kubernetes/client-node';
import {
  mockCredentials,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import {
  coreServices,
  createServiceFactory,
} from '@backstage/backend-plugin-api';
import type { Entity } from '@backstage/catalog-model';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import knexFactory, { type Knex } from 'knex';
import request from 'supertest';
import locustPlugin from '..';
import { createTransport } from '../kube/transport/Transport';
import { KubeClient } from '../kube/client/KubeClient';
import { type TarEntry } from '../entities/__testUtils__/tarOf';
import { tarReader } from '../entities/__testUtils__/tarReader';
import { isFailure } from '../kube/KubeApiError';
import { CONFIG_MAPS, JOBS, NAMESPACES } from '../kube/ResourceTypes';
import { LOCUSTS, type RawLocust } from '../operator/LocustObject';
import { engineKubeConfig } from '../operator/testing/engineKubeConfig';

jest.setTimeout(120_000);

const KUBECONFIG = process.env.LOCUST_TEST_KUBECONFIG ?? '';
const NAMESPACE = 'api-test';
const SHOP = 'component:default/shop';
/** Its test is a folder. */
const BOUTIQUE = 'component:default/boutique';

const entities: Entity[] = [
  {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: {
      name: 'shop',
      namespace: 'default',
      annotations: {
        'locust-qa.xyz/namespace': NAMESPACE,
        'locust-qa.xyz/host': 'http://shop',
        'locust-qa.xyz/locustfile': 'load/locustfile.py',
        'backstage.io/source-location':
          'url:https://github.com/acme/shop/tree/main/',
      },
    },
    spec: {},
  },
  {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: {
      name: 'boutique',
      namespace: 'default',
      annotations: {
        'locust-qa.xyz/namespace': NAMESPACE,
        'locust-qa.xyz/locustfile': 'load/',
        'backstage.io/source-location':
          'url:https://github.com/acme/shop/tree/main/',
      },
    },
    spec: {},
  },
  {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: { name: 'homeless', namespace: 'default' },
    spec: {},
  },
];

/** What the boutique's folder holds at the moment. */
let boutique: Readonly<Record<string, TarEntry>>;

beforeEach(() => {
  boutique = {
    'load/locustfile.py': 'from lib.shop import Shopper\n',
    'load/lib/shop.py': 'class Shopper: ...\n',
    'load/data/logo.png': Buffer.from([0x89, 0x00, 0xff]),
    'load/.env': 'SECRET=1',
  };
});

async function until<T>(
  what: string,
  probe: () => Promise<T | undefined>,
): Promise<T> {
  for (let attempt = 0; attempt < 200; attempt++) {
    const found = await probe();
    if (found !== undefined) {
      return found;
    }
    await new Promise(resolve => setTimeout(resolve, 150));
  }
  throw new Error(`${what} did not come about`);
}

/** Ended after the tests: the test backend leaves its own database open. */
const databases: Knex[] = [];

function openDatabase(): Knex {
  const knex = knexFactory({
    client: 'better-sqlite3',
    connection: ':memory:',
    useNullAsDefault: true,
  });
  knex.client.pool.on(
    'createSuccess',
    (_: unknown, connection: { pragma(text: string): void }) =>
      connection.pragma('foreign_keys = ON'),
  );
  databases.push(knex);
  return knex;
}

let temporary: string | undefined;

/** The backend acts as its own account, not as the tests do. */
async function engineKubeconfigFile(): Promise<string> {
  const admin = new KubeConfig();
  admin.loadFromFile(KUBECONFIG);
  temporary ??= await mkdtemp(join(tmpdir(), 'api-test-'));
  const file = join(temporary, 'kubeconfig');
  await writeFile(file, (await engineKubeConfig(admin)).exportConfig());
  return file;
}

afterAll(async () => {
  if (temporary) {
    await rm(temporary, { recursive: true });
  }
  await Promise.all(databases.map(knex => knex.destroy()));
});

async function startBackend(result?: AuthorizeResult.DENY) {
  return await startTestBackend({
    features: [
      locustPlugin,
      createServiceFactory({
        service: coreServices.database,
        deps: {},
        factory: () => mockServices.database({ knex: openDatabase() }),
      }),
      catalogServiceMock.factory({ entities }),
      mockServices.urlReader.mock({
        readUrl: async url => ({
          buffer: async () => Buffer.from(`# ${url}`),
        }),
        readTree: (url, options) => tarReader(boutique).readTree(url, options),
      }).factory,
      mockServices.rootConfig.factory({
        data: {
          locust: {
            installCrd: true,
            guardrails: [
              { configMaps: 'any', secrets: ['load-*'], maxWorkers: 100 },
            ],
            clusters: [
              { name: 'local', kubeconfig: await engineKubeconfigFile() },
            ],
          },
        },
      }),
      ...(result ? [mockServices.permissions.factory({ result })] : []),
    ],
  });
}

describe('the HTTP interface, on a real API server', () => {
  const transport = (() => {
    const kubeConfig = new KubeConfig();
    kubeConfig.loadFromFile(KUBECONFIG);
    return createTransport({ kubeConfig });
  })();
  const kube = new KubeClient(transport);
  let backend: Awaited<ReturnType<typeof startBackend>>;

  const api = (method: 'get' | 'post' | 'put' | 'delete', path: string) =>
    request(backend.server)
      [method](`/api/locust${path}`)
      .set('authorization', mockCredentials.user.header());

  const run = (spec: object, more: object = {}) => ({
    name: 'peak',
    entityRef: SHOP,
    spec,
    ...more,
  });

  const locustNames = async () => {
    const names: string[] = [];
    for await (const page of kube.listPages<RawLocust>(LOCUSTS, {
      namespace: NAMESPACE,
    })) {
      names.push(...page.items.map(item => item.metadata.name));
    }
    return names.sort();
  };

  beforeAll(async () => {
    await kube
      .create(NAMESPACES, {
        apiVersion: 'v1',
        kind: 'Namespace',
        metadata: { name: NAMESPACE },
      })
      .catch(error =>
        isFailure(error, 'alreadyExists') ? undefined : Promise.reject(error),
      );
    backend = await startBackend();
    await until('a healthy engine', async () => {
      const { body } = await api('get', '/engine');
      return body.clusters?.[0]?.state === 'healthy' ? true : undefined;
    });
  });

  afterAll(async () => {
    await backend?.stop();
    await transport.close();
  });

  it('starts a run as a Locust that says what it is for and who asked', async () => {
    const { status, body } = await api('post', '/runs').send(
      run({ workers: 2, users: 10, runTime: '20s' }),
    );
    expect(status).toBe(201);
    expect(body).toMatchObject({
      test: 'peak',
      entityRef: SHOP,
      trigger: 'user',
      requestedBy: 'user:default/mock',
      workersWanted: 2,
      users: 10,
      runTimeSeconds: 20,
      verdict: 'none',
    });
    const locust = await kube.get<RawLocust>(LOCUSTS, {
      namespace: NAMESPACE,
      name: body.name,
    });
    expect(locust.metadata.labels).toMatchObject({
      'locust-qa.xyz/test': 'peak',
    });
    expect(locust.metadata.annotations).toMatchObject({
      'locust-qa.xyz/entity-ref': SHOP,
    });
    const listed = await api('get', `/runs?entityRef=${SHOP}`);
    expect(listed.body.items.map((item: { id: string }) => item.id)).toContain(
      body.id,
    );
  });

  it('answers the same idempotency key with the same run, and another body under it with 409', async () => {
    const send = (workers: number) =>
      api('post', '/runs')
        .set('Idempotency-Key', 'key-number-one')
        .send(run({ workers }, { name: 'keyed' }));
    const [first, again, other] = [await send(1), await send(1), await send(2)];
    expect(first.status).toBe(201);
    expect(again.body.id).toBe(first.body.id);
    expect(other.status).toBe(409);
    expect(other.body.error.message).toMatch(/use a new key/);
    expect(
      (await locustNames()).filter(name => name.startsWith('keyed-')),
    ).toHaveLength(1);
  });

  it.each([
    ['negative workers', { workers: -1 }, /spec\.workers: /],
    ['a run time that is none', { runTime: 'soon' }, /spec\.runTime: .*soon/],
    [
      'a ConfigMap that does not exist',
      { configMapRef: 'nowhere' },
      /spec\.configMapRef: There is no ConfigMap "nowhere"/,
    ],
    [
      'mounts with equal names',
      {
        mountExternalConfig: { name: 'same', mountPath: '/a' },
        mountExternalSecret: { name: 'same', mountPath: '/b' },
      },
      /same/,
    ],
    [
      'a schedule on a run that starts now',
      { schedule: '* * * * *' },
      /spec\.schedule: /,
    ],
  ])(
    'refuses %s with what is wrong, and makes nothing',
    async (_, spec, message) => {
      const before = await locustNames();
      const { status, body } = await api('post', '/runs').send(
        run(spec, { name: 'refused' }),
      );
      expect({ status, message: body.error?.message }).toEqual({
        status: 400,
        message: expect.stringMatching(message),
      });
      expect(await locustNames()).toEqual(before);
    },
  );

  it('refuses a broken cron with what would be right', async () => {
    const { status, body } = await api('post', '/tests').send(
      run({ schedule: '61 * * * *' }, { name: 'broken' }),
    );
    expect(status).toBe(400);
    expect(body.error.message).toMatch(/spec\.schedule: /);
    expect(await locustNames()).not.toContain('broken');
  });

  it('refuses a target that is not the entity’s, and an entity without one', async () => {
    const elsewhere = await api('post', '/runs').send(
      run({}, { namespace: 'kube-system' }),
    );
    expect(elsewhere.status).toBe(400);
    expect(elsewhere.body.error.message).toContain(
      `run in namespace "${NAMESPACE}"`,
    );
    const homeless = await api('post', '/runs').send(
      run({}, { entityRef: 'component:default/homeless' }),
    );
    expect(homeless.status).toBe(400);
    expect(homeless.body.error.message).toContain('locust-qa.xyz/namespace');
    const unknown = await api('post', '/runs').send(
      run({}, { entityRef: 'component:default/nobody' }),
    );
    expect(unknown.status).toBe(404);
  });

  it('refuses what the document does not know before a route sees it', async () => {
    expect((await api('get', '/runs?limit=1000')).status).toBe(400);
    expect((await api('get', '/runs?colour=red')).status).toBe(400);
    expect((await api('get', '/runs?cursor=nonsense')).status).toBe(400);
    expect((await api('post', '/runs').send({ spec: {} })).status).toBe(400);
    expect((await api('get', '/runs/aaaaaaaaaaaaaaaaaaaaaaaaaa')).status).toBe(
      404,
    );
  });

  it('puts a test on a schedule, pauses, resumes and deletes it', async () => {
    const created = await api('post', '/tests').send(
      run({ schedule: '0 2 * * *', suspend: false }, { name: 'nightly' }),
    );
    expect(created.status).toBe(201);
    expect(created.body).toMatchObject({
      name: 'nightly',
      schedule: '0 2 * * *',
      timeZone: 'UTC',
      suspended: false,
    });
    expect(created.body.nextRunsAt).toHaveLength(5);

    const taken = await api('post', '/tests').send(
      run({ schedule: '0 3 * * *' }, { name: 'nightly' }),
    );
    expect(taken.status).toBe(409);
    expect(taken.body.error.message).toMatch(/choose another name/);

    const { id } = created.body;
    await until('the test in the list', async () => {
      const { body } = await api('get', `/tests?entityRef=${SHOP}`);
      return body.items.find((item: { id: string }) => item.id === id);
    });
    const paused = await api('post', `/tests/${id}/pause`);
    expect(paused.body).toMatchObject({ suspended: true, nextRunsAt: [] });
    const resumed = await api('post', `/tests/${id}/resume`);
    expect(resumed.body).toMatchObject({ suspended: false });
    expect((await api('delete', `/tests/${id}`)).status).toBe(204);
    await until('its end', async () =>
      (await locustNames()).includes('nightly') ? undefined : true,
    );
  });

  it('changes a test: what is left out goes, what changed meanwhile and what is in git is refused', async () => {
    const created = await api('post', '/tests').send(
      run(
        {
          schedule: '0 2 * * *',
          users: 10,
          host: 'http://shop',
          worker: { nodeSelector: { disktype: 'ssd' } },
        },
        { name: 'changing' },
      ),
    );
    expect(created.status).toBe(201);
    const { id } = created.body;
    const path = `/tests/${id}`;
    const test = await until('the test', async () => {
      const { status, body } = await api('get', path);
      return status === 200 ? body : undefined;
    });
    expect(test.spec).toMatchObject({ users: 10 });

    const { generation } = test;
    const spec = { schedule: '30 3 * * *', users: 20 };
    const changed = await api('put', path).send({ generation, spec });
    expect(changed.status).toBe(200);
    expect(changed.body).toMatchObject({ id, schedule: '30 3 * * *' });
    const live = () =>
      kube.get<RawLocust>(LOCUSTS, { namespace: NAMESPACE, name: 'changing' });
    const written = await live();
    expect(written.spec).toEqual(spec);
    expect(written.metadata.labels).toMatchObject({
      'locust-qa.xyz/test': 'changing',
    });

    const late = await api('put', path).send({
      generation,
      spec: { ...spec, users: 30 },
    });
    expect(late.status).toBe(409);
    expect(late.body.error.message).toMatch(/was changed meanwhile/);

    // A status written beside it is no change of the test.
    await kube.mergePatch(
      LOCUSTS,
      { namespace: NAMESPACE, name: 'changing' },
      { status: { message: 'beside it' } },
      { subresource: 'status' },
    );
    const again = await api('put', path).send({
      generation: changed.body.generation,
      spec: { ...spec, users: 40 },
    });
    expect(again.status).toBe(200);

    for (const [wrong, message] of [
      [{ schedule: '0 25 * * *' }, /spec.schedule/],
      [{ users: 5 }, /needs a cron expression/],
      [{ ...spec, configMapRef: 'gone' }, /There is no ConfigMap "gone"/],
      [
        { ...spec, mounts: [{ configMap: 'gone', mountPath: '/mnt/x' }] },
        /spec.mounts\[0\].configMap: There is no ConfigMap "gone"/,
      ],
    ] as const) {
      const refused = await api('put', path).send({
        generation: again.body.generation,
        spec: wrong,
      });
      expect(refused.status).toBe(400);
      expect(refused.body.error.message).toMatch(message);
    }

    await kube.mergePatch(
      LOCUSTS,
      { namespace: NAMESPACE, name: 'changing' },
      { metadata: { annotations: { 'argocd.argoproj.io/tracking-id': 'a' } } },
    );
    const tracked = await api('put', path).send({
      generation: again.body.generation,
      spec: { ...spec, users: 50 },
    });
    expect(tracked.status).toBe(409);
    expect(tracked.body.error.message).toMatch(
      /Argo CD keeps the test .* as it is in git/,
    );
    expect((await live()).spec).toEqual({ ...spec, users: 40 });
    await until('that it is said of the test', async () =>
      (await api('get', path)).body.trackedBy === 'Argo CD' ? true : undefined,
    );
    expect((await api('delete', path)).status).toBe(204);
  });

  it('starts a run of a scheduled test now, once per idempotency key, paused or not, and stops it alone', async () => {
    const { body: test } = await api('post', '/tests').send(
      run({ schedule: '0 2 29 2 *' }, { name: 'monthly' }),
    );
    await until('its CronJob', async () => {
      const { status } = await api('post', `/tests/${test.id}/pause`);
      const { body } = await api('get', `/tests/${test.id}`);
      return status === 200 && body.phase === 'Suspended' ? true : undefined;
    });
    const trigger = (key?: string) => {
      const call = api('post', `/tests/${test.id}/trigger`);
      return key === undefined ? call : call.set('idempotency-key', key);
    };
    const first = await trigger('trigger-monthly-1');
    expect(first.status).toBe(201);
    expect(first.body).toMatchObject({
      test: 'monthly',
      trigger: 'user',
      requestedBy: mockCredentials.user().principal.userEntityRef,
      entityRef: SHOP,
    });
    expect((await trigger('trigger-monthly-1')).body.id).toBe(first.body.id);
    await until('its start', async () => {
      const { body } = await api('get', `/runs/${first.body.id}`);
      return body.phase === 'starting' ? true : undefined;
    });
    // Forbid, the default, counts for it as for any other run of the test.
    const second = await trigger();
    expect(second.body.id).not.toBe(first.body.id);
    const skipped = await until('the second to be skipped', async () => {
      const { body } = await api('get', `/runs/${second.body.id}`);
      return body.phase === 'skipped' ? body : undefined;
    });
    expect(skipped.reason.code).toBe('StillRunning');

    expect((await api('post', `/runs/${first.body.id}/stop`)).status).toBe(202);
    await until('the stop', async () => {
      const { body } = await api('get', `/runs/${first.body.id}`);
      return body.phase === 'stopped' ? true : undefined;
    });
    expect((await api('get', `/tests/${test.id}`)).body.suspended).toBe(true);
    expect(
      (await api('post', '/tests/00000000-0000-0000-0000-000000000000/trigger'))
        .status,
    ).toBe(404);
    await api('delete', `/tests/${test.id}`);
  });

  it('stops a run through its resource, and deletes it only once it has ended', async () => {
    const { body: started } = await api('post', '/runs').send(
      run({ runTime: '10m' }, { name: 'stopped' }),
    );
    const early = await api('delete', `/runs/${started.id}`);
    expect(early.status).toBe(409);
    expect(early.body.error.message).toMatch(/stop it first/);
    const stopping = await api('post', `/runs/${started.id}/stop`);
    expect(stopping.status).toBe(202);
    const ended = await until('the stop', async () => {
      const { body } = await api('get', `/runs/${started.id}`);
      return body.phase === 'stopped' ? body : undefined;
    });
    expect(ended.reason.message).toBeTruthy();
    expect((await api('post', `/runs/${started.id}/stop`)).status).toBe(409);
    expect((await api('delete', `/runs/${started.id}`)).status).toBe(204);
    expect((await api('get', `/runs/${started.id}`)).status).toBe(404);
    await until('its end', async () =>
      (await locustNames()).includes(started.name) ? undefined : true,
    );
  });

  it('shows the manifests that a definition would become, and what is wrong with it', async () => {
    const sound = await api('post', '/validate').send(
      run({ locustfile: { inline: 'from locust import User' } }),
    );
    expect(sound.body.problems).toEqual([]);
    expect(
      sound.body.manifests.map((manifest: { kind: string }) => manifest.kind),
    ).toEqual(['Locust', 'ConfigMap', 'Job', 'Service', 'ReplicaSet']);
    const wrong = await api('post', '/validate').send(run({ workers: 0.5 }));
    expect(wrong.body.problems[0].field).toBe('spec.workers');
    expect(wrong.body.manifests).toEqual([]);
  });

  it('offers the ConfigMaps with locustfiles of the entity’s own namespace only', async () => {
    await kube.create(CONFIG_MAPS, {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'locustfiles', namespace: NAMESPACE },
      data: { 'peak.py': '', 'README.md': '' },
    });
    const own = await api(
      'get',
      `/targets/configmaps?entityRef=${SHOP}&cluster=local&namespace=${NAMESPACE}`,
    );
    expect(own.body.items).toContainEqual({
      name: 'locustfiles',
      keys: ['peak.py'],
    });
    const foreign = await api(
      'get',
      `/targets/configmaps?entityRef=${SHOP}&cluster=local&namespace=kube-system`,
    );
    expect(foreign.status).toBe(400);
  });

  it('reads the locustfile of an entity’s repository', async () => {
    const { status, body } = await api(
      'get',
      `/targets/locustfile?entityRef=${SHOP}`,
    );
    expect(body).toEqual({
      path: 'load/locustfile.py',
      url: 'https://github.com/acme/shop/tree/main/load/locustfile.py',
      content: '# https://github.com/acme/shop/tree/main/load/locustfile.py',
    });
    expect(status).toBe(200);
    const none = await api(
      'get',
      `/targets/locustfile?entityRef=component:default/homeless`,
    );
    expect(none.status).toBe(404);
    expect(none.body.error.message).toMatch(/no annotation/);
  });

  describe('a test in a folder of the repository', () => {
    const readFolder = async () => {
      const { status, body } = await api(
        'get',
        `/targets/locustfile?entityRef=${BOUTIQUE}`,
      );
      expect(status).toBe(200);
      return body;
    };
    const start = (folder: any, key: string, more: object = {}) =>
      api('post', '/runs')
        .set('Idempotency-Key', key)
        .send(
          run(
            {
              locustfile: {
                snapshot: folder.snapshot,
                files: folder.files.map((it: { path: string }) => it.path),
              },
            },
            { name: 'folder', entityRef: BOUTIQUE, ...more },
          ),
        );
    const ran = (id: string) =>
      until('what it ran', async () => {
        const { status, body } = await api('get', `/runs/${id}/locustfile`);
        return status === 200 ? body : undefined;
      });

    it('is shown whole before it runs', async () => {
      expect(await readFolder()).toMatchObject({
        path: 'load/',
        url: 'https://github.com/acme/shop/tree/main/load',
        content: boutique['load/locustfile.py'],
        folder: {
          files: [
            { path: 'locustfile.py', size: 29, binary: false },
            { path: 'data/logo.png', size: 3, binary: true },
            { path: 'lib/shop.py', size: 19, binary: false },
          ],
          leftOut: ['.env'],
        },
      });
    });

    it('becomes a Locust, a ConfigMap and a Job, is kept with the run, and goes with it', async () => {
      const { folder } = await readFolder();
      const { status, body } = await start(folder, 'folder-1');
      expect(status).toBe(201);
      const ref = { namespace: NAMESPACE, name: `job-${body.name}` };
      const job = await until('its Job', () =>
        kube.get<any>(JOBS, ref).catch(() => undefined),
      );
      const { containers, volumes } = job.spec.template.spec;
      expect(containers[0].workingDir).toBe(
        '/var/run/locust-qa.xyz/locustfile',
      );
      const { configMap } = volumes.find(
        (it: { name: string }) => it.name === 'locustfile',
      );
      expect(configMap.items).toContainEqual({
        key: 'lib..shop.py',
        path: 'lib/shop.py',
      });
      const made = { namespace: NAMESPACE, name: configMap.name };
      expect(await kube.get<any>(CONFIG_MAPS, made)).toMatchObject({
        data: { 'lib..shop.py': 'class Shopper: ...\n' },
        binaryData: { 'data..logo.png': 'iQD/' },
        metadata: { ownerReferences: [{ kind: 'Locust', name: body.name }] },
      });
      // The resource itself stays small: each event of a watch carries all of it.
      const locust = await kube.get<RawLocust>(LOCUSTS, {
        namespace: NAMESPACE,
        name: body.name,
      });
      expect(JSON.stringify(locust)).not.toContain('class Shopper');
      expect(await ran(body.id)).toMatchObject({
        main: 'locustfile.py',
        files: { 'lib/shop.py': 'class Shopper: ...\n' },
        entries: folder.files,
      });

      await kube.delete(
        LOCUSTS,
        { namespace: NAMESPACE, name: body.name },
        { propagationPolicy: 'Background' },
      );
      await until('the end of its ConfigMap', async () => {
        try {
          await kube.get(CONFIG_MAPS, made);
          return undefined;
        } catch (error) {
          return isFailure(error, 'notFound') ? true : undefined;
        }
      });
    });

    it('is refused where it has changed since it was looked at, unless it is the same request again or what a run had', async () => {
      const { folder } = await readFolder();
      const first = await start(folder, 'folder-2');
      expect(first.status).toBe(201);
      boutique = { ...boutique, 'load/lib/shop.py': 'class Other: ...\n' };
      const again = await start(folder, 'folder-2');
      expect(again.body.id).toBe(first.body.id);
      await ran(first.body.id);
      const rerun = await start(folder, 'folder-3');
      expect(rerun.status).toBe(201);
      expect((await ran(rerun.body.id)).files['lib/shop.py']).toBe(
        'class Shopper: ...\n',
      );
      const now = (await readFolder()).folder;
      boutique = { ...boutique, 'load/lib/shop.py': 'class Third: ...\n' };
      const before = await locustNames();
      const changed = await start(now, 'folder-4');
      expect(changed.status).toBe(409);
      expect(changed.body.error.message).toMatch(/is not what it was/);
      expect(await locustNames()).toEqual(before);
    });

    it('is not given to others by its hash', async () => {
      const { folder } = await readFolder();
      const first = await start(folder, 'folder-5');
      await ran(first.body.id);
      const foreign = await start(folder, 'folder-6', { entityRef: SHOP });
      expect(foreign.status).toBe(400);
      expect(foreign.body.error.message).toMatch(/names a single file/);
      const nobodys = await start(folder, 'folder-7', {
        entityRef: undefined,
        namespace: NAMESPACE,
      });
      expect(nobodys.status).toBe(400);
      expect(nobodys.body.error.message).toMatch(/name it as entityRef/);
    });
  });

  it('refuses what goes beyond the guardrails, says it at its field beforehand, and makes nothing', async () => {
    const before = await locustNames();
    const spec = { workers: 101, secretRef: 'tokens' };
    const problems = [
      {
        field: 'spec.workers',
        message:
          '101 workers are more than may be used here; use 100 or fewer, or ask the platform team for more.',
      },
      {
        field: 'spec.secretRef',
        message:
          'The Secret "tokens" is not allowed here; use load-*, or ask the platform team to allow it.',
      },
    ];
    const validated = await api('post', '/validate').send(run(spec));
    expect(validated.body).toEqual({ problems, manifests: [] });
    const { status, body } = await api('post', '/runs').send(run(spec));
    expect(status).toBe(400);
    for (const { field, message } of problems) {
      expect(body.error.message).toContain(`${field}: ${message}`);
    }
    const volume = await api('post', '/tests').send(
      run({
        schedule: '0 3 29 2 *',
        mounts: [{ persistentVolumeClaim: 'disk', mountPath: '/disk' }],
      }),
    );
    expect(volume.status).toBe(400);
    expect(volume.body.error.message).toMatch(
      /no PersistentVolumeClaim is; leave it out/,
    );
    expect(await locustNames()).toEqual(before);
  });

  it('tells where an entity may run and what the form begins with', async () => {
    const { body } = await api('get', `/targets?entityRef=${SHOP}`);
    expect(body.clusters).toEqual([
      { name: 'local', namespaces: [NAMESPACE], available: true },
    ]);
    expect(body.defaults).toMatchObject({
      host: 'http://shop',
      namespace: NAMESPACE,
      runTime: '5m',
    });
    expect(body.guardrails).toEqual({
      secrets: ['load-*'],
      volumes: [],
      maxWorkers: 100,
    });
  });
});

describe('the HTTP interface to somebody without permission', () => {
  it('refuses every route rather than showing empty lists', async () => {
    const backend = await startBackend(AuthorizeResult.DENY);
    try {
      const statuses = await Promise.all(
        [
          `/runs`,
          `/runs?entityRef=${SHOP}`,
          `/runs/aaaaaaaaaaaaaaaaaaaaaaaaaa`,
          `/tests`,
          `/tests/00000000-0000-0000-0000-000000000000`,
          `/targets?entityRef=${SHOP}`,
          `/targets/locustfile?entityRef=${SHOP}`,
          `/engine`,
        ].map(async path => {
          const { status } = await request(backend.server)
            .get(`/api/locust${path}`)
            .set('authorization', mockCredentials.user.header());
          return [path, status];
        }),
      );
      expect(statuses.filter(([, status]) => status !== 403)).toEqual([]);
      const created = await request(backend.server)
        .post('/api/locust/runs')
        .set('authorization', mockCredentials.user.header())
        .send({ name: 'peak', entityRef: SHOP, spec: {} });
      expect(created.status).toBe(403);
    } finally {
      await backend.stop();
    }
  });
});
