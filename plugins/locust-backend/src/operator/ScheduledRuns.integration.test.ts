import { CRON_JOBS, JOBS, REPLICA_SETS } from '../kube/ResourceTypes';
import { eventually } from './testing/eventually';
import { TestNamespace } from './testing/TestNamespace';
import { READ_TO_THE_END } from './testing/ToldOutcomes';

jest.setTimeout(120_000);

describe('a schedule that forbids overlap', () => {
  let cluster: TestNamespace;

  beforeEach(async () => {
    cluster = await TestNamespace.create();
  });

  afterEach(() => cluster.dispose());

  it('begins its next run though the log of the one that has ended is still being read', async () => {
    await cluster.startEngine();
    await cluster.apply('demo', {
      schedule: '0 3 29 2 *',
      concurrencyPolicy: 'Forbid',
    });
    const cronJob = await cluster.there(CRON_JOBS, 'cronjob-demo');
    await cluster.jobFrom(cronJob, 'cronjob-demo-1');
    const runId = await cluster.end('cronjob-demo-1', { stored: false });
    await eventually('the engine has seen the end', () =>
      cluster.outcomes.followed.some(it => it.runId === runId && it.ended),
    );
    await cluster.jobFrom(cronJob, 'cronjob-demo-2');
    await cluster.there(REPLICA_SETS, 'replicaset-cronjob-demo-2');
    expect(await cluster.names(JOBS)).toEqual([
      'cronjob-demo-1',
      'cronjob-demo-2',
    ]);

    cluster.outcomes.tell(runId, READ_TO_THE_END);
    await cluster.gone(JOBS, 'cronjob-demo-1');
    await cluster.end('cronjob-demo-2');
    await cluster.gone(JOBS, 'cronjob-demo-2');
    expect(cluster.outcomes.of('demo').map(it => it.last.phase)).toEqual([
      'finished',
      'finished',
    ]);
  });
});
