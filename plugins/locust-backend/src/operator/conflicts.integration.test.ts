import {
  CONFIG_MAPS,
  CRON_JOBS,
  JOBS,
  REPLICA_SETS,
  SERVICES,
} from '../kube/ResourceTypes';
import { locustfileName } from './names';
import { eventually } from './testing/eventually';
import { TestNamespace } from './testing/TestNamespace';

jest.setTimeout(120_000);

const LOCUSTFILE = 'import locust';
const pod = {
  metadata: { labels: { app: 'foreign' } },
  spec: { containers: [{ name: 'c', image: 'i' }], restartPolicy: 'Never' },
};

describe('A name that belongs to somebody else', () => {
  let cluster: TestNamespace;

  beforeEach(async () => {
    cluster = await TestNamespace.create();
  });

  afterEach(() => cluster.dispose());

  it.each([
    ['Job', JOBS, 'job-demo', { template: pod }, {}, 'job-demo'],
    [
      'Service',
      SERVICES,
      'service-demo',
      { ports: [{ port: 80 }] },
      {},
      'replicaset-demo',
    ],
    [
      'ReplicaSet',
      REPLICA_SETS,
      'replicaset-demo',
      {
        replicas: 0,
        selector: { matchLabels: { app: 'foreign' } },
        template: {
          ...pod,
          spec: { ...pod.spec, restartPolicy: 'Always' },
        },
      },
      {},
      'replicaset-demo',
    ],
    [
      'CronJob',
      CRON_JOBS,
      'cronjob-demo',
      {
        schedule: '0 0 29 2 *',
        suspend: true,
        jobTemplate: { spec: { template: pod } },
      },
      { schedule: '0 3 29 2 *' },
      'cronjob-demo',
    ],
    [
      'ConfigMap',
      CONFIG_MAPS,
      locustfileName('demo', LOCUSTFILE),
      undefined,
      { locustfile: { inline: LOCUSTFILE } },
      'job-demo',
    ],
  ])(
    'is reported of a %s, left alone, and taken as soon as it is free',
    async (kind, type, name, foreignSpec, spec, awaited) => {
      const foreign = await cluster.client.create<any>(type, {
        metadata: { name, namespace: cluster.name },
        ...(foreignSpec && { spec: foreignSpec }),
      });
      await cluster.startEngine();
      await cluster.apply('demo', spec);
      const shown = await eventually('the conflict is shown', async () => {
        const status = await cluster.status('demo');
        return (
          status.conditions?.some(
            it =>
              it.type === 'Degraded' &&
              it.status === 'True' &&
              it.reason === 'Conflict',
          ) && status
        );
      });
      expect(shown.message).toBe(
        `There is a ${kind} "${name}" already that does not belong to this resource; it is left alone. Remove it, or give this resource another name.`,
      );
      const still = (await cluster.get(type, name))!;
      expect(still.metadata.uid).toBe(foreign.metadata.uid);
      expect(still.metadata.ownerReferences).toBeUndefined();

      await cluster.remove(type, name);
      const ours = await eventually('ours is made', async () => {
        const found = await cluster.get(
          awaited === name ? type : childType(awaited),
          awaited,
        );
        return found?.metadata.uid !== foreign.metadata.uid && found;
      });
      expect(ours.metadata.labels?.locust).toBe('demo');
      await eventually(
        'the conflict is not shown any more',
        async () =>
          (
            await cluster.status('demo')
          ).conditions?.find(it => it.type === 'Degraded')?.status === 'False',
      );
    },
  );

  function childType(name: string) {
    return name.startsWith('job-') ? JOBS : REPLICA_SETS;
  }
});
