import { CRON_JOBS, JOBS, REPLICA_SETS, SERVICES } from '../kube/ResourceTypes';
import {
  createTransport,
  type KubeRequest,
  type Transport,
} from '../kube/transport/Transport';
import { eventually } from './testing/eventually';
import { type Loose, TestNamespace } from './testing/TestNamespace';
import { READ_TO_THE_END } from './testing/ToldOutcomes';

jest.setTimeout(120_000);

describe('a schedule that forbids overlap', () => {
  let cluster: TestNamespace;

  beforeEach(async () => {
    cluster = await TestNamespace.create();
  });

  afterEach(() => cluster.dispose());

  /** Tells of every request before it is sent; what is thrown is its answer. */
  function telling(tell: (request: KubeRequest) => void): Transport {
    const own = createTransport({ kubeConfig: cluster.kubeConfig });
    return {
      server: own.server,
      stream: request => own.stream(request),
      close: () => own.close(),
      request: async request => {
        tell(request);
        return own.request(request);
      },
    };
  }

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

  it('begins none of the many that were skipped, where the engine ended before it had removed their Jobs', async () => {
    await cluster.startEngine();
    await cluster.apply('demo', {
      schedule: '0 3 29 2 *',
      concurrencyPolicy: 'Forbid',
    });
    const cronJob = await cluster.there(CRON_JOBS, 'cronjob-demo');
    await cluster.stopEngines();
    const names = Array.from({ length: 9 }, (_, i) => `cronjob-demo-${i}`);
    for (const name of names) {
      await cluster.jobFrom(cronJob, name);
    }
    await cluster.startEngine(
      {},
      {
        transport: telling(({ method, path }) => {
          if (method === 'DELETE' && path.includes('/jobs/')) {
            throw new Error('the engine ended before');
          }
        }),
      },
    );
    await cluster.end('cronjob-demo-0');
    await eventually(
      'all of them are recorded as over',
      async () =>
        cluster.outcomes.of('demo').length === names.length &&
        (await cluster.outcomes.unfinished()).length === 0,
    );
    await eventually(
      'the status tells so',
      async () => (await cluster.status('demo')).activeRuns?.length === 0,
    );
    await cluster.stopEngines();
    expect(await cluster.names(JOBS)).toEqual(names);

    const begun: string[] = [];
    await cluster.startEngine(
      {},
      {
        transport: telling(({ method, path }) => {
          if (method === 'POST' && path.endsWith('/services')) {
            begun.push(path);
          }
        }),
      },
    );
    await cluster.none(JOBS);
    expect(begun).toEqual([]);
    expect(names.map(name => cluster.outcomes.ofJob(name)?.last.phase)).toEqual(
      ['finished', ...names.slice(1).map(() => 'skipped')],
    );
  });

  it('does not run what it has skipped, though the history is away and nothing is in its way any more', async () => {
    const begun: string[] = [];
    await cluster.startEngine(
      {},
      {
        transport: telling(({ method, path, body }) => {
          if (method === 'POST' && path.endsWith('/services')) {
            begun.push((body as Loose).metadata.name);
          }
        }),
      },
    );
    await cluster.apply('demo', {
      schedule: '0 3 29 2 *',
      concurrencyPolicy: 'Forbid',
    });
    const cronJob = await cluster.there(CRON_JOBS, 'cronjob-demo');
    await cluster.jobFrom(cronJob, 'cronjob-demo-1');
    await cluster.begin('cronjob-demo-1');
    cluster.outcomes.away = true;
    await cluster.jobFrom(cronJob, 'cronjob-demo-2');
    await eventually('the second is seen', async () =>
      (
        await cluster.status('demo')
      ).activeRuns?.some(it => it.job === 'cronjob-demo-2'),
    );
    await cluster.end('cronjob-demo-1');
    await cluster.none(SERVICES);
    // So that the engine looks at both again.
    await cluster.edit('demo', { users: 3 });
    await cluster.seen('demo');
    cluster.outcomes.away = false;
    await cluster.none(JOBS);
    expect(cluster.outcomes.ofJob('cronjob-demo-2')).toMatchObject({
      phases: ['skipped'],
      last: { reason: { code: 'StillRunning' } },
    });
    expect(begun).toEqual(['service-cronjob-demo-1']);
  });
});
