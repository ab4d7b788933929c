import type { PlanRun } from '../../PlanRun';
import type { Plan } from '../Plan';
import { beginRun, FAILED, FINISHED, isIn, JOB, otherPlan } from './OtherPlan';

/** Runs whose engine was killed. */
const killed = new WeakSet<PlanRun>();

const SCHEDULE = { schedule: '0 3 29 2 *', workers: 1 };

function pods(run: PlanRun, prefix: string) {
  return run.cluster.mirror
    .list('pods', run.namespace)
    .filter(it => it.metadata.name.startsWith(prefix));
}

async function deletePods(run: PlanRun, prefix: string) {
  for (const { metadata } of pods(run, prefix)) {
    await run.cluster.api.delete('pods', run.namespace, metadata.name, {
      gracePeriodSeconds: 0,
    });
  }
}

/** Somebody deletes what is ours. */
export function deletedPlans(): readonly Plan[] {
  const remove = (
    run: PlanRun,
    resource: 'jobs' | 'services' | 'replicasets' | 'cronjobs',
    name: string,
  ) => run.cluster.api.delete(resource, run.namespace, name);
  return [
    otherPlan('the Job is deleted while it runs', FAILED, async run => {
      await beginRun(run);
      await remove(run, 'jobs', JOB);
    }),
    otherPlan(
      'the Job is deleted before its master runs',
      FAILED,
      async run => {
        await run.make('demo', {});
        await run.until('there is a Job', () => run.get('jobs', JOB));
        await remove(run, 'jobs', JOB);
      },
    ),
    otherPlan('the Job is deleted after its end', FINISHED, async run => {
      await beginRun(run);
      await run.finish(JOB);
      await isIn(run, 'Finished');
      await remove(run, 'jobs', JOB);
    }),
    otherPlan('the Job is deleted while no engine looks', FAILED, async run => {
      await beginRun(run);
      await run.replicas[0].kill();
      await remove(run, 'jobs', JOB);
      await run.until('the Job is gone', () => !run.get('jobs', JOB));
      await run.replicas[0].restart();
    }),
    otherPlan(
      'the Job is deleted right after it was made and the engine was killed',
      FAILED,
      async run => {
        await run.make('demo', {});
        await run.until('there is no engine', () => killed.has(run));
        await run.until('there is a Job', () => run.get('jobs', JOB));
        await remove(run, 'jobs', JOB);
        await run.until('the Job is gone', () => !run.get('jobs', JOB));
        await run.replicas[0].restart();
      },
      {
        inject: run => {
          const [replica] = run.replicas;
          replica.proxy.interceptor = {
            answer: async exchange => {
              if (exchange.signature !== 'create jobs/job-demo') {
                return undefined;
              }
              replica.proxy.interceptor = {};
              await replica.kill();
              killed.add(run);
              return { kind: 'cut' };
            },
          };
          return { struck: () => killed.has(run) };
        },
      },
    ),
    otherPlan(
      'the resource is deleted while no engine looks',
      { phase: null, runs: [{ job: JOB, phase: 'stopped' }] },
      async run => {
        await beginRun(run);
        await run.replicas[0].kill();
        await run.cluster.api.delete('locusts', run.namespace, 'demo');
        await run.until('the Job is gone', () => !run.get('jobs', JOB));
        await run.replicas[0].restart();
      },
    ),
    otherPlan('the Service is deleted while it runs', FINISHED, async run => {
      await beginRun(run);
      const { metadata } = run.get('services', 'service-demo')!;
      await remove(run, 'services', 'service-demo');
      await run.until(
        'there is another Service',
        () =>
          (run.get('services', 'service-demo')?.metadata.uid ??
            metadata.uid) !== metadata.uid,
      );
      await run.finish(JOB);
    }),
    otherPlan('the workers are deleted while it runs', FINISHED, async run => {
      await beginRun(run);
      const { metadata } = run.get('replicasets', 'replicaset-demo')!;
      await remove(run, 'replicasets', 'replicaset-demo');
      await run.until(
        'there is another ReplicaSet',
        () =>
          (run.get('replicasets', 'replicaset-demo')?.metadata.uid ??
            metadata.uid) !== metadata.uid,
      );
      await run.finish(JOB);
    }),
    otherPlan('a worker pod is deleted', FINISHED, async run => {
      await beginRun(run);
      await deletePods(run, 'replicaset-demo-');
      await run.finish(JOB);
    }),
    otherPlan("the master's pod is deleted", FAILED, async run => {
      await beginRun(run);
      await deletePods(run, `${JOB}-`);
    }),
    otherPlan(
      'the CronJob is deleted',
      {
        phase: 'Scheduled',
        runs: [],
        there: ['cronjobs/cronjob-demo'],
        creates: { 'create cronjobs/cronjob-demo': 2 },
      },
      async run => {
        await run.make('demo', SCHEDULE);
        const first = await run.until('there is a CronJob', () =>
          run.get('cronjobs', 'cronjob-demo'),
        );
        await isIn(run, 'Scheduled');
        await remove(run, 'cronjobs', 'cronjob-demo');
        await run.until(
          'there is another CronJob',
          () =>
            (run.get('cronjobs', 'cronjob-demo')?.metadata.uid ??
              first.metadata.uid) !== first.metadata.uid,
        );
      },
    ),
    otherPlan(
      'the CronJob is deleted while a Job of it runs',
      {
        phase: 'Scheduled',
        runs: [{ job: 'cronjob-demo-1', phase: 'error' }],
        there: ['cronjobs/cronjob-demo'],
        gone: ['jobs/cronjob-demo-1', 'services/service-cronjob-demo-1'],
      },
      async run => {
        await run.make('demo', SCHEDULE);
        const job = await run.makeScheduledJob('cronjob-demo', 1);
        await run.master(job);
        await isIn(run, 'Running');
        await remove(run, 'cronjobs', 'cronjob-demo');
        await run.until('the Job is gone', () => !run.get('jobs', job));
      },
    ),
    otherPlan(
      'a Job that waits for admission is deleted',
      {
        phase: 'Scheduled',
        runs: [
          { job: 'cronjob-demo-1', phase: 'finished' },
          { job: 'cronjob-demo-2', phase: 'error' },
        ],
        gone: ['jobs/cronjob-demo-1', 'jobs/cronjob-demo-2'],
      },
      async run => {
        run.script = () => 'stopped.reporter';
        await run.make('demo', { ...SCHEDULE, concurrencyPolicy: 'Replace' });
        const first = await run.makeScheduledJob('cronjob-demo', 1);
        const master = await run.master(first);
        await isIn(run, 'Running');
        // It takes its time.
        master.onDeadline = () => {};
        const second = await run.makeScheduledJob('cronjob-demo', 2);
        await run.until('the second waits', () =>
          (run.status('demo').activeRuns ?? []).some(
            (it: { readonly job: string }) => it.job === second,
          ),
        );
        await remove(run, 'jobs', second);
        await run.until('the second is gone', () => !run.get('jobs', second));
        await run.finish(first);
      },
      {
        expected: async run =>
          run.get('jobs', 'cronjob-demo-1') ||
          run.status('demo').phase !== 'Scheduled'
            ? ['the first run should be over']
            : [],
      },
    ),
  ];
}
