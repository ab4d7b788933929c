/**
 * What is promised about the operator that this one takes the place of, statement by statement. Every one of them is a
 * test of that name against a real API server, in this folder.
 */
export const STATEMENTS = {
  /** Who relied on it may go on to. */
  "The original's behaviour, kept": [
    'Locust added: a CronJob where schedule is set',
    'Locust added: else a Job',
    'Locust modified: the CronJob follows',
    'Locust deleted: everything of a one-off goes',
    'Locust deleted: everything of a scheduled one goes',
    'Job added: its Service and workers, for a one-off',
    'Job added: its Service and workers, for a scheduled one',
    'Job finished, one-off: its children are removed',
    'Job finished, one-off: the Locust itself goes at ttlAfterFinished',
    'Job finished, one-off: the Locust itself goes at once where ttlAfterFinished is 0, as in the original',
    'Job finished, scheduled: the Job is removed once its outcome is recorded',
    'Job deleted: its Service and workers go',
    'Jobs without our label are ignored',
    'Jobs without our owner are ignored',
    'metrics: locust_operator_locust_object_gauge{operation,name} counts resources',
    'metrics: locust_operator_locust_object_state{name} is starting, running or stopped',
    'metrics: locust_operator_job_object_gauge{operation,name,job_name} counts Jobs',
    'metrics: locust_operator_job_object_state{name,job_name,status} follows the Job',
    'alert: LocustOperatorJobFailed, for two minutes, critical',
    'RBAC: a namespaced Role suffices for one namespace',
    'RBAC: a ClusterRole suffices for all',
    'RBAC: pods/log is included',
  ],
  /** What had gone wrong does not any more. */
  "The original's faults, not kept": [
    'a deadline does not wrap at 24 h',
    'a run time of 300 without a unit is accepted',
    'a finished resource that is deleted leaves its outcome',
    'a finished Job is not deleted before its outcome is kept',
    'overlapping scheduled runs do not collide',
    'everything made has an owner',
    'switching schedule on leaves the right child',
    'switching schedule off leaves the right child',
    'what is added while the operator is down is applied',
    'what is edited while the operator is down is applied',
    'what is deleted while the operator is down is applied',
    'a schedule switched on or off while the operator is down is applied',
    'a restart does not run a finished test again',
    'a restart does not run a test again that is going',
    'no pod takes a port of its node',
    'a load shape of an old Locust runs where the run time is left out, bounded by policy',
    'failed requests are no failed run',
    'failed requests are no failed Job in the metrics',
    'gauges net to zero',
    'series are removed',
    'the alert resolves when the resource goes',
    'the alert resolves when the next run succeeds',
    'a null label does not kill the watch',
    'a Job that fails without a pod finishes',
  ],
} as const;

export type Heading = keyof typeof STATEMENTS;
