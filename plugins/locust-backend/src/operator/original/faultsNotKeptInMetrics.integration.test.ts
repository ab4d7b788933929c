import { CRON_JOBS, JOBS } from '../../kube/ResourceTypes';
import { LOCUSTS } from '../LocustObject';
import { eventually } from '../testing/eventually';
import { TestNamespace } from '../testing/TestNamespace';
import { Scrape } from './Scrape';

jest.setTimeout(120_000);

const GAUGES = [
  'locust_operator_locust_object_gauge',
  'locust_operator_job_object_gauge',
];
const JOB_STATE = 'locust_operator_job_object_state';
const FAMILIES = [...GAUGES, 'locust_operator_locust_object_state', JOB_STATE];

describe("The original's faults, not kept", () => {
  let cluster: TestNamespace;
  let scrape: Scrape;

  beforeEach(async () => {
    cluster = await TestNamespace.create();
    scrape = new Scrape(await cluster.startEngine());
  });

  afterEach(() => cluster.dispose());

  const alerts = () =>
    scrape
      .of(JOB_STATE)
      .filter(
        ({ labels, value }) =>
          value === 1 &&
          labels.status === 'failed' &&
          labels[JOB_STATE] === 'stopped',
      )
      .map(it => it.labels.job_name);

  /** It never comes to its first request. */
  async function fail(job: string) {
    const runId = await cluster.begin(job);
    cluster.outcomes.tell(runId, {
      failure: { kind: 'locustfile', message: 'No module' },
      stored: true,
    });
    await cluster.end(job, { exitCode: 2, stored: false });
    await eventually(`there is an alert on ${job}`, () =>
      alerts().includes(job),
    );
  }

  it('failed requests are no failed Job in the metrics', async () => {
    await cluster.apply('demo', {});
    await cluster.end('job-demo', { exitCode: 1 });
    await scrape.until(
      JOB_STATE,
      { name: 'demo', status: 'succeeded' },
      'stopped',
    );
    await eventually(
      'Kubernetes has the Job as failed',
      async () => (await cluster.there(JOBS, 'job-demo')).status.failed === 1,
    );
    await cluster.edit('demo', { ttlAfterFinished: '1h' });
    await cluster.seen('demo');
    expect(alerts()).toEqual([]);
  });

  it('gauges net to zero', async () => {
    await cluster.apply('once', {});
    await cluster.apply('nightly', { schedule: '0 3 29 2 *' });
    const cronJob = await cluster.there(CRON_JOBS, 'cronjob-nightly');
    await cluster.jobFrom(cronJob, 'cronjob-nightly-1');
    await cluster.end('job-once');
    await cluster.end('cronjob-nightly-1');
    await cluster.gone(JOBS, 'cronjob-nightly-1');
    expect(GAUGES.map(it => scrape.sum(it))).toEqual([2, 1]);
    await cluster.remove(LOCUSTS, 'once');
    await cluster.remove(LOCUSTS, 'nightly');
    await eventually('nothing is counted', () =>
      GAUGES.every(it => scrape.sum(it) === 0),
    );
    expect(GAUGES.map(it => scrape.sum(it))).toEqual([0, 0]);
  });

  it('series are removed', async () => {
    await cluster.apply('demo', {});
    await cluster.end('job-demo');
    await cluster.inPhase('demo', 'Finished');
    for (const family of FAMILIES) {
      expect(scrape.of(family)).not.toEqual([]);
    }
    await cluster.remove(LOCUSTS, 'demo');
    await cluster.none(LOCUSTS, JOBS);
    await eventually('no series is left', () =>
      FAMILIES.every(family => scrape.of(family).length === 0),
    );
    expect(FAMILIES.flatMap(family => scrape.of(family))).toEqual([]);
  });

  it('the alert resolves when the resource goes', async () => {
    await cluster.apply('demo', {});
    await fail('job-demo');
    await cluster.remove(LOCUSTS, 'demo');
    await eventually('no alert is left', () => alerts().length === 0);
    expect(alerts()).toEqual([]);
  });

  it('the alert resolves when the next run succeeds', async () => {
    await cluster.apply('demo', { schedule: '0 3 29 2 *' });
    const cronJob = await cluster.there(CRON_JOBS, 'cronjob-demo');
    await cluster.jobFrom(cronJob, 'cronjob-demo-1');
    await fail('cronjob-demo-1');
    await cluster.gone(JOBS, 'cronjob-demo-1');
    // For two minutes it is to be told, and its Job does not stay for so long.
    expect(alerts()).toEqual(['cronjob-demo-1']);
    await cluster.jobFrom(cronJob, 'cronjob-demo-2');
    await cluster.end('cronjob-demo-2');
    await eventually('no alert is left', () => alerts().length === 0);
    expect(alerts()).toEqual([]);
  });
});
