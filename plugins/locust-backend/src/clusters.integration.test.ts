import {
  mockCredentials,
  mockServices,
  TestDatabases,
} from '@backstage/backend-test-utils';
import { KubeConfig } from '@kubernetes/client-node';
import type { ClusterHealth, Run } from 'backstage-plugin-locust-common';
import { type DevCluster, startCluster } from 'dev-cluster';
import type { Express } from 'express';
import request from 'supertest';
import { routesOver } from './api/__testUtils__/routesOver';
import { DatabaseRunStore } from './history/DatabaseRunStore';
import { KubeClient } from './kube/client/KubeClient';
import { JOBS } from './kube/ResourceTypes';
import { TcpProxy } from './kube/testing/TcpProxy';
import { createTransport } from './kube/transport/Transport';
import { ClusterEngine } from './operator/ClusterEngine';
import { Clusters } from './operator/Clusters';
import { eventually } from './operator/testing/eventually';
import { ServiceAccount } from './operator/testing/ServiceAccount';
import { TestNamespace } from './operator/testing/TestNamespace';
import { LogCollector } from './outcomes/LogCollector';

jest.setTimeout(240_000);

/** Short, so that a lost leader is replaced while one watches. */
const LEASE = { leaseSeconds: 4, renewSeconds: 3, retrySeconds: 0.5 };

