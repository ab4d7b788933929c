import type { KubeJson } from '../cluster/KubeJson';
import type { PlanRun } from '../PlanRun';
import type { Workload } from './Workload';

const JOB = 'job-demo';

const inPhase = (run: PlanRun, phase: string) =>
  run.until(`demo is ${phase}`, () => run.status('demo').phase === phase);

const mayBeInPhase = (run: PlanRun, phase: string) =>
  run.patiently(`demo is ${phase}`, () => run.status('demo').phase === phase);

const isRunning = (run: PlanRun) => mayBeInPhase(run, 'Running');

/**
 * A master whose workers are there. One that ends before they are wanted would get none, and how many are made is to
 * be no matter of luck.
 */
async function masterWithWorkers(
  run: PlanRun,
  before?: KubeJson,
): Promise<void> {
  await run.master(JOB);
  await run.patiently('there are workers', () => {
    const workers = run.get('replicasets', 'replicaset-demo');
    return workers && workers.metadata.uid !== before?.metadata.uid;
  });
}

/** From creation to a running master, as most of the workloads begin. */
async function beginOneOff(run: PlanRun, spec: object): Promise<void> {
  await run.make('demo', spec);
  await masterWithWorkers(run);
  await isRunning(run);
}

const success: Workload = {
  name: 'success',
  async drive(run) {
    await beginOneOff(run, { workers: 2, secretRef: 'planted' });
    await run.finish(JOB);
    await inPhase(run, 'Finished');
  },
};

const failure: Workload = {
  name: 'failure',
  async drive(run) {
    run.script = () => 'syntax-error';
    await run.make('demo', {});
    await masterWithWorkers(run);
    await run.finish(JOB);
    await inPhase(run, 'Error');
  },
};

const stop: Workload = {
  name: 'stop',
  async drive(run) {
    run.script = () => 'stopped.reporter';
    await beginOneOff(run, {});
    await run.edit('demo', { stop: true });
    await inPhase(run, 'Stopped');
  },
};

const deleted: Workload = {
  name: 'delete',
  async drive(run) {
    await beginOneOff(run, { locustfile: { inline: 'import locust' } });
    await run.cluster.api.delete('locusts', run.namespace, 'demo');
    await run.until('demo is gone', () => !run.get('locusts', 'demo'));
    await run.until('its children are gone', () =>
      (['jobs', 'replicasets', 'pods'] as const).every(
        resource =>
          run.cluster.mirror.list(resource, run.namespace).length === 0,
      ),
    );
  },
};

const removed: Workload = {
  name: 'ttl',
  async drive(run) {
    run.script = () => 'normal.reporter';
    await beginOneOff(run, { ttlAfterFinished: '0' });
    await run.finish(JOB);
    await run.until('demo is gone', () => !run.get('locusts', 'demo'));
    await run.until('its Job is gone', () => !run.get('jobs', JOB));
  },
};

const edited: Workload = {
  name: 'edit',
  async drive(run) {
    await beginOneOff(run, { users: 5 });
    await run.edit('demo', { users: 50 });
    await run.patiently('the drift is told', () =>
      (run.status('demo').conditions ?? []).some(
        (it: { readonly reason: string }) =>
          it.reason === 'SpecChangedAfterStart',
      ),
    );
    await run.finish(JOB);
    await inPhase(run, 'Finished');
  },
};

const again: Workload = {
  name: 'again',
  async drive(run) {
    await beginOneOff(run, { workers: 2 });
    const first = run.get('replicasets', 'replicaset-demo');
    await run.cluster.api.delete('locusts', run.namespace, 'demo');
    run.masters.delete(JOB);
    await run.until(
      'the first demo is gone',
      () => !run.get('locusts', 'demo'),
    );
    await run.make('demo', { workers: 2 });
    await masterWithWorkers(run, first);
    await isRunning(run);
    await run.finish(JOB);
    await inPhase(run, 'Finished');
  },
};

const replicas: Workload = {
  name: 'replicas',
  replicas: 2,
  drive: success.drive,
};

/** Workloads of resources without a schedule. */
export const ONE_OFFS: readonly Workload[] = [
  success,
  failure,
  stop,
  deleted,
  removed,
  edited,
  again,
  replicas,
];
