import { CRON_JOBS, JOBS, PODS, REPLICA_SETS } from '../../kube/ResourceTypes';
import { eventually } from '../testing/eventually';
import { TestNamespace } from '../testing/TestNamespace';

jest.setTimeout(120_000);

const QUOTAS = {
  group: '',
  version: 'v1',
  plural: 'resourcequotas',
  kind: 'ResourceQuota',
  namespaced: true,
};

describe("The original's faults, not kept", () => {
  let cluster: TestNamespace;

  beforeEach(async () => {
    cluster = await TestNamespace.create();
  });

  afterEach(() => cluster.dispose());

  it('no pod takes a port of its node', async () => {
    await cluster.startEngine();
    await cluster.apply('once', { workers: 2 });
    await cluster.apply('nightly', { schedule: '0 3 29 2 *' });
    const cronJob = await cluster.there(CRON_JOBS, 'cronjob-nightly');
    await cluster.jobFrom(cronJob, 'cronjob-nightly-1');
    await cluster.there(REPLICA_SETS, 'replicaset-cronjob-nightly-1');
    await eventually(
      'both runs have their pods',
      async () => (await cluster.names(PODS)).length === 5,
    );
    for (const { spec } of await cluster.list(PODS)) {
      expect(spec.hostNetwork ?? false).toBe(false);
      for (const { ports = [] } of spec.containers) {
        expect(ports.map((it: any) => it.hostPort)).toEqual(
          ports.map(() => undefined),
        );
      }
    }
  });

  it('a load shape of an old Locust runs where the run time is left out, bounded by policy', async () => {
    await cluster.startEngine({ maximumRunTime: '2h' });
    await cluster.apply('shape', {
      image: 'locustio/locust:2.8.5',
      runTime: '',
      workersReadyTimeout: '5m',
    });
    const { spec } = await cluster.there(JOBS, 'job-shape');
    const [master] = spec.template.spec.containers;
    expect(master.env.map((it: any) => it.name)).not.toContain(
      'LOCUST_RUN_TIME',
    );
    expect(master.args.join(' ')).not.toContain('run-time');
    expect(spec.template.spec.activeDeadlineSeconds).toBe(
      300 + 2 * 60 * 60 + 300,
    );
    // The workers of such a version exit as well where they are given one.
    const workers = await cluster.there(REPLICA_SETS, 'replicaset-shape');
    expect(workers.spec.template.spec.containers[0].env ?? []).toEqual([]);
  });

  it('failed requests are no failed run', async () => {
    await cluster.startEngine();
    await cluster.apply('demo', {});
    await cluster.apply('broken', {});
    // Locust's own exit code where requests have failed.
    await cluster.end('job-demo', { exitCode: 1 });
    const { lastRuns, verdict } = await cluster.inPhase('demo', 'Finished');
    expect(verdict).toBe('none');
    expect(lastRuns).toMatchObject([{ phase: 'finished', verdict: 'none' }]);
    // The other 1: it never came to a run.
    await cluster.begin('job-broken');
    cluster.outcomes.tell(cluster.outcomes.ofJob('job-broken')!.start.id, {
      failure: { kind: 'locustfile', message: 'No module named shop' },
      stored: true,
    });
    await cluster.end('job-broken', { exitCode: 1, stored: false });
    expect((await cluster.inPhase('broken', 'Error')).message).toContain(
      'No module named shop',
    );
  });

  it('a null label does not kill the watch', async () => {
    await cluster.startEngine();
    await cluster.apply('null-labels', {}, { labels: null, annotations: null });
    await cluster.apply(
      'null-label',
      {},
      { labels: { team: null }, annotations: { team: null } },
    );
    const job = {
      spec: {
        suspend: true,
        template: {
          spec: {
            restartPolicy: 'Never',
            containers: [{ name: 'locust', image: 'i' }],
          },
        },
      },
    };
    await cluster.client.create(JOBS, {
      ...job,
      metadata: { name: 'unlabelled', namespace: cluster.name, labels: null },
    });
    await cluster.client.create(JOBS, {
      ...job,
      metadata: {
        name: 'labelled-with-null',
        namespace: cluster.name,
        labels: { locust: null, issued_by: null },
      },
    });
    await cluster.apply('after', { workers: 1 });
    for (const name of ['null-labels', 'null-label', 'after']) {
      await cluster.there(REPLICA_SETS, `replicaset-${name}`);
      await cluster.end(`job-${name}`);
      await cluster.inPhase(name, 'Finished');
    }
    expect(await cluster.names(JOBS)).toContain('unlabelled');
    expect(await cluster.names(REPLICA_SETS)).toEqual([]);
  });

  it('a Job that fails without a pod finishes', async () => {
    await cluster.startEngine();
    await cluster.client.create(QUOTAS, {
      metadata: { name: 'no-pods', namespace: cluster.name },
      spec: { hard: { pods: '0' } },
    });
    await eventually(
      'the quota is in force',
      async () =>
        (await cluster.get(QUOTAS, 'no-pods'))?.status?.hard?.pods === '0',
    );
    await cluster.apply('demo', {});
    await cluster.there(REPLICA_SETS, 'replicaset-demo');
    // Its deadline, come early.
    await cluster.client.mergePatch(
      JOBS,
      { namespace: cluster.name, name: 'job-demo' },
      { spec: { activeDeadlineSeconds: 1 } },
    );
    const { message } = await cluster.inPhase('demo', 'Error');
    expect(message).toBeTruthy();
    expect(await cluster.names(PODS)).toEqual([]);
    await cluster.gone(REPLICA_SETS, 'replicaset-demo');
    expect(cluster.outcomes.of('demo')).toMatchObject([
      { last: { phase: 'error' } },
    ]);
  });
});
