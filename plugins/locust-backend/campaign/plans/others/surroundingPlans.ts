import type { PlanRun } from '../../PlanRun';
import { lacks } from '../expectedEnd';
import type { Plan } from '../Plan';
import { beginRun, FINISHED, isIn, JOB, otherPlan } from './OtherPlan';

function setQuota(run: PlanRun, hard: object) {
  return run.cluster.api.create('resourcequotas', run.namespace, {
    apiVersion: 'v1',
    kind: 'ResourceQuota',
    metadata: { name: 'tight' },
    spec: { hard },
  });
}

async function refusedThenLifted(
  run: PlanRun,
  hard: object,
  isRefused: () => boolean,
): Promise<void> {
  await setQuota(run, hard);
  await run.make('demo', { workers: 1 });
  await run.until('the quota has refused', isRefused);
  await run.cluster.api.delete('resourcequotas', run.namespace, 'tight');
  await run.master(JOB);
  await isIn(run, 'Running');
  await run.finish(JOB);
}

/** Namespace, quota, resource definition, API server: what we stand on gives way. */
export function surroundingPlans(): readonly Plan[] {
  const isDegraded = (run: PlanRun) => () =>
    (run.status('demo').conditions ?? []).some(
      (it: { readonly type: string; readonly status: string }) =>
        it.type === 'Degraded' && it.status === 'True',
    );
  return [
    otherPlan('a quota refuses the Job', FINISHED, run =>
      refusedThenLifted(run, { 'count/jobs.batch': '0' }, isDegraded(run)),
    ),
    otherPlan('a quota refuses the Service', FINISHED, run =>
      // The foreign one is there already.
      refusedThenLifted(run, { services: '1' }, isDegraded(run)),
    ),
    otherPlan('a quota refuses the workers', FINISHED, run =>
      refusedThenLifted(
        run,
        { 'count/replicasets.apps': '0' },
        isDegraded(run),
      ),
    ),
    otherPlan('a quota refuses the pods', FINISHED, run =>
      refusedThenLifted(
        run,
        { pods: '0' },
        () => run.get('jobs', JOB) !== undefined,
      ),
    ),
    otherPlan(
      'the namespace is deleted while it runs',
      { phase: null, runs: [{ job: JOB, phase: 'stopped' }] },
      async run => {
        await beginRun(run);
        run.foreign.clear();
        await run.cluster.api.request(
          'DELETE',
          `/api/v1/namespaces/${run.namespace}`,
        );
        await run.until('everything is gone', () =>
          (['locusts', 'jobs', 'pods', 'configmaps'] as const).every(
            resource =>
              run.cluster.mirror.list(resource, run.namespace).length === 0,
          ),
        );
      },
      {
        leaseElsewhere: true,
        // Which of the resource, its Job and the pod goes first is up to the namespace's controller; for a moment the one
        // is there without the other.
        expected: async run => {
          const lacking = await Promise.all(
            [
              { phase: 'stopped', reason: 'ResourceDeleted' },
              { phase: 'error', reason: 'JobDeleted' },
              { phase: 'error', reason: 'MasterLost' },
            ].map(end =>
              lacks(run, { phase: null, runs: [{ job: JOB, ...end }] }),
            ),
          );
          return lacking.find(it => it.length === 0) ?? lacking[0];
        },
      },
    ),
    otherPlan(
      'the API server is started again while it runs',
      FINISHED,
      async run => {
        await beginRun(run);
        await run.cluster.restartApiServer();
        await run.finish(JOB);
      },
      { exclusive: true },
    ),
    otherPlan(
      'the resource definition is removed while it runs, and comes back',
      {
        phase: 'Finished',
        runs: [
          { job: JOB, phase: 'stopped', reason: 'ResourceDeleted' },
          { job: JOB, phase: 'finished' },
        ],
      },
      async run => {
        await beginRun(run);
        await run.cluster.removeDefinition();
        run.masters.delete(JOB);
        await run.until('the Job is gone', () => !run.get('jobs', JOB));
        await run.cluster.installDefinition();
        await run.make('demo', { workers: 2 });
        await run.master(JOB);
        await isIn(run, 'Running');
        await run.finish(JOB);
        await isIn(run, 'Finished');
      },
      { exclusive: true },
    ),
  ];
}
