import type { PlanRun } from '../../PlanRun';
import type { ResourceName } from '../../cluster/KubeJson';
import type { Plan } from '../Plan';
import {
  beginRun,
  CHILDREN_GONE,
  FAILED,
  FINISHED,
  isIn,
  JOB,
  otherPlan,
} from './OtherPlan';

const NO_LABELS = { metadata: { labels: { locust: null } } };
const NO_OWNERS = { metadata: { ownerReferences: null } };

function patch(
  run: PlanRun,
  resource: ResourceName,
  name: string,
  change: object,
) {
  return run.cluster.api.patch(resource, run.namespace, name, change);
}

/** The run goes on for a while after it was tampered with, then its master ends. */
async function tamperedAndFinished(
  run: PlanRun,
  tamper: () => Promise<unknown>,
): Promise<void> {
  await beginRun(run);
  await tamper();
  await new Promise(resolve => {
    setTimeout(resolve, run.engineTime(5_000));
  });
  await run.finish(JOB);
}

/** Somebody edits what is ours: labels, owners, specs. */
export function editedPlans(): readonly Plan[] {
  const tampered = (
    what: string,
    resource: ResourceName,
    nameOf: (run: PlanRun) => string,
    change: object,
    end = FINISHED,
    more: Partial<Plan> = {},
  ) =>
    otherPlan(
      what,
      end,
      run =>
        tamperedAndFinished(run, () =>
          patch(run, resource, nameOf(run), change),
        ),
      more,
    );
  const masterPod = (run: PlanRun) => run.masters.get(JOB)!.pod;
  return [
    tampered("the Job's labels are stripped", 'jobs', () => JOB, NO_LABELS),
    tampered(
      "the Service's labels are stripped",
      'services',
      () => 'service-demo',
      NO_LABELS,
    ),
    tampered(
      "the workers' labels are stripped",
      'replicasets',
      () => 'replicaset-demo',
      NO_LABELS,
    ),
    tampered(
      "the master pod's labels are stripped",
      'pods',
      masterPod,
      NO_LABELS,
      { ...FINISHED, phase: 'Finished' },
    ),
    tampered(
      "the Job's owner is stripped",
      'jobs',
      () => JOB,
      NO_OWNERS,
      // It is not ours any more, and left alone.
      { ...FAILED, there: ['jobs/job-demo'] },
      { leaves: /^(jobs|pods)\/job-demo/ },
    ),
    tampered(
      "the Service's owner is stripped",
      'services',
      () => 'service-demo',
      NO_OWNERS,
      { ...FINISHED, gone: ['replicasets/replicaset-demo'] },
      { leaves: /^services\/service-demo$/ },
    ),
    tampered(
      "the workers' owner is stripped",
      'replicasets',
      () => 'replicaset-demo',
      NO_OWNERS,
      { ...FINISHED, gone: ['services/service-demo'] },
      { leaves: /^(replicasets|pods)\/replicaset-demo/ },
    ),
    tampered(
      "the Service's selector is edited",
      'services',
      () => 'service-demo',
      { spec: { selector: { app: 'another' } } },
    ),
    tampered(
      'the workers are scaled to none',
      'replicasets',
      () => 'replicaset-demo',
      { spec: { replicas: 0 } },
    ),
    tampered(
      'the workers are scaled up',
      'replicasets',
      () => 'replicaset-demo',
      { spec: { replicas: 4 } },
    ),
    tampered("the resource's status is emptied", 'locusts', () => 'demo', {
      metadata: { annotations: { somebody: 'was here' } },
    }),
    otherPlan('the status is emptied while it runs', FINISHED, run =>
      tamperedAndFinished(run, () =>
        run.cluster.api.patch(
          'locusts',
          run.namespace,
          'demo',
          { status: null },
          'status',
        ),
      ),
    ),
    otherPlan(
      'the CronJob is edited',
      { phase: 'Scheduled', runs: [], there: ['cronjobs/cronjob-demo'] },
      async run => {
        await run.make('demo', { schedule: '0 3 29 2 *' });
        await run.until('there is a CronJob', () =>
          run.get('cronjobs', 'cronjob-demo'),
        );
        await isIn(run, 'Scheduled');
        await patch(run, 'cronjobs', 'cronjob-demo', {
          spec: { schedule: '* * * * *', concurrencyPolicy: 'Forbid' },
        });
        await run.until(
          'the CronJob is as the resource says',
          () =>
            run.get('cronjobs', 'cronjob-demo')?.spec?.schedule ===
            '0 3 29 2 *',
        );
      },
    ),
    otherPlan(
      'a stop is asked for on the Job',
      {
        phase: 'Stopped',
        runs: [{ job: JOB, phase: 'stopped' }],
        gone: CHILDREN_GONE,
      },
      async run => {
        await beginRun(run);
        await patch(run, 'jobs', JOB, {
          metadata: { annotations: { 'locust-qa.xyz/stop': 'true' } },
        });
        await isIn(run, 'Stopped');
      },
    ),
    otherPlan(
      'a stop is asked for while the run is being announced',
      {
        phase: 'Stopped',
        runs: [{ job: JOB, phase: 'stopped' }],
        creates: { 'create jobs/job-demo': 0 },
      },
      async run => {
        await run.make('demo', {});
        await isIn(run, 'Stopped');
      },
      {
        inject: run => {
          let struck = false;
          run.replicas[0].proxy.interceptor = {
            request: async exchange => {
              if (
                !struck &&
                exchange.signature === 'patch locusts/status/demo'
              ) {
                struck = true;
                await run.edit('demo', { stop: true });
              }
            },
          };
          return { struck: () => struck };
        },
      },
    ),
  ];
}
