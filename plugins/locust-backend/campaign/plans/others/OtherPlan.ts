import type { PlanRun } from '../../PlanRun';
import { type ExpectedEnd, lacks } from '../expectedEnd';
import type { Plan } from '../Plan';

export const JOB = 'job-demo';

/** A plan of the class *others*: what happens, and how it ends. */
export function otherPlan(
  what: string,
  end: ExpectedEnd,
  drive: (run: PlanRun) => Promise<void>,
  more: Partial<Plan> = {},
): Plan {
  return {
    id: `others/success/${what}`,
    class: 'others',
    workload: { name: 'success', drive },
    inject: () => ({ struck: () => true }),
    expected: run => lacks(run, end),
    ...more,
  };
}

/** A one-off with a master that runs. */
export async function beginRun(run: PlanRun, spec: object = {}): Promise<void> {
  await run.make('demo', { workers: 2, ...spec });
  await run.master(JOB);
  await isIn(run, 'Running');
}

export function isIn(run: PlanRun, phase: string): Promise<unknown> {
  return run.until(
    `demo is ${phase}`,
    () => run.status('demo').phase === phase,
  );
}

export const CHILDREN_GONE = [
  'services/service-demo',
  'replicasets/replicaset-demo',
];

/** The run went to its end as if nothing had been. */
export const FINISHED: ExpectedEnd = {
  phase: 'Finished',
  runs: [{ job: JOB, phase: 'finished' }],
  gone: CHILDREN_GONE,
  creates: { 'create jobs/job-demo': 1 },
};

/** The run could not go on. */
export const FAILED: ExpectedEnd = {
  phase: 'Error',
  runs: [{ job: JOB, phase: 'error' }],
  gone: CHILDREN_GONE,
  creates: { 'create jobs/job-demo': 1 },
};
