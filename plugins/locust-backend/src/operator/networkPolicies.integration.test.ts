import { LABELS } from 'backstage-plugin-locust-common';
import {
  CRON_JOBS,
  JOBS,
  NETWORK_POLICIES,
  PODS,
  REPLICA_SETS,
  SERVICES,
} from '../kube/ResourceTypes';
import type { NetworkPolicySettings } from './children/networkPolicies';
import { eventually } from './testing/eventually';
import { heldTransport } from './testing/heldTransport';
import { TestNamespace } from './testing/TestNamespace';

jest.setTimeout(120_000);

const SETTINGS: NetworkPolicySettings = {
  destinations: [
    {
      kind: 'block',
      cidr: '0.0.0.0/0',
      except: ['169.254.169.254/32'],
      ports: [{ protocol: 'TCP', port: 8000, endPort: 8100 }],
    },
    { kind: 'block', cidr: '::/0', except: ['fd00:ec2::254/128'] },
    { kind: 'namespace', name: '*' },
  ],
};

const MASTERS = 'networkpolicy-master-demo';
const WORKERS = 'networkpolicy-worker-demo';

describe('Network policies', () => {
  let cluster: TestNamespace;

  beforeEach(async () => {
    cluster = await TestNamespace.create();
  });

  afterEach(() => cluster.dispose());

  const start = () => cluster.startEngine({ networkPolicy: SETTINGS });

  it('are there before anything of a run is, and go when its workers have', async () => {
    const { transport, requests } = heldTransport(cluster.engineConfig);
    await cluster.startEngine({ networkPolicy: SETTINGS }, { transport });
    await cluster.apply('demo', {});
    const master = await cluster.masterPod('job-demo');
    const worker = await eventually('there is a worker', async () =>
      (
        await cluster.list(PODS)
      ).find(it => it.metadata.labels?.[LABELS.role] === 'worker'),
    );
    const writes = requests
      .filter(it => it.method === 'POST' || it.method === 'PATCH')
      .map(it => `${it.method} ${it.path.split('/').slice(-2).join('/')}`)
      .filter(it => /jobs|networkpolicies|services|replicasets/.test(it));
    expect(writes).toEqual([
      `POST ${cluster.name}/jobs`,
      `POST ${cluster.name}/networkpolicies`,
      `POST ${cluster.name}/networkpolicies`,
      `POST ${cluster.name}/services`,
      `POST ${cluster.name}/replicasets`,
      'PATCH jobs/job-demo',
    ]);

    const job = await cluster.there(JOBS, 'job-demo');
    for (const [name, pod] of [
      [MASTERS, master],
      [WORKERS, worker],
    ] as const) {
      const { metadata, spec } = await cluster.there(NETWORK_POLICIES, name);
      expect(metadata.ownerReferences).toMatchObject([
        { kind: 'Job', uid: job.metadata.uid },
      ]);
      expect(pod.metadata.labels).toMatchObject(spec.podSelector.matchLabels);
      expect(spec.egress).toHaveLength(name === MASTERS ? 4 : 5);
    }

    // A pod that takes its time to end, as on a node.
    const hold = (finalizers: readonly string[]) =>
      cluster.client.mergePatch(
        PODS,
        { namespace: cluster.name, name: worker.metadata.name },
        { metadata: { finalizers } },
      );
    await hold(['example.com/ending']);
    await cluster.end('job-demo');
    await cluster.inPhase('demo', 'Finished');
    await cluster.none(REPLICA_SETS, SERVICES);
    await eventually(
      'the worker is about to end',
      async () =>
        (
          await cluster.get(PODS, worker.metadata.name)
        )?.metadata.deletionTimestamp,
    );
    expect(await cluster.names(NETWORK_POLICIES)).toEqual([MASTERS, WORKERS]);
    await hold([]);
    await cluster.none(NETWORK_POLICIES);
    expect(await cluster.names(JOBS)).toEqual(['job-demo']);
  });

  it('hold each run of a schedule by itself', async () => {
    await start();
    await cluster.apply('demo', { schedule: '0 3 29 2 *' });
    const cronJob = await cluster.there(CRON_JOBS, 'cronjob-demo');
    const job = await cluster.jobFrom(cronJob, 'cronjob-demo-1');
    await cluster.masterPod('cronjob-demo-1');
    const names = ['master', 'worker'].map(
      role => `networkpolicy-${role}-cronjob-demo-1`,
    );
    expect(await cluster.names(NETWORK_POLICIES)).toEqual(names);
    const { spec } = (await cluster.get(NETWORK_POLICIES, names[1]))!;
    expect(spec.podSelector.matchLabels[LABELS.jobUid]).toBe(job.metadata.uid);
    await cluster.end('cronjob-demo-1');
    await cluster.gone(JOBS, 'cronjob-demo-1');
    await cluster.none(NETWORK_POLICIES);
  });

  it('are made again where somebody removes one', async () => {
    await start();
    await cluster.apply('demo', {});
    const { metadata } = await cluster.there(NETWORK_POLICIES, MASTERS);
    await cluster.there(REPLICA_SETS, 'replicaset-demo');
    await cluster.remove(NETWORK_POLICIES, MASTERS);
    const again = await eventually('there is another one', async () => {
      const found = await cluster.get(NETWORK_POLICIES, MASTERS);
      return found?.metadata.uid !== metadata.uid && found;
    });
    expect(again.metadata.ownerReferences).toEqual(metadata.ownerReferences);
  });

  it('are given their label back, for they could not be seen without', async () => {
    await start();
    await cluster.apply('demo', {});
    await cluster.there(REPLICA_SETS, 'replicaset-demo');
    const before = (await cluster.get(NETWORK_POLICIES, WORKERS))!;
    await cluster.client.mergePatch(
      NETWORK_POLICIES,
      { namespace: cluster.name, name: WORKERS },
      { metadata: { labels: { [LABELS.locust]: null } } },
    );
    await eventually(
      'the label is back',
      async () =>
        (
          await cluster.get(NETWORK_POLICIES, WORKERS)
        )?.metadata.labels?.[LABELS.locust] === 'demo',
    );
    expect((await cluster.get(NETWORK_POLICIES, WORKERS))!.metadata.uid).toBe(
      before.metadata.uid,
    );
  });

  it('of somebody else are left alone, and nothing runs without ours', async () => {
    const foreign = await cluster.client.create<any>(NETWORK_POLICIES, {
      metadata: { name: MASTERS, namespace: cluster.name },
      spec: { podSelector: { matchLabels: { app: 'foreign' } } },
    });
    await start();
    await cluster.apply('demo', {});
    await eventually('the conflict is shown', async () =>
      (
        await cluster.status('demo')
      ).conditions?.some(
        it =>
          it.type === 'Degraded' &&
          it.reason === 'Conflict' &&
          it.message.startsWith(
            `There is a NetworkPolicy "${MASTERS}" already`,
          ),
      ),
    );
    expect((await cluster.get(NETWORK_POLICIES, MASTERS))!.metadata.uid).toBe(
      foreign.metadata.uid,
    );
    expect((await cluster.get(JOBS, 'job-demo'))?.spec.suspend).toBe(true);
    expect(await cluster.names(PODS)).toEqual([]);

    await cluster.remove(NETWORK_POLICIES, MASTERS);
    await cluster.masterPod('job-demo');
  });

  it('are nothing that anybody is asked about where they are off', async () => {
    const { transport, requests } = heldTransport(cluster.engineConfig);
    const streams: string[] = [];
    await cluster.startEngine(
      {},
      {
        transport: {
          ...transport,
          stream: request => {
            streams.push(request.path);
            return transport.stream(request);
          },
        },
      },
    );
    await cluster.apply('demo', {});
    await cluster.end('job-demo');
    await cluster.inPhase('demo', 'Finished');
    const paths = [...requests.map(it => it.path), ...streams];
    expect(paths.filter(it => it.includes('/services'))).not.toEqual([]);
    expect(paths.filter(it => it.includes('networkpolicies'))).toEqual([]);
  });
});
