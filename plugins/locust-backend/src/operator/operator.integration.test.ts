import { KubeConfig } from '@kubernetes/client-node';
import {
  ANNOTATIONS,
  type LocustSpec,
  type LocustStatus,
  type Statistics,
} from 'backstage-plugin-locust-common';
import type { RunProgress, RunStart } from '../runs/RunStore';
import { isFailure } from '../kube/KubeApiError';
import { KubeClient } from '../kube/client/KubeClient';
import type { KubeObject, ResourceType } from '../kube/KubeObject';
import {
  CONFIG_MAPS,
  CRON_JOBS,
  EVENTS,
  JOBS,
  NAMESPACES,
  PODS,
  REPLICA_SETS,
  SERVICES,
} from '../kube/ResourceTypes';
import { createTransport, type Transport } from '../kube/transport/Transport';
import { ClusterEngine } from './ClusterEngine';
import type { EngineConfig } from './EngineConfig';
import { LOCUSTS, type RawLocust } from './LocustObject';
import { installResourceDefinition } from './resourceDefinition';
import type {
  MasterPod,
  RunObservation,
  RunObserver,
} from '../runs/RunObserver';
import { engineKubeConfig } from './testing/engineKubeConfig';
import type { UnfinishedRuns } from './UnfinishedRuns';

jest.setTimeout(120_000);

const quiet = { error() {}, warn() {}, info() {}, debug() {} };

type Loose = KubeObject & {
  readonly spec?: any;
  readonly status?: any;
  readonly data?: any;
};

const TOTAL: Statistics = {
  requests: 1234,
  failures: 12,
  failRatio: 12 / 1234,
  rps: 61.7,
  failuresPerSecond: 0.6,
  percentiles: { '50': 20, '95': 87.4, '99': 120 },
};

/** The outcomes side and the history, in memory: tests say what the log tells. */
class Outcomes implements RunObserver, UnfinishedRuns {
  readonly runs = new Map<
    string,
    { readonly start: RunStart; readonly phases: string[]; last: RunProgress }
  >();
  readonly followed: MasterPod[] = [];
  private readonly observations = new Map<string, RunObservation>();
  private readonly listeners = new Map<string, () => void>();

  async record(start: RunStart, progress: RunProgress) {
    const known = this.runs.get(start.id) ?? {
      start,
      phases: [],
      last: progress,
    };
    if (known.phases[known.phases.length - 1] !== progress.phase) {
      known.phases.push(progress.phase);
    }
    known.last = progress;
    this.runs.set(start.id, known);
  }

  async event() {}

  locustfile() {}

  follow(run: RunStart, pod: MasterPod, onChange: () => void) {
    this.followed.push(pod);
    this.listeners.set(run.id, onChange);
  }

  observation(runId: string) {
    return this.observations.get(runId);
  }

  workerFailure() {
    return undefined;
  }

  release(runId: string) {
    this.listeners.delete(runId);
  }

  stop() {
    this.listeners.clear();
  }

  async unfinished() {
    return [...this.runs.values()]
      .filter(
        it =>
          !['finished', 'stopped', 'error', 'skipped'].includes(it.last.phase),
      )
      .map(it => it.start);
  }

  async progress(id: string, progress: RunProgress) {
    await this.record(this.runs.get(id)!.start, progress);
  }

  /** The log has told this much. */
  tell(runId: string, observation: Partial<RunObservation>) {
    this.observations.set(runId, {
      workersConnected: 0,
      hasFinalTable: false,
      stored: false,
      ...this.observations.get(runId),
      ...observation,
    });
    this.listeners.get(runId)?.();
  }

  of(namespace: string, name: string) {
    return [...this.runs.values()].filter(
      it => it.start.namespace === namespace && it.start.locustName === name,
    );
  }
}

/** What the cluster has at last; the time is the cluster's to take, and bounded by the test's own. */
async function eventually<T>(
  look: () => Promise<T | undefined | false>,
): Promise<T> {
  for (;;) {
    const found = await look();
    if (found) {
      return found;
    }
    await new Promise(resolve => setTimeout(resolve, 50));
  }
}

