import type { PlanRun } from '../PlanRun';
import type { Workload } from './Workload';

/** Not before a year of which nothing else here speaks. */
const SCHEDULE = '0 3 29 2 *';
const CRON_JOB = 'cronjob-demo';

async function schedule(run: PlanRun, policy: string): Promise<void> {
  await run.make('demo', {
    schedule: SCHEDULE,
    concurrencyPolicy: policy,
    workers: 2,
  });
}

const goes = (run: PlanRun, job: string) =>
  run.patiently(`${job} is among the active runs`, () =>
    (run.status('demo').activeRuns ?? []).some(
      (it: { readonly job: string; readonly phase: string }) =>
        it.job === job && it.phase === 'running',
    ),
  );

const isGone = (run: PlanRun, job: string) =>
  run.until(`${job} is gone`, () => !run.get('jobs', job));

const forbid: Workload = {
  name: 'forbid',
  async drive(run) {
    run.script = () => 'normal.reporter';
    await schedule(run, 'Forbid');
    const first = await run.makeScheduledJob(CRON_JOB, 1);
    await run.master(first);
    await goes(run, first);
    const second = await run.makeScheduledJob(CRON_JOB, 2);
    await isGone(run, second);
    await run.finish(first);
    await isGone(run, first);
  },
};

const allow: Workload = {
  name: 'allow',
  async drive(run) {
    run.script = job =>
      job.endsWith('-1') ? 'normal.reporter' : 'shape.reporter';
    await schedule(run, 'Allow');
    const first = await run.makeScheduledJob(CRON_JOB, 1);
    await run.master(first);
    const second = await run.makeScheduledJob(CRON_JOB, 2);
    await run.master(second);
    await goes(run, second);
    await run.finish(first);
    await isGone(run, first);
    await run.finish(second);
    await isGone(run, second);
  },
};

const replace: Workload = {
  name: 'replace',
  async drive(run) {
    run.script = job =>
      job.endsWith('-1') ? 'stopped.reporter' : 'shape.reporter';
    await schedule(run, 'Replace');
    const first = await run.makeScheduledJob(CRON_JOB, 1);
    await run.master(first);
    await goes(run, first);
    const second = await run.makeScheduledJob(CRON_JOB, 2);
    await isGone(run, first);
    await run.master(second);
    await goes(run, second);
    await run.finish(second);
    await isGone(run, second);
  },
};

const edited: Workload = {
  name: 'edit-schedule',
  async drive(run) {
    await schedule(run, 'Forbid');
    await run.until('there is a CronJob', () => run.get('cronjobs', CRON_JOB));
    await run.edit('demo', { schedule: '30 4 29 2 *', users: 7 });
    await run.until(
      'the CronJob follows',
      () => run.get('cronjobs', CRON_JOB)?.spec?.schedule === '30 4 29 2 *',
    );
    const job = await run.makeScheduledJob(CRON_JOB, 1);
    await run.master(job);
    await goes(run, job);
    await run.finish(job);
    await isGone(run, job);
    await run.edit('demo', { suspend: true });
    await run.until(
      'the CronJob is suspended',
      () => run.get('cronjobs', CRON_JOB)?.spec?.suspend === true,
    );
  },
};

const onOff: Workload = {
  name: 'on-off',
  async drive(run) {
    await run.make('demo', {});
    await run.master('job-demo');
    await run.patiently(
      'demo is running',
      () => run.status('demo').phase === 'Running',
    );
    await run.finish('job-demo');
    await run.until(
      'demo is finished',
      () => run.status('demo').phase === 'Finished',
    );
    await run.edit('demo', { schedule: SCHEDULE });
    const job = await run.makeScheduledJob(CRON_JOB, 1);
    await isGone(run, 'job-demo');
    await run.master(job);
    await goes(run, job);
    await run.edit('demo', { schedule: null });
    await run.until(
      'the CronJob is suspended until its run is over',
      () =>
        !run.get('cronjobs', CRON_JOB) ||
        run.get('cronjobs', CRON_JOB)?.spec?.suspend === true,
    );
    await run.finish(job);
    await run.until(
      'the CronJob is gone',
      () => !run.get('cronjobs', CRON_JOB),
    );
    await isGone(run, job);
  },
};

const replicas: Workload = {
  name: 'replicas-schedule',
  replicas: 2,
  drive: replace.drive,
};

/** Workloads of resources with a schedule. */
export const SCHEDULES: readonly Workload[] = [
  forbid,
  allow,
  replace,
  edited,
  onOff,
  replicas,
];
