import { CRON_JOBS, JOBS } from '../kube/ResourceTypes';
import { LOCUSTS } from './LocustObject';
import { TestNamespace } from './testing/TestNamespace';

jest.setTimeout(120_000);

describe('The verdict on a run', () => {
  let cluster: TestNamespace;

  beforeEach(async () => {
    cluster = await TestNamespace.create();
    await cluster.startEngine();
  });

  afterEach(() => cluster.dispose());

  const passed = async (name: string) =>
    (await cluster.status(name)).conditions?.find(it => it.type === 'Passed');

  it('is in the status, its condition and the history, with what was crossed and by how much', async () => {
    await cluster.apply('good', { thresholds: ['p95 < 500ms'] });
    await cluster.apply('bad', { thresholds: ['p95 < 50ms', 'rps > 1'] });
    await cluster.end('job-good');
    await cluster.end('job-bad');
    expect(await cluster.inPhase('good', 'Finished')).toMatchObject({
      verdict: 'passed',
      lastRuns: [{ verdict: 'passed' }],
    });
    expect(await passed('good')).toMatchObject({
      status: 'True',
      reason: 'ThresholdsMet',
      message: 'All thresholds were met: p95 < 500ms.',
    });
    expect(await cluster.inPhase('bad', 'Finished')).toMatchObject({
      verdict: 'failed',
    });
    const crossed = expect.stringMatching(/^p95 was 87\.4ms; wanted: < 50ms/);
    expect(await passed('bad')).toMatchObject({
      status: 'False',
      reason: 'ThresholdsCrossed',
      message: crossed,
    });
    expect(cluster.outcomes.of('bad')[0].last).toMatchObject({
      verdict: 'failed',
      thresholds: [{ passed: false, actual: 87.4 }, { passed: true }],
    });
    // What was said is not lost when the resource is looked at again.
    await cluster.edit('bad', { ttlAfterFinished: 'never' });
    await cluster.seen('bad');
    expect((await passed('bad'))?.message).toEqual(crossed);
  });

  it('goes by the thresholds as they are at the end of a one-off, and as they were at the start of a scheduled run', async () => {
    await cluster.apply('once', { thresholds: ['p95 < 500ms'] });
    await cluster.begin('job-once');
    await cluster.edit('once', { thresholds: ['p95 < 50ms'] });
    await cluster.end('job-once');
    expect((await cluster.inPhase('once', 'Finished')).verdict).toBe('failed');

    await cluster.apply('nightly', {
      schedule: '0 3 29 2 *',
      thresholds: ['p95 < 500ms'],
    });
    const cronJob = await cluster.there(CRON_JOBS, 'cronjob-nightly');
    await cluster.jobFrom(cronJob, 'cronjob-nightly-1');
    await cluster.begin('cronjob-nightly-1');
    await cluster.edit('nightly', { thresholds: ['p95 < 50ms'] });
    await cluster.end('cronjob-nightly-1');
    await cluster.gone(JOBS, 'cronjob-nightly-1');
    expect(
      (await cluster.get(LOCUSTS, 'nightly'))?.status.lastRuns,
    ).toMatchObject([{ verdict: 'passed' }]);
  });
});