describe('the operator', () => {
  let client: KubeClient;
  let kubeConfig: KubeConfig;
  let engineConfig: KubeConfig;
  let transport: Transport;
  let namespace: string;
  let outcomes: Outcomes;
  const engines: ClusterEngine[] = [];

  async function startEngine(
    config: Partial<EngineConfig> = {},
    through: (own: Transport) => Transport = own => own,
  ) {
    const engine = new ClusterEngine({
      name: 'test',
      transport: through(createTransport({ kubeConfig: engineConfig })),
      observer: outcomes,
      unfinished: outcomes,
      logger: quiet,
      config: {
        namespaces: [namespace],
        leaderElection: { enabled: false, namespace },
        ...config,
      },
    });
    engines.push(engine);
    engine.start();
    await eventually(async () => engine.health().state === 'healthy');
    return engine;
  }

  beforeAll(async () => {
    const file = process.env.LOCUST_TEST_KUBECONFIG;
    if (!file) {
      throw new Error(
        'Set LOCUST_TEST_KUBECONFIG to the kubeconfig of a control plane',
      );
    }
    kubeConfig = new KubeConfig();
    kubeConfig.loadFromFile(file);
    transport = createTransport({ kubeConfig });
    client = new KubeClient(transport, { fieldManager: 'test' });
    engineConfig = await engineKubeConfig(kubeConfig);
    await installResourceDefinition(client, new AbortController().signal);
  });

  beforeEach(async () => {
    namespace = `op-${Math.random().toString(36).slice(2, 10)}`;
    outcomes = new Outcomes();
    await client.create(NAMESPACES, { metadata: { name: namespace } });
    await eventually(() => get({ ...CONFIG_MAPS }, 'kube-root-ca.crt'));
  });

  afterEach(async () => {
    await Promise.all(engines.splice(0).map(engine => engine.stop()));
    await client.delete(
      NAMESPACES,
      { name: namespace },
      { propagationPolicy: 'Background' },
    );
  });

  afterAll(() => transport.close());

  async function get(
    type: ResourceType,
    name: string,
  ): Promise<Loose | undefined> {
    try {
      return await client.get<Loose>(type, { namespace, name });
    } catch (error) {
      if (isFailure(error, 'notFound')) {
        return undefined;
      }
      throw error;
    }
  }

  async function list(type: ResourceType): Promise<readonly Loose[]> {
    const found: Loose[] = [];
    for await (const page of client.listPages<Loose>(type, { namespace })) {
      found.push(...page.items);
    }
    return found;
  }

  const apply = (name: string, spec: unknown, annotations = {}) =>
    client.create<RawLocust>(LOCUSTS, {
      metadata: { name, namespace, annotations },
      spec,
    });

  const edit = (name: string, spec: LocustSpec | Record<string, unknown>) =>
    client.mergePatch(LOCUSTS, { namespace, name }, { spec });

  const status = async (name: string) =>
    ((await get(LOCUSTS, name))?.status ?? {}) as LocustStatus;

  const inPhase = (name: string, phase: string) =>
    eventually(async () => {
      const now = await status(name);
      return now.phase === phase && now;
    });

  const masterPod = (job: Loose) =>
    eventually(async () =>
      (await list(PODS)).find(
        pod =>
          pod.metadata.labels?.['batch.kubernetes.io/controller-uid'] ===
          job.metadata.uid,
      ),
    );

  /** As the kubelet would report it. */
  async function report(pod: Loose, phase: string, state: object, more = {}) {
    await client.mergePatch(
      PODS,
      { namespace, name: pod.metadata.name },
      {
        status: {
          phase,
          startTime: '2026-01-31T10:00:00Z',
          containerStatuses: [
            {
              name: 'locust',
              image: 'i',
              imageID: '',
              ready: false,
              restartCount: 0,
              state,
            },
          ],
          ...more,
        },
      },
      { subresource: 'status' },
    );
  }

  const RUNNING = { running: { startedAt: '2026-01-31T10:00:01Z' } };
  const ended = (exitCode: number) => ({
    terminated: {
      exitCode,
      reason: exitCode === 0 ? 'Completed' : 'Error',
      startedAt: '2026-01-31T10:00:01Z',
      finishedAt: '2026-01-31T10:01:01Z',
    },
  });

  const FINAL = {
    hasFinalTable: true,
    workersConnected: 2,
    total: TOTAL,
    stored: true,
  } as const;

  async function finish(jobName: string, exitCode = 0) {
    const job = (await get(JOBS, jobName))!;
    const pod = await masterPod(job);
    await report(pod, 'Running', RUNNING);
    const runId = await eventually(
      async () =>
        [...outcomes.runs.values()].find(it => it.start.jobName === jobName)
          ?.start.id,
    );
    outcomes.tell(runId, FINAL);
    await report(pod, exitCode === 0 ? 'Succeeded' : 'Failed', ended(exitCode));
    return runId;
  }

  it('makes of a manifest of the original a Job, a Service and workers of the same shape', async () => {
    await startEngine();
    for (const name of ['env', 'files']) {
      await client.create(CONFIG_MAPS, { metadata: { name, namespace } });
    }
    const locust = await apply('demo', {
      workers: 2,
      image: 'private/locust:1',
      imagePullSecret: 'registry',
      command: 'locust -f "/mnt/my tests/locustfile.py"',
      configMapRef: 'env',
      secretRef: 'keys-env',
      mountExternalConfig: { mountPath: '/mnt/locust', name: 'files' },
      mountExternalSecret: { mountPath: '/jwt-keys', name: 'keys' },
      runTime: '300',
      schedule: '',
    });

    const workers = await eventually(() =>
      get(REPLICA_SETS, 'replicaset-demo'),
    );
    const job = (await get(JOBS, 'job-demo'))!;
    const service = (await get(SERVICES, 'service-demo'))!;

    expect(job.metadata.labels).toMatchObject({
      locust: 'demo',
      issued_by: 'locust',
    });
    expect(job.metadata.ownerReferences).toMatchObject([
      { kind: 'Locust', uid: locust.metadata.uid },
    ]);
    expect(job.spec).toMatchObject({
      completions: 1,
      parallelism: 1,
      backoffLimit: 0,
      suspend: false,
      activeDeadlineSeconds: 300 + 300 + 300 + 60,
    });
    const pod = job.spec.template;
    expect(pod.metadata.labels).toMatchObject({
      app: 'job-demo',
      locust: 'demo',
    });
    expect(pod.spec).toMatchObject({
      restartPolicy: 'Never',
      activeDeadlineSeconds: 300 + 300 + 300,
      imagePullSecrets: [{ name: 'registry' }],
      volumes: [
        { configMap: { name: 'files' } },
        { secret: { secretName: 'keys' } },
      ],
    });
    const [master] = pod.spec.containers;
    expect(master).toMatchObject({
      name: 'locust',
      image: 'private/locust:1',
      command: ['locust', '-f', '/mnt/my tests/locustfile.py'],
      args: ['--master', '--headless', '--expect-workers=2'],
      envFrom: [
        { secretRef: { name: 'keys-env' } },
        { configMapRef: { name: 'env' } },
      ],
      ports: [
        { name: 'master', containerPort: 5557 },
        { name: 'web', containerPort: 8089 },
      ],
      volumeMounts: [
        { mountPath: '/mnt/locust', readOnly: true },
        { mountPath: '/jwt-keys', readOnly: true },
      ],
    });
    expect(master.env).toContainEqual({
      name: 'LOCUST_RUN_TIME',
      value: '300',
    });

    expect(service.spec.ports).toMatchObject([{ port: 5557 }, { port: 8089 }]);
    expect(service.spec.selector).toMatchObject({
      app: 'job-demo',
      'batch.kubernetes.io/controller-uid': job.metadata.uid,
    });
    expect(workers.spec.replicas).toBe(2);
    const [worker] = workers.spec.template.spec.containers;
    expect(worker).toMatchObject({
      image: 'private/locust:1',
      args: ['--worker', '--headless', '--master-host=service-demo'],
      envFrom: master.envFrom,
    });
    expect(worker.env).toBeUndefined();
    for (const child of [service, workers]) {
      expect(child.metadata.ownerReferences).toMatchObject([
        { kind: 'Job', uid: job.metadata.uid },
      ]);
    }
    expect(await inPhase('demo', 'Starting')).toMatchObject({
      activeRuns: [{ job: 'job-demo', phase: 'starting' }],
    });
  });

  it('runs a one-off from start to end, removes what it needed and keeps what came of it', async () => {
    await startEngine();
    await apply('demo', { workers: 2 });
    const job = await eventually(() => get(JOBS, 'job-demo'));
    const pod = await masterPod(job);
    await report(pod, 'Running', RUNNING);
    const [{ start }] = await eventually(async () => {
      const runs = outcomes.of(namespace, 'demo');
      return runs.length > 0 && runs;
    });
    await eventually(async () => outcomes.followed.length > 0);
    outcomes.tell(start.id, { workersConnected: 2 });
    expect(await inPhase('demo', 'Running')).toMatchObject({
      conditions: expect.arrayContaining([
        expect.objectContaining({ type: 'WorkersReady', status: 'True' }),
      ]),
    });
    outcomes.tell(start.id, FINAL);
    await report(pod, 'Failed', ended(1));

    expect(await inPhase('demo', 'Finished')).toMatchObject({
      verdict: 'none',
      activeRuns: [],
      lastRuns: [
        {
          id: start.id,
          job: 'job-demo',
          phase: 'finished',
          requests: 1234,
          failureRatio: '0.0097',
          p95: 87,
          endTime: '2026-01-31T10:01:01Z',
        },
      ],
    });
    await eventually(async () => !(await get(SERVICES, 'service-demo')));
    await eventually(async () => !(await get(REPLICA_SETS, 'replicaset-demo')));
    expect(await get(JOBS, 'job-demo')).toBeDefined();
    expect(outcomes.runs.get(start.id)).toMatchObject({
      phases: ['starting', 'running', 'finished'],
      last: { exitCode: 1, total: TOTAL, verdict: 'none' },
    });
    await eventually(async () => {
      const told = (await list(EVENTS)).map(it => (it as any).reason);
      return ['RunStarted', 'RunFinished'].every(it => told.includes(it));
    });
  });

  it('writes six times for a run, from the resource to its end, and reads nothing but once what its namespace enforces', async () => {
    const requests: string[] = [];
    await startEngine({}, own => ({
      server: own.server,
      stream: request => own.stream(request),
      close: () => own.close(),
      request: request => {
        const { verb, resource } = request.intent ?? {};
        requests.push(`${verb} ${resource}`);
        return own.request(request);
      },
    }));
    requests.length = 0;
    await apply('demo', {});
    const job = await eventually(() => get(JOBS, 'job-demo'));
    const pod = await masterPod(job);
    await report(pod, 'Running', RUNNING);
    await eventually(async () => outcomes.followed.length > 0);
    const [{ start }] = outcomes.of(namespace, 'demo');
    outcomes.tell(start.id, { workersConnected: 1 });
    await inPhase('demo', 'Running');
    await finish('job-demo');
    await inPhase('demo', 'Finished');
    await eventually(async () => (await list(REPLICA_SETS)).length === 0);
    expect(requests.filter(it => !/^delete |events$/.test(it))).toEqual([
      'patch locusts/status',
      'get namespaces',
      'create jobs',
      'create services',
      'create replicasets',
      'patch locusts/status',
      'patch locusts/status',
    ]);
  });

  it('removes a finished one-off at once where it is asked to', async () => {
    await startEngine();
    await apply('demo', { ttlAfterFinished: '0' });
    await eventually(() => get(REPLICA_SETS, 'replicaset-demo'));
    await finish('job-demo');
    await eventually(async () => !(await get(LOCUSTS, 'demo')));
    expect(outcomes.of(namespace, 'demo')[0].last.phase).toBe('finished');
  });

  it.each([
    ['runTime: soon', { runTime: 'soon' }, 'the run time is written as 300'],
    ['negative workers', { workers: -1 }, 'a whole number from 1'],
    ['a broken cron', { schedule: 'every day' }, 'a schedule has five fields'],
    [
      'mounts with equal names',
      {
        mountExternalConfig: { mountPath: '/a', name: 'same' },
        mountExternalSecret: { mountPath: '/b', name: 'same' },
      },
      'rename one of the two',
    ],
  ])('has the API server refuse %s', async (_what, spec, right) => {
    await expect(apply('demo', spec)).rejects.toThrow(right);
  });

  it.each([
    ['a cron that never comes', { schedule: '0 0 31 2 *' }, /never comes/],
    ['a quote that is not closed', { command: 'locust "a' }, /not closed/],
    [
      'a time zone that does not exist',
      { schedule: '@daily', timeZone: 'Mars/Olympus' },
      /no time zone "Mars/,
    ],
    [
      'a ConfigMap that does not exist',
      { configMapRef: 'nowhere' },
      /spec.configMapRef: There is no ConfigMap "nowhere" in the namespace/,
    ],
  ])('shows %s as Invalid and makes nothing', async (_what, spec, message) => {
    await startEngine();
    await apply('demo', spec);
    const shown = await inPhase('demo', 'Invalid');
    expect(shown.message).toMatch(message);
    expect(shown.conditions).toContainEqual(
      expect.objectContaining({ type: 'Valid', status: 'False' }),
    );
    for (const type of [JOBS, CRON_JOBS, REPLICA_SETS]) {
      expect(await list(type)).toEqual([]);
    }
    expect(await get(SERVICES, 'service-demo')).toBeUndefined();
    // A one-off is found among the runs, waiting; a schedule has no run before its time.
    const waiting = {
      phase: 'queued',
      reason: { code: 'Invalid', message: expect.stringMatching(message) },
    };
    expect([...outcomes.runs.values()].map(it => it.last)).toEqual(
      'schedule' in spec ? [] : [waiting],
    );
  });

  it('starts by itself when the missing ConfigMap appears', async () => {
    await startEngine();
    await apply('demo', { locustfile: { configMap: 'tests', key: 'a.py' } });
    await inPhase('demo', 'Invalid');
    await client.create(CONFIG_MAPS, {
      metadata: { name: 'tests', namespace },
      data: { 'a.py': 'import locust' },
    });
    const job = await eventually(() => get(JOBS, 'job-demo'));
    expect(job.spec.template.spec.containers[0].env).toContainEqual({
      name: 'LOCUST_LOCUSTFILE',
      value: '/var/run/locust-qa.xyz/locustfile/a.py',
    });
    expect((await inPhase('demo', 'Starting')).message).toBeUndefined();
  });

  it('puts an inline locustfile into a ConfigMap of its own that master and workers mount', async () => {
    await startEngine();
    const locust = await apply('demo', {
      locustfile: { inline: 'import locust' },
    });
    const workers = await eventually(() =>
      get(REPLICA_SETS, 'replicaset-demo'),
    );
    const [volume] = workers.spec.template.spec.volumes;
    const configMap = (await get(CONFIG_MAPS, volume.configMap.name))!;
    expect(configMap).toMatchObject({
      immutable: true,
      data: { 'locustfile.py': 'import locust' },
      metadata: { ownerReferences: [{ uid: locust.metadata.uid }] },
    });
    expect(workers.spec.template.spec.containers[0].env).toEqual([
      {
        name: 'LOCUST_LOCUSTFILE',
        value: '/var/run/locust-qa.xyz/locustfile/locustfile.py',
      },
    ]);
  });

  it('mounts the reporter into the master from one ConfigMap per namespace', async () => {
    await startEngine({
      reporter: {
        configMapName: 'locust-reporter-1',
        files: { 'sitecustomize.py': 'pass' },
      },
    });
    await apply('one', {});
    await apply('two', { reporter: false });
    const one = await eventually(() => get(JOBS, 'job-one'));
    const two = await eventually(() => get(JOBS, 'job-two'));
    expect((await get(CONFIG_MAPS, 'locust-reporter-1'))?.data).toEqual({
      'sitecustomize.py': 'pass',
    });
    expect(one.spec.template.spec.containers[0].env).toContainEqual({
      name: 'PYTHONPATH',
      value: '/var/run/locust-qa.xyz/reporter',
    });
    expect(two.spec.template.spec.containers[0].env).toContainEqual({
      name: 'LOCUST_ONLY_SUMMARY',
      value: 'false',
    });
    expect(two.spec.template.spec.volumes ?? []).toEqual([]);
  });

  it('stops a running one-off through its pod, which stays', async () => {
    await startEngine();
    await apply('demo', {});
    const job = await eventually(() => get(JOBS, 'job-demo'));
    const pod = await masterPod(job);
    await report(pod, 'Running', RUNNING);
    await eventually(async () => outcomes.followed.length > 0);
    await edit('demo', { stop: true });
    await eventually(
      async () =>
        (await get(PODS, pod.metadata.name))?.spec.activeDeadlineSeconds === 1,
    );
    const [{ start }] = outcomes.of(namespace, 'demo');
    outcomes.tell(start.id, FINAL);
    await report(pod, 'Failed', ended(0), { reason: 'DeadlineExceeded' });
    expect(await inPhase('demo', 'Stopped')).toMatchObject({
      lastRuns: [{ phase: 'stopped', verdict: 'none', requests: 1234 }],
    });
    expect(outcomes.runs.get(start.id)!.phases).toEqual([
      'starting',
      'stopping',
      'stopped',
    ]);
    expect(await get(PODS, pod.metadata.name)).toBeDefined();
  });

  it('stops a run whose master never started by deleting its Job', async () => {
    await startEngine();
    await apply('demo', {});
    await eventually(() => get(REPLICA_SETS, 'replicaset-demo'));
    await edit('demo', { stop: true });
    expect((await inPhase('demo', 'Stopped')).message).toMatch(
      /before Locust had started/,
    );
    await eventually(async () => !(await get(JOBS, 'job-demo')));
  });

  it('ends a run whose image cannot be pulled as an error that says so', async () => {
    await startEngine({ imagePullGraceSeconds: 1 });
    await apply('demo', { image: 'no/such:image' });
    const pod = await masterPod(await eventually(() => get(JOBS, 'job-demo')));
    await report(pod, 'Pending', {
      waiting: {
        reason: 'ImagePullBackOff',
        message: 'Back-off pulling image "no/such:image"',
      },
    });
    const shown = await inPhase('demo', 'Error');
    expect(shown.message).toMatch(
      /cannot be pulled .*no\/such:image.*check the image's name/,
    );
    await eventually(async () => !(await get(JOBS, 'job-demo')));
    await eventually(async () => !(await get(SERVICES, 'service-demo')));
    expect(outcomes.of(namespace, 'demo')[0].last.reason?.code).toBe(
      'ImagePullFailed',
    );
  });

  it('calls a run an error whose Job somebody deletes, and never makes a second one', async () => {
    await startEngine();
    await apply('demo', {});
    const job = await eventually(() => get(JOBS, 'job-demo'));
    await report(await masterPod(job), 'Running', RUNNING);
    await eventually(async () => outcomes.followed.length > 0);
    await client.delete(
      JOBS,
      { namespace, name: 'job-demo' },
      { propagationPolicy: 'Background' },
    );
    expect((await inPhase('demo', 'Error')).message).toMatch(
      /The Job was deleted/,
    );
    await edit('demo', { users: 3 });
    await eventually(
      async () => (await status('demo')).observedGeneration === 2,
    );
    expect(await get(JOBS, 'job-demo')).toBeUndefined();
  });

  it('leaves a foreign Service of the same name alone and says so', async () => {
    await startEngine();
    const foreign = await client.create<Loose>(SERVICES, {
      metadata: { name: 'service-demo', namespace },
      spec: { ports: [{ port: 80 }] },
    });
    await apply('demo', {});
    const shown = await eventually(async () => {
      const now = await status('demo');
      return now.conditions?.some(
        it => it.type === 'Degraded' && it.status === 'True',
      )
        ? now
        : undefined;
    });
    expect(shown.message).toMatch(
      /There is a Service "service-demo" already that does not belong to this resource/,
    );
    const untouched = (await get(SERVICES, 'service-demo'))!;
    expect(untouched.metadata.resourceVersion).toBe(
      foreign.metadata.resourceVersion,
    );
    await client.delete(
      SERVICES,
      { namespace, name: 'service-demo' },
      { propagationPolicy: 'Background' },
    );
    await eventually(() => get(REPLICA_SETS, 'replicaset-demo'));
  });

  it('says that an edit of a started one-off changes nothing', async () => {
    await startEngine();
    await apply('demo', { users: 5 });
    await inPhase('demo', 'Starting');
    await edit('demo', { users: 50 });
    await eventually(async () =>
      (
        await status('demo')
      ).conditions?.some(it => it.reason === 'SpecChangedAfterStart'),
    );
    const job = (await get(JOBS, 'job-demo'))!;
    expect(job.spec.template.spec.containers[0].env).toContainEqual({
      name: 'LOCUST_USERS',
      value: '5',
    });
  });

  it('carries a run on after a restart in the middle, and doubles nothing', async () => {
    const first = await startEngine();
    await apply('demo', {});
    const job = await eventually(() => get(JOBS, 'job-demo'));
    await eventually(() => get(REPLICA_SETS, 'replicaset-demo'));
    await report(await masterPod(job), 'Running', RUNNING);
    await first.stop();

    await startEngine();
    await finish('job-demo');
    await inPhase('demo', 'Finished');
    const jobs = await list(JOBS);
    expect(jobs.map(it => it.metadata.uid)).toEqual([job.metadata.uid]);
    expect(outcomes.of(namespace, 'demo')).toHaveLength(1);
    await eventually(async () => (await list(REPLICA_SETS)).length === 0);
  });

  it('does not run a finished one-off again after a restart', async () => {
    const first = await startEngine();
    await apply('demo', {});
    await eventually(() => get(REPLICA_SETS, 'replicaset-demo'));
    await finish('job-demo');
    await inPhase('demo', 'Finished');
    await first.stop();
    await client.delete(
      JOBS,
      { namespace, name: 'job-demo' },
      { propagationPolicy: 'Background' },
    );
    await eventually(async () => !(await get(JOBS, 'job-demo')));

    await startEngine();
    await edit('demo', { users: 3 });
    await eventually(
      async () => (await status('demo')).observedGeneration === 2,
    );
    expect((await status('demo')).phase).toBe('Finished');
    expect(await get(JOBS, 'job-demo')).toBeUndefined();
  });

  /** A Job as the CronJob controller or `kubectl create job --from` makes it. */
  async function jobFrom(cronJob: Loose, name: string, annotations = {}) {
    const { metadata, spec } = cronJob.spec.jobTemplate;
    return client.create<Loose>(JOBS, {
      metadata: {
        ...metadata,
        name,
        namespace,
        annotations: { ...metadata.annotations, ...annotations },
        ownerReferences: [
          {
            apiVersion: 'batch/v1',
            kind: 'CronJob',
            name: cronJob.metadata.name,
            uid: cronJob.metadata.uid,
          },
        ],
      },
      spec,
    });
  }

  it('makes of a schedule a CronJob whose Jobs wait to be admitted', async () => {
    await startEngine();
    const locust = await apply('demo', { schedule: '0 3 * * *', workers: 2 });
    const cronJob = await eventually(() => get(CRON_JOBS, 'cronjob-demo'));
    expect(cronJob.metadata.ownerReferences).toMatchObject([
      { uid: locust.metadata.uid },
    ]);
    expect(cronJob.spec).toMatchObject({
      schedule: '0 3 * * *',
      timeZone: 'UTC',
      suspend: false,
      concurrencyPolicy: 'Allow',
      successfulJobsHistoryLimit: 50,
      failedJobsHistoryLimit: 50,
      jobTemplate: {
        metadata: { labels: { locust: 'demo', issued_by: 'cronjob' } },
        spec: { suspend: true, backoffLimit: 0 },
      },
    });
    const shown = await inPhase('demo', 'Scheduled');
    expect(shown.nextScheduleTime).toMatch(/T03:00:00Z$/);
    expect(await list(JOBS)).toEqual([]);
  });

  it('gives each scheduled run its own Service and workers, and removes them and its Job after', async () => {
    await startEngine();
    await apply('demo', { schedule: '0 3 * * *', workers: 2 });
    const cronJob = await eventually(() => get(CRON_JOBS, 'cronjob-demo'));
    const { metadata } = await jobFrom(cronJob, 'cronjob-demo-1');
    await eventually(
      async () => (await get(JOBS, 'cronjob-demo-1'))?.spec.suspend === false,
    );
    const workers = (await get(REPLICA_SETS, 'replicaset-cronjob-demo-1'))!;
    expect(workers.spec.template.spec.containers[0].args).toContain(
      '--master-host=service-cronjob-demo-1',
    );
    expect(
      (await get(SERVICES, 'service-cronjob-demo-1'))!.spec.selector,
    ).toMatchObject({ 'batch.kubernetes.io/controller-uid': metadata.uid });

    await finish('cronjob-demo-1');
    await eventually(async () => !(await get(JOBS, 'cronjob-demo-1')));
    await eventually(async () => (await list(REPLICA_SETS)).length === 0);
    await eventually(
      async () => !(await get(SERVICES, 'service-cronjob-demo-1')),
    );
    expect(await inPhase('demo', 'Scheduled')).toMatchObject({
      lastRuns: [{ job: 'cronjob-demo-1', phase: 'finished', requests: 1234 }],
    });
    expect(await get(CRON_JOBS, 'cronjob-demo')).toBeDefined();
  });

  it('skips a scheduled run while another is going, where overlap is forbidden', async () => {
    await startEngine();
    await apply('demo', { schedule: '0 3 * * *' });
    const cronJob = await eventually(() => get(CRON_JOBS, 'cronjob-demo'));
    await jobFrom(cronJob, 'cronjob-demo-1');
    await eventually(() => get(REPLICA_SETS, 'replicaset-cronjob-demo-1'));
    await jobFrom(cronJob, 'cronjob-demo-2');
    await eventually(async () => !(await get(JOBS, 'cronjob-demo-2')));
    const skipped = await eventually(async () =>
      outcomes
        .of(namespace, 'demo')
        .find(it => it.start.jobName === 'cronjob-demo-2'),
    );
    expect(skipped.last).toMatchObject({
      phase: 'skipped',
      reason: { code: 'StillRunning' },
    });
    expect(await get(JOBS, 'cronjob-demo-1')).toBeDefined();
  });

  it('runs scheduled runs beside each other where overlap is allowed', async () => {
    await startEngine();
    await apply('demo', { schedule: '0 3 * * *', concurrencyPolicy: 'Allow' });
    const cronJob = await eventually(() => get(CRON_JOBS, 'cronjob-demo'));
    await jobFrom(cronJob, 'cronjob-demo-1');
    await jobFrom(cronJob, 'cronjob-demo-2');
    await eventually(() => get(REPLICA_SETS, 'replicaset-cronjob-demo-1'));
    await eventually(() => get(REPLICA_SETS, 'replicaset-cronjob-demo-2'));
    expect((await status('demo')).activeRuns).toHaveLength(2);
  });

  it('stops the older run before it starts the newer, where it is to be replaced', async () => {
    await startEngine();
    await apply('demo', {
      schedule: '0 3 * * *',
      concurrencyPolicy: 'Replace',
    });
    const cronJob = await eventually(() => get(CRON_JOBS, 'cronjob-demo'));
    const older = await jobFrom(cronJob, 'cronjob-demo-1');
    const pod = await masterPod(older);
    await report(pod, 'Running', RUNNING);
    await eventually(async () => outcomes.followed.length > 0);
    await jobFrom(cronJob, 'cronjob-demo-2');
    await eventually(
      async () =>
        (await get(PODS, pod.metadata.name))?.spec.activeDeadlineSeconds === 1,
    );
    expect((await get(JOBS, 'cronjob-demo-2'))!.spec.suspend).toBe(true);
    const run = outcomes
      .of(namespace, 'demo')
      .find(it => it.start.jobName === 'cronjob-demo-1')!;
    outcomes.tell(run.start.id, FINAL);
    await report(pod, 'Failed', ended(0), { reason: 'DeadlineExceeded' });
    await eventually(
      async () => (await get(JOBS, 'cronjob-demo-2'))?.spec.suspend === false,
    );
    expect(run.last.phase).toBe('stopped');
  });

  it('stops a scheduled run that is asked to by its Job', async () => {
    await startEngine();
    await apply('demo', { schedule: '0 3 * * *' });
    const cronJob = await eventually(() => get(CRON_JOBS, 'cronjob-demo'));
    const job = await jobFrom(cronJob, 'cronjob-demo-1');
    const pod = await masterPod(job);
    await report(pod, 'Running', RUNNING);
    await eventually(async () => outcomes.followed.length > 0);
    await client.mergePatch(
      JOBS,
      { namespace, name: 'cronjob-demo-1' },
      { metadata: { annotations: { [ANNOTATIONS.stop]: 'true' } } },
    );
    const patched = await eventually(async () => {
      const now = await get(PODS, pod.metadata.name);
      return (
        now?.spec.activeDeadlineSeconds !== pod.spec.activeDeadlineSeconds &&
        now
      );
    });
    expect(patched.spec.activeDeadlineSeconds).toBe(1);
  });

  it('records a run as skipped that could only start too late', async () => {
    await startEngine();
    await apply('demo', {
      schedule: '0 3 * * *',
      startingDeadlineSeconds: 60,
    });
    const cronJob = await eventually(() => get(CRON_JOBS, 'cronjob-demo'));
    await jobFrom(cronJob, 'cronjob-demo-1', {
      'batch.kubernetes.io/cronjob-scheduled-timestamp': new Date(
        Date.now() - 120_000,
      ).toISOString(),
    });
    await eventually(async () => !(await get(JOBS, 'cronjob-demo-1')));
    expect(outcomes.of(namespace, 'demo')[0].last).toMatchObject({
      phase: 'skipped',
      reason: { code: 'MissedStartingDeadline' },
    });
  });

  it('follows edits of a schedule', async () => {
    await startEngine();
    await apply('demo', {
      schedule: '0 3 * * *',
      startingDeadlineSeconds: 60,
      imagePullSecret: 'a',
    });
    await eventually(() => get(CRON_JOBS, 'cronjob-demo'));
    await edit('demo', {
      schedule: '0 4 * * *',
      timeZone: 'Europe/Berlin',
      startingDeadlineSeconds: null,
      imagePullSecret: null,
      users: 7,
    });
    const cronJob = await eventually(async () => {
      const now = await get(CRON_JOBS, 'cronjob-demo');
      return now?.spec.schedule === '0 4 * * *' && now;
    });
    expect(cronJob.spec.timeZone).toBe('Europe/Berlin');
    expect(cronJob.spec.startingDeadlineSeconds).toBeUndefined();
    const pod = cronJob.spec.jobTemplate.spec.template.spec;
    expect(pod.imagePullSecrets).toBeUndefined();
    expect(pod.containers[0].env).toContainEqual({
      name: 'LOCUST_USERS',
      value: '7',
    });
    await edit('demo', { suspend: true });
    await eventually(
      async () => (await get(CRON_JOBS, 'cronjob-demo'))?.spec.suspend,
    );
    const shown = await inPhase('demo', 'Suspended');
    expect(shown.nextScheduleTime).toBeUndefined();
  });

  it('switches from one-off to schedule and back', async () => {
    await startEngine();
    await apply('demo', {});
    await eventually(() => get(REPLICA_SETS, 'replicaset-demo'));
    await finish('job-demo');
    await inPhase('demo', 'Finished');

    await edit('demo', { schedule: '0 3 * * *' });
    await eventually(() => get(CRON_JOBS, 'cronjob-demo'));
    await eventually(async () => !(await get(JOBS, 'job-demo')));
    await inPhase('demo', 'Scheduled');

    await edit('demo', { schedule: null });
    await eventually(async () => !(await get(CRON_JOBS, 'cronjob-demo')));
    await inPhase('demo', 'Finished');
    expect(await list(JOBS)).toEqual([]);
  });

  it('runs what was scheduled once when its schedule is taken off', async () => {
    await startEngine();
    await apply('demo', { schedule: '0 3 * * *' });
    await eventually(() => get(CRON_JOBS, 'cronjob-demo'));
    await edit('demo', { schedule: '' });
    await eventually(async () => !(await get(CRON_JOBS, 'cronjob-demo')));
    const job = await eventually(() => get(JOBS, 'job-demo'));
    expect(job.spec.suspend).toBe(false);
  });

  it('lets everything go when the resource is deleted in the middle of a run, which is recorded as stopped', async () => {
    await startEngine();
    await apply('demo', { locustfile: { inline: 'import locust' } });
    const job = await eventually(() => get(JOBS, 'job-demo'));
    await report(await masterPod(job), 'Running', RUNNING);
    await eventually(async () => outcomes.followed.length > 0);
    await client.delete(
      LOCUSTS,
      { namespace, name: 'demo' },
      { propagationPolicy: 'Background' },
    );
    await eventually(
      async () => outcomes.of(namespace, 'demo')[0].last.phase === 'stopped',
    );
    expect(outcomes.of(namespace, 'demo')[0].last.reason?.code).toBe(
      'ResourceDeleted',
    );
    for (const type of [JOBS, SERVICES, REPLICA_SETS, PODS]) {
      await eventually(async () => (await list(type)).length === 0);
    }
    await eventually(async () =>
      (
        await list(CONFIG_MAPS)
      ).every(it => it.metadata.name === 'kube-root-ca.crt'),
    );
  });

  it('closes a run whose resource was deleted while no engine was looking', async () => {
    const first = await startEngine();
    await apply('demo', {});
    await eventually(async () => outcomes.of(namespace, 'demo').length > 0);
    await first.stop();
    await client.delete(
      LOCUSTS,
      { namespace, name: 'demo' },
      { propagationPolicy: 'Background' },
    );
    await startEngine();
    const closed = await eventually(async () => {
      const [run] = outcomes.of(namespace, 'demo');
      return run.last.phase !== 'starting' && run;
    });
    expect(closed.last).toMatchObject({
      phase: 'stopped',
      reason: { code: 'ResourceDeleted' },
    });
  });
});