describe('two clusters', () => {
  let second: DevCluster;
  let well: TestNamespace;
  let troubled: TestNamespace;

  beforeAll(async () => {
    second = await startCluster({ kind: 'control-plane' });
  });

  afterAll(async () => {
    await second?.stop();
  });

  beforeEach(async () => {
    well = await TestNamespace.create();
    troubled = await TestNamespace.create(second.kubeconfigPath);
  });

  afterEach(async () => {
    await well.dispose();
    await troubled.dispose();
  });

  const startEngine = (
    place: TestNamespace,
    name: string,
    options: Parameters<TestNamespace['startEngine']>[1] = {},
  ) =>
    place.startEngine(
      { leaderElection: { enabled: true, namespace: place.name, ...LEASE } },
      { name, ...options },
    );

  const leads = (engine: ClusterEngine) =>
    eventually('it leads', () => engine.leads);

  /** Five runs, one after the other, as if nothing were the matter. */
  async function runs(prefix: string) {
    for (const number of [1, 2, 3, 4, 5]) {
      await well.apply(`${prefix}-${number}`, {});
      await well.there(JOBS, `job-${prefix}-${number}`);
    }
  }

  /** Each is tried for a minute. */
  async function unreachable(engine: ClusterEngine) {
    for (const last of [false, true]) {
      try {
        await eventually(
          'the cluster is said to be unreachable',
          () => engine.health().state === 'unreachable',
        );
        return;
      } catch (error) {
        if (last) {
          throw error;
        }
      }
    }
  }

  it.each([
    ['hangs', 'SIGSTOP', () => second.signalApiServer('SIGCONT')],
    ['is down', 'SIGKILL', () => second.restartApiServer()],
  ] as const)(
    'go on by themselves: one whose API server %s says so and since when, the other does not notice, and it converges once it is back',
    async (_, signal, repair) => {
      const healthy = await startEngine(well, 'well');
      const broken = await startEngine(troubled, 'troubled');
      await leads(healthy);
      await leads(broken);
      const clusters = new Clusters(
        [healthy, broken].map(engine => ({
          kind: 'engine' as const,
          name: engine.name,
          engine,
        })),
      );
      await troubled.apply('before', {});
      const job = await troubled.there(JOBS, 'job-before');

      const began = Date.now();
      second.signalApiServer(signal);
      try {
        await runs('meanwhile');
        await unreachable(broken);
        await runs('still');
        const [one, other] = clusters.health();
        expect(one).toMatchObject({ cluster: 'well', state: 'healthy' });
        expect(other).toMatchObject({
          cluster: 'troubled',
          state: 'unreachable',
        });
        const since = new Date(other.since!).getTime();
        expect(since).toBeGreaterThanOrEqual(began);
        expect(since).toBeLessThanOrEqual(Date.now());
        expect(healthy.leads).toBe(true);
        // Whoever cannot renew the lease may not write, should the API server listen again.
        await eventually('it has stepped down', () => !broken.leads);
      } finally {
        await repair();
      }

      await eventually(
        'the cluster is well again',
        () => broken.health().state === 'healthy' && broken.leads,
      );
      await troubled.apply('after', {});
      await troubled.there(JOBS, 'job-after');
      const jobs = await troubled.list(JOBS);
      expect(jobs.map(it => it.metadata.name).sort()).toEqual([
        'job-after',
        'job-before',
      ]);
      expect(
        jobs.find(it => it.metadata.name === 'job-before')!.metadata.uid,
      ).toBe(job.metadata.uid);
    },
  );

  it('may be led by different replicas, each of which sees both', async () => {
    // The engines of one replica stand side by side; whoever comes first leads.
    const oneOfA = await startEngine(well, 'well');
    await leads(oneOfA);
    const twoOfB = await startEngine(troubled, 'troubled');
    await leads(twoOfB);
    const oneOfB = await startEngine(well, 'well');
    const twoOfA = await startEngine(troubled, 'troubled');

    await well.apply('one', {});
    await well.there(JOBS, 'job-one');
    await troubled.apply('two', {});
    await troubled.there(JOBS, 'job-two');
    expect([oneOfA, twoOfB, oneOfB, twoOfA].map(it => it.leads)).toEqual([
      true,
      true,
      false,
      false,
    ]);
    const names = (engine: ClusterEngine) =>
      engine.locusts().map(it => it.metadata.name);
    await eventually('the standby of one sees it', () =>
      names(oneOfB).includes('one'),
    );
    await eventually('the standby of two sees it', () =>
      names(twoOfA).includes('two'),
    );
    expect(oneOfB.health()).toMatchObject({
      state: 'healthy',
      message: expect.stringContaining('another replica is the leader'),
    });
  });

  it('do not mind one that lets the engine do nothing', async () => {
    const healthy = await startEngine(well, 'well');
    const stranger = await ServiceAccount.create(troubled, 'stranger');
    const { token } = await stranger.token();
    const engine = new ClusterEngine({
      name: 'troubled',
      transport: createTransport({ kubeConfig: stranger.kubeConfig(token) }),
      observer: troubled.outcomes,
      logger: { error() {}, warn() {}, info() {}, debug() {} },
      config: { namespaces: [troubled.name] },
    });
    engine.start();
    await runs('meanwhile');
    expect(healthy.health().state).toBe('healthy');
    await eventually(
      'the refusal is told',
      () => engine.health().state === 'forbidden',
    );
    expect(engine.health()).toMatchObject({
      message: expect.stringMatching(/Could not (list|watch) \w+/),
      since: expect.any(Date),
    });
    await engine.stop();
  });

  describe('one of them behind a road and with rights of its own', () => {
    const databases = TestDatabases.create({ ids: ['SQLITE_3'] });
    const quiet = { error() {}, warn() {}, info() {}, debug() {} };
    let store: DatabaseRunStore;
    let app: Express;
    let proxy: TcpProxy;
    let account: ServiceAccount;
    let token: string;
    let healthy: ClusterEngine;
    let broken: ClusterEngine;
    /** How the reconciles of the other one ended. */
    const reconciles: string[] = [];

    beforeEach(async () => {
      store = await DatabaseRunStore.create({
        database: mockServices.database({
          knex: await databases.init('SQLITE_3'),
        }),
      });
      account = await ServiceAccount.create(troubled, 'backstage');
      await account.grantNamespaced();
      ({ token } = await account.token());
      await eventually('its rights are known', may);
      proxy = await TcpProxy.start(second.server);
      const direct = account.kubeConfig(token);
      const through = new KubeConfig();
      through.loadFromClusterAndUser(
        { ...direct.getCurrentCluster()!, server: proxy.url },
        direct.getCurrentUser()!,
      );
      const transport = createTransport({ kubeConfig: through });
      reconciles.length = 0;
      healthy = await startEngine(well, 'well', {
        onReconciled: (_, outcome) => reconciles.push(outcome),
      });
      broken = await startEngine(troubled, 'troubled', {
        transport,
        observer: new LogCollector({
          client: new KubeClient(transport),
          store,
          logger: quiet,
        }),
      });
      await leads(healthy);
      await leads(broken);
      ({ app } = await routesOver(store, {
        clusters: new Clusters(
          [healthy, broken].map(engine => ({
            kind: 'engine' as const,
            name: engine.name,
            engine,
          })),
        ),
      }));
    });

    afterEach(() => proxy?.stop());

    async function may(): Promise<boolean> {
      const transport = createTransport({
        kubeConfig: account.kubeConfig(token),
      });
      try {
        return await new KubeClient(transport).canI(
          'create',
          JOBS,
          troubled.name,
        );
      } finally {
        await transport.close();
      }
    }

    async function get(path: string) {
      const { status, body } = await request(app)
        .get(path)
        .set('authorization', mockCredentials.user.header());
      expect(status).toBe(200);
      return body;
    }

    const healths = async (): Promise<readonly ClusterHealth[]> =>
      (await get('/engine')).clusters;

    it.each<
      [
        string,
        {
          readonly harm: () => void | Promise<void>;
          readonly repair: () => void | Promise<void>;
          readonly state: string;
          readonly message: RegExp;
        },
      ]
    >([
      [
        'is cut off',
        {
          harm: () => proxy.cut(),
          repair: () => proxy.restore(),
          state: 'unreachable',
          message:
            /^Could not \w+ \w+ in namespace ".*": the API server cannot be reached.* it is tried again by itself\.$/,
        },
      ],
      [
        'takes the engine’s rights away',
        {
          harm: async () => {
            await account.revokeNamespaced();
            await eventually('they are gone', async () => !(await may()));
          },
          repair: () => account.grantNamespaced(),
          state: 'forbidden',
          message:
            /the API server forbids it \(403\).*engine's account this right/,
        },
      ],
    ])(
      'a cluster that %s waits alone: it says so, its history is served, and it goes on by itself',
      async (_, { harm, repair, state, message }) => {
        await troubled.apply('before', {});
        await troubled.there(JOBS, 'job-before');
        const run = await eventually('its run is recorded', async () => {
          const { items } = await get('/runs?cluster=troubled');
          return items[0];
        });

        await harm();
        await troubled.apply('waits', {});
        await runs('meanwhile');
        expect(await troubled.get(JOBS, 'job-waits')).toBeUndefined();
        const told = await eventually('it is said', async () =>
          (await healths()).find(it => it.state === state),
        );
        expect(told).toMatchObject({
          cluster: 'troubled',
          message: expect.stringMatching(message),
        });
        await runs('still');
        expect((await healths())[0]).toMatchObject({
          cluster: 'well',
          state: 'healthy',
        });
        expect(reconciles).not.toContain('failed');
        const served = async (): Promise<readonly Run[]> =>
          (await get('/runs?cluster=troubled')).items;
        expect((await served()).map(it => it.id)).toContain(run.id);
        // What is still seen of the cluster may have begun, and says what it waits for.
        await eventually('every run says why it does not go on', async () =>
          (
            await served()
          ).every(it => it.id === run.id || it.reason?.code === 'Forbidden'),
        );
        expect(await get(`/runs/${run.id}/export/json`)).toMatchObject({
          run: { id: run.id },
        });
        expect((await get('/tests')).unavailable).toEqual([
          expect.objectContaining({ cluster: 'troubled' }),
        ]);
        expect(await troubled.get(JOBS, 'job-waits')).toBeUndefined();

        await repair();
        await troubled.there(JOBS, 'job-waits');
        await eventually('both are well', async () =>
          (await healths()).every(it => it.state === 'healthy'),
        );
        expect(await troubled.names(JOBS)).toEqual(['job-before', 'job-waits']);
      },
    );

    it('a cluster that is slow is slow alone', async () => {
      proxy.latencyMs = 300;
      await troubled.apply('slow', {});
      await runs('meanwhile');
      await troubled.there(JOBS, 'job-slow');
      expect(reconciles).not.toContain('failed');
      proxy.latencyMs = 0;
      await troubled.apply('quick', {});
      await troubled.there(JOBS, 'job-quick');
      await eventually('both are well', async () =>
        (await healths()).every(it => it.state === 'healthy'),
      );
      expect(healthy.leads).toBe(true);
    });
  });
});
