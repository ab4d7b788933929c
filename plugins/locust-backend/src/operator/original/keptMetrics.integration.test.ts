import { readFileSync } from 'node:fs';
import { resolvePackagePath } from '@backstage/backend-plugin-api';
import { parse } from 'yaml';
import { CRON_JOBS } from '../../kube/ResourceTypes';
import { eventually } from '../testing/eventually';
import { TestNamespace } from '../testing/TestNamespace';
import { Scrape } from './Scrape';

jest.setTimeout(120_000);

const LOCUST_GAUGE = 'locust_operator_locust_object_gauge';
const LOCUST_STATE = 'locust_operator_locust_object_state';
const JOB_GAUGE = 'locust_operator_job_object_gauge';
const JOB_STATE = 'locust_operator_job_object_state';

describe("The original's behaviour, kept", () => {
  let cluster: TestNamespace;
  let scrape: Scrape;

  beforeEach(async () => {
    cluster = await TestNamespace.create();
    scrape = new Scrape(await cluster.startEngine());
  });

  afterEach(() => cluster.dispose());

  it('metrics: locust_operator_locust_object_gauge{operation,name} counts resources', async () => {
    await cluster.apply('one', {});
    await cluster.apply('two', { schedule: '0 3 29 2 *' });
    await eventually(
      'two resources are counted',
      () => scrape.sum(LOCUST_GAUGE) === 2,
    );
    expect(scrape.of(LOCUST_GAUGE)).toContainEqual(
      expect.objectContaining({
        labels: expect.objectContaining({ operation: 'ADDED', name: 'two' }),
        value: 1,
      }),
    );
  });

  it('metrics: locust_operator_locust_object_state{name} is starting, running or stopped', async () => {
    const demo = { name: 'demo' };
    await cluster.apply('demo', {});
    await cluster.begin('job-demo');
    await scrape.until(LOCUST_STATE, demo, 'running');
    await cluster.end('job-demo');
    await scrape.until(LOCUST_STATE, demo, 'stopped');
    expect(
      new Set(scrape.of(LOCUST_STATE).map(it => it.labels[LOCUST_STATE])),
    ).toEqual(new Set(['starting', 'running', 'stopped']));
  });

  it('metrics: locust_operator_job_object_gauge{operation,name,job_name} counts Jobs', async () => {
    await cluster.apply('once', {});
    await cluster.apply('nightly', { schedule: '0 3 29 2 *' });
    const cronJob = await cluster.there(CRON_JOBS, 'cronjob-nightly');
    await cluster.jobFrom(cronJob, 'cronjob-nightly-1');
    await eventually('two Jobs are counted', () => scrape.sum(JOB_GAUGE) === 2);
    for (const [name, job] of [
      ['once', 'job-once'],
      ['nightly', 'cronjob-nightly-1'],
    ]) {
      expect(scrape.of(JOB_GAUGE)).toContainEqual(
        expect.objectContaining({
          labels: expect.objectContaining({
            operation: 'ADDED',
            name,
            job_name: job,
          }),
          value: 1,
        }),
      );
    }
  });

  it('metrics: locust_operator_job_object_state{name,job_name,status} follows the Job', async () => {
    const demo = { name: 'demo', job_name: 'job-demo' };
    await cluster.apply('demo', {});
    await cluster.begin('job-demo');
    await scrape.until(JOB_STATE, { ...demo, status: '' }, 'running');
    await cluster.end('job-demo');
    await scrape.until(JOB_STATE, { ...demo, status: 'succeeded' }, 'stopped');

    const broken = { name: 'broken', job_name: 'job-broken' };
    await cluster.apply('broken', {});
    const runId = await cluster.begin('job-broken');
    cluster.outcomes.tell(runId, {
      failure: { kind: 'locustfile', message: 'No module' },
      stored: true,
    });
    await cluster.end('job-broken', { exitCode: 2, stored: false });
    await scrape.until(JOB_STATE, { ...broken, status: 'failed' }, 'stopped');
    expect(
      scrape.of(JOB_STATE).filter(it => it.value === 1 && !it.labels.status),
    ).toEqual([]);
  });

  it('alert: LocustOperatorJobFailed, for two minutes, critical', async () => {
    const file = resolvePackagePath(
      'backstage-plugin-locust-backend',
      'manifests/monitoring/prometheusrule.yaml',
    );
    const { spec } = parse(readFileSync(file, 'utf8'));
    const rule = spec.groups
      .flatMap((it: any) => it.rules)
      .find((it: any) => it.alert === 'LocustOperatorJobFailed');
    expect(rule).toMatchObject({ for: '2m', labels: { severity: 'critical' } });
    // What it asks for is what the engine tells of a Job that has failed.
    const [, matchers] = rule.expr.match(/job_object_state\{([^}]*)\}\) == 1$/);
    expect(matchers).toBe(`status="failed", ${JOB_STATE}="stopped"`);
    await cluster.apply('broken', {});
    const runId = await cluster.begin('job-broken');
    expect(scrape.stateOf(JOB_STATE, { status: 'failed' })).toBeUndefined();
    cluster.outcomes.tell(runId, {
      failure: { kind: 'locustfile', message: 'No module' },
      stored: true,
    });
    await cluster.end('job-broken', { exitCode: 2, stored: false });
    await scrape.until(JOB_STATE, { status: 'failed' }, 'stopped');
  });
});
