import { LABELS } from 'backstage-plugin-locust-common';
import { CRON_JOBS, JOBS, REPLICA_SETS, SERVICES } from '../kube/ResourceTypes';
import { eventually } from './testing/eventually';
import { TestNamespace } from './testing/TestNamespace';

jest.setTimeout(120_000);

describe('A child whose label somebody has taken off', () => {
  let cluster: TestNamespace;

  beforeEach(async () => {
    cluster = await TestNamespace.create();
  });

  afterEach(() => cluster.dispose());

  it.each([
    ['Job', JOBS, 'job-demo', {}, REPLICA_SETS, 'replicaset-demo'],
    ['Service', SERVICES, 'service-demo', {}, REPLICA_SETS, 'replicaset-demo'],
    [
      'ReplicaSet',
      REPLICA_SETS,
      'replicaset-demo',
      {},
      REPLICA_SETS,
      'replicaset-demo',
    ],
    [
      'CronJob',
      CRON_JOBS,
      'cronjob-demo',
      { schedule: '0 3 29 2 *' },
      CRON_JOBS,
      'cronjob-demo',
    ],
  ])(
    'is given it back, being a %s, for it could not be seen without',
    async (_kind, type, name, spec, last, lastName) => {
      await cluster.startEngine();
      await cluster.apply('demo', spec);
      await cluster.there(last, lastName);
      const before = (await cluster.get(type, name))!;
      await cluster.client.mergePatch(
        type,
        { namespace: cluster.name, name },
        { metadata: { labels: { [LABELS.locust]: null } } },
      );
      await eventually(
        'the label is back',
        async () =>
          (await cluster.get(type, name))?.metadata.labels?.[LABELS.locust] ===
          'demo',
      );
      expect((await cluster.get(type, name))!.metadata.uid).toBe(
        before.metadata.uid,
      );
    },
  );
});
