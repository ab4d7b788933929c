import { CRON_JOBS, JOBS } from './kube/ResourceTypes';
import { GuardrailBook, type GuardrailRule } from './policy/GuardrailBook';
import { eventually } from './operator/testing/eventually';
import { TestNamespace } from './operator/testing/TestNamespace';

jest.setTimeout(120_000);

describe('Guardrails', () => {
  let cluster: TestNamespace;

  beforeEach(async () => {
    cluster = await TestNamespace.create();
  });

  afterEach(() => cluster.dispose());

  const start = (...rules: GuardrailRule[]) => {
    const book = new GuardrailBook(rules);
    return cluster.startEngine(
      {},
      {
        guardrailsOf: (name, { metadata }) =>
          book.of({
            cluster: name,
            namespace: metadata.namespace,
            owner: `group:default/${metadata.labels?.owner}`,
          }),
      },
    );
  };

  it('keep a resource from kubectl that goes beyond them from beginning, and say why', async () => {
    await start({ guardrails: { maxWorkers: 2, images: ['good.io/*'] } });
    await cluster.apply('over', {
      workers: 3,
      image: 'good.io.evil.com/x',
    });
    const status = await cluster.inPhase('over', 'Invalid');
    expect(status.message).toBe(
      'spec.image: "good.io.evil.com/x" is not allowed here; use good.io/* or the image that is used where none is named. spec.workers: 3 workers are more than may be used here; use 2 or fewer, or ask the platform team for more.',
    );
    expect(cluster.outcomes.of('over')).toMatchObject([
      { last: { phase: 'queued', reason: { code: 'Invalid' } } },
    ]);
    expect(await cluster.names(JOBS)).toEqual([]);

    await cluster.edit('over', { workers: 2, image: 'good.io/x' });
    await cluster.there(JOBS, 'job-over');
  });

  it('hold by whose a resource is', async () => {
    await start(
      { guardrails: { maxWorkers: 1 } },
      { owners: ['group:default/big'], guardrails: { maxWorkers: 5 } },
    );
    await cluster.apply('big', { workers: 5 }, { labels: { owner: 'big' } });
    await cluster.there(JOBS, 'job-big');
    await cluster.apply(
      'small',
      { workers: 5 },
      { labels: { owner: 'small' } },
    );
    await cluster.inPhase('small', 'Invalid');
    expect(await cluster.names(JOBS)).toEqual(['job-big']);
  });

  it('suspend a schedule that was within them before', async () => {
    const engine = await start({ guardrails: { maxUsers: 10 } });
    await cluster.apply('nightly', { schedule: '0 3 29 2 *', users: 10 });
    await cluster.there(CRON_JOBS, 'cronjob-nightly');
    await engine.stop();

    await start({ guardrails: { maxUsers: 5 } });
    await cluster.inPhase('nightly', 'Invalid');
    await eventually(
      'the CronJob is suspended',
      async () =>
        (
          await cluster.get(CRON_JOBS, 'cronjob-nightly')
        )?.spec.suspend,
    );
    expect(await cluster.names(JOBS)).toEqual([]);
  });

  it('hold what a resource is changed into while something else keeps its Job from being made', async () => {
    const pod = {
      metadata: { labels: { app: 'foreign' } },
      spec: { containers: [{ name: 'c', image: 'i' }], restartPolicy: 'Never' },
    };
    await cluster.client.create(JOBS, {
      metadata: { name: 'job-demo', namespace: cluster.name },
      spec: { suspend: true, template: pod },
    });
    await start({ guardrails: { maxWorkers: 2 } });
    await cluster.apply('demo', { workers: 2 });
    const isSaid = (words: RegExp) =>
      eventually(`it says ${words}`, async () =>
        words.test((await cluster.status('demo')).message ?? ''),
      );
    await isSaid(/^There is a Job "job-demo" already/);
    await cluster.edit('demo', { workers: 3 });
    await isSaid(/^The spec was changed into one that cannot be run/);
    await cluster.remove(JOBS, 'job-demo');
    await cluster.gone(JOBS, 'job-demo');

    await cluster.edit('demo', { workers: 1 });
    const job = await cluster.there(JOBS, 'job-demo');
    expect(job.spec.template.spec.containers[0].args).toContain(
      '--expect-workers=1',
    );
  });

  it('hold a run that somebody makes of a schedule which is suspended', async () => {
    const engine = await start({ guardrails: { maxUsers: 10 } });
    await cluster.apply('nightly', { schedule: '0 3 29 2 *', users: 10 });
    const cronJob = await cluster.there(CRON_JOBS, 'cronjob-nightly');
    await engine.stop();

    await start({ guardrails: { maxUsers: 5 } });
    await cluster.inPhase('nightly', 'Invalid');
    await cluster.jobFrom(cronJob, 'by-hand');
    await eventually('it is told of the run', () => {
      const { phase, reason } = cluster.outcomes.ofJob('by-hand')?.last ?? {};
      return phase === 'queued' && reason?.code === 'Invalid';
    });
    expect((await cluster.get(JOBS, 'by-hand'))?.spec.suspend).toBe(true);
  });

  it('leave a run that goes as it is', async () => {
    const engine = await start({ guardrails: { maxWorkers: 5 } });
    await cluster.apply('going', { workers: 3 });
    await cluster.inPhase('going', 'Starting');
    await engine.stop();

    await start({ guardrails: { maxWorkers: 1 } });
    await cluster.end('job-going');
    expect(await cluster.inPhase('going', 'Finished')).toMatchObject({
      lastRuns: [{ job: 'job-going', phase: 'finished' }],
    });
  });
});
