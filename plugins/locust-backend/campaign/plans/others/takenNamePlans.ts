import type { KubeJson, ResourceName } from '../../cluster/KubeJson';
import type { PlanRun } from '../../PlanRun';
import type { Plan } from '../Plan';
import { beginRun, FINISHED, isIn, JOB, otherPlan } from './OtherPlan';

const POD = {
  metadata: { labels: { app: 'foreign' } },
  spec: {
    restartPolicy: 'Never',
    containers: [{ name: 'foreign', image: 'foreign' }],
  },
};

const MANIFESTS = {
  jobs: {
    apiVersion: 'batch/v1',
    kind: 'Job',
    spec: { suspend: true, template: POD },
  },
  services: {
    apiVersion: 'v1',
    kind: 'Service',
    spec: { ports: [{ port: 80 }] },
  },
  replicasets: {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    spec: {
      replicas: 0,
      selector: { matchLabels: { app: 'foreign' } },
      template: { ...POD, spec: { ...POD.spec, restartPolicy: 'Always' } },
    },
  },
  cronjobs: {
    apiVersion: 'batch/v1',
    kind: 'CronJob',
    spec: {
      schedule: '0 3 29 2 *',
      suspend: true,
      jobTemplate: { spec: { template: POD } },
    },
  },
} as const satisfies Partial<Record<ResourceName, object>>;

type Taken = keyof typeof MANIFESTS;

async function makeForeign(
  run: PlanRun,
  resource: Taken,
  name: string,
): Promise<KubeJson> {
  return run.cluster.api.create(resource, run.namespace, {
    ...MANIFESTS[resource],
    // As if it were ours, but for the owner.
    metadata: { name, labels: { locust: 'demo' } },
  });
}

const isDegraded = (run: PlanRun) =>
  run.until('the conflict is told', () =>
    (run.status('demo').conditions ?? []).some(
      (it: { readonly type: string; readonly status: string }) =>
        it.type === 'Degraded' && it.status === 'True',
    ),
  );

/** Our names belong to others. */
export function takenNamePlans(): readonly Plan[] {
  const taken = (resource: Taken, name: string, spec: object, end: Plan) => [
    {
      ...end,
      id: `others/success/${resource}/${name} is somebody else's until it is removed`,
      workload: {
        name: 'success',
        drive: async (run: PlanRun) => {
          const foreign = await makeForeign(run, resource, name);
          run.foreign.set(`${resource}/${name}`, foreign);
          await run.make('demo', spec);
          await isDegraded(run);
          // The controllers may have said something about it; we must not have.
          const now = run.get(resource, name)!;
          if (now.metadata.uid !== foreign.metadata.uid) {
            throw new Error(`the foreign ${resource}/${name} was replaced`);
          }
          run.foreign.delete(`${resource}/${name}`);
          await run.cluster.api.delete(resource, run.namespace, name);
          await end.workload.drive(run);
        },
      },
    },
  ];
  const finishes = otherPlan('', FINISHED, async run => {
    await run.master(JOB);
    await isIn(run, 'Running');
    await run.finish(JOB);
  });
  const isScheduled = otherPlan(
    '',
    { phase: 'Scheduled', runs: [], there: ['cronjobs/cronjob-demo'] },
    run => isIn(run, 'Scheduled').then(() => {}),
  );
  return [
    ...taken('jobs', 'job-demo', {}, finishes),
    ...taken('services', 'service-demo', {}, finishes),
    ...taken('replicasets', 'replicaset-demo', {}, finishes),
    ...taken(
      'cronjobs',
      'cronjob-demo',
      { schedule: '0 3 29 2 *' },
      isScheduled,
    ),
    otherPlan(
      "the Service's name goes to somebody else while ours is being deleted",
      { ...FINISHED, gone: ['replicasets/replicaset-demo'] },
      async run => {
        await beginRun(run);
        await run.finish(JOB);
      },
      successor('services', 'service-demo'),
    ),
    otherPlan(
      "the workers' name goes to somebody else while ours are being deleted",
      { ...FINISHED, gone: ['services/service-demo'] },
      async run => {
        await beginRun(run);
        await run.finish(JOB);
      },
      successor('replicasets', 'replicaset-demo'),
    ),
  ];
}

/** Between the engine's look and its delete, the object becomes another one of the same name. */
function successor(resource: Taken, name: string): Partial<Plan> {
  return {
    leaves: new RegExp(`^${resource}/${name}$`),
    inject: run => {
      let struck = false;
      run.replicas[0].proxy.interceptor = {
        request: async exchange => {
          if (struck || exchange.signature !== `delete ${resource}/${name}`) {
            return;
          }
          struck = true;
          const { api } = run.cluster;
          await api.delete(resource, run.namespace, name, {
            propagationPolicy: 'Background',
          });
          await run.until('it is gone', () => !run.get(resource, name));
          const foreign = await makeForeign(run, resource, name);
          // Its controller writes its status once.
          await new Promise(resolve => {
            setTimeout(resolve, 500);
          });
          run.foreign.set(
            `${resource}/${name}`,
            (await api.get(resource, run.namespace, name)) ?? foreign,
          );
        },
      };
      return { struck: () => struck };
    },
  };
}
