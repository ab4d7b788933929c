import { type DevCluster, startCluster } from 'dev-cluster';
import { JOBS } from '../kube/ResourceTypes';
import { createTransport } from '../kube/transport/Transport';
import { ClusterEngine } from './ClusterEngine';
import { Clusters } from './Clusters';
import { eventually } from './testing/eventually';
import { ServiceAccount } from './testing/ServiceAccount';
import { TestNamespace } from './testing/TestNamespace';

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
});
