import { ANNOTATIONS, LABELS } from 'backstage-plugin-locust-common';
import { type KubeObject, objectKey } from '../kube/KubeObject';
import { Store } from '../kube/cache/Store';
import { MANAGED_BY } from './children/childMetadata';
import type { LocustObject } from './LocustObject';
import { cronJobName, jobName } from './names';
import type { ChildObject } from './observed/ChildObject';
import type { CronJobObject } from './observed/CronJobObject';
import { controllerOf, isOwnedBy } from './observed/decodeMetadata';
import type { JobObject } from './observed/JobObject';
import { isWorker, jobUidOf, type PodObject } from './observed/PodObject';
import type { ReplicaSetObject } from './observed/ReplicaSetObject';

const BY_LOCUST = 'locust';
const BY_JOB = 'job';
const BY_OWNER = 'owner';

const byLocust = (object: KubeObject) => {
  const key = locustKeyOf(object);
  return key === undefined ? [] : [key];
};
const byOwner = (object: KubeObject) =>
  object.metadata.ownerReferences?.map(it => it.uid) ?? [];
/** By label as well: a Job that is deleted with `--cascade=orphan` takes its owner references from what it leaves. */
const byServedJob = (object: KubeObject) => {
  const uids = new Set(byOwner(object));
  const served = object.metadata.labels?.[LABELS.jobUid];
  return [...(served === undefined ? uids : uids.add(served))];
};

/** A Job by what tells its own from what only claims to be. */
export interface ServedJob {
  readonly namespace: string;
  readonly uid: string;
}

/** Owner references and labels are written by whoever makes an object, and UIDs are no secret. */
function isBeside(job: ServedJob, { metadata }: KubeObject): boolean {
  return metadata.namespace === job.namespace;
}

/** Whether a Service or ReplicaSet is a run's, made for its Job and left by it at most. */
function serves(job: ServedJob, object: KubeObject): boolean {
  return (
    isBeside(job, object) &&
    (isOwnedBy(object, job.uid) ||
      (controllerOf(object) === undefined &&
        object.metadata.labels?.[LABELS.managedBy] === MANAGED_BY))
  );
}

/**
 * The queue key of the `Locust` that an object belongs to by its label or annotation. Only a hint of what to look at
 * again: what is whose, the owners' UIDs say.
 */
export function locustKeyOf({ metadata }: KubeObject): string | undefined {
  const name =
    metadata.annotations?.[ANNOTATIONS.locustName] ??
    metadata.labels?.[LABELS.locust];
  return name ? `${metadata.namespace}/${name}` : undefined;
}

/** What the engine sees of one cluster: the stores that reflectors write, and the questions asked of them. */
export class ClusterView {
  readonly locusts = new Store<LocustObject>({
    indexes: { uid: it => [it.metadata.uid] },
  });
  readonly jobs = new Store<JobObject>({ indexes: { [BY_OWNER]: byOwner } });
  readonly cronJobs = new Store<CronJobObject>();
  readonly services = new Store<ChildObject>({
    indexes: { [BY_JOB]: byServedJob },
  });
  /** Empty where the engine has nothing to do with network policies. */
  readonly networkPolicies = new Store<ChildObject>({
    indexes: { [BY_JOB]: byServedJob },
  });
  readonly replicaSets = new Store<ReplicaSetObject>({
    indexes: { [BY_JOB]: byServedJob },
  });
  readonly pods = new Store<PodObject>({
    indexes: {
      [BY_LOCUST]: byLocust,
      [BY_JOB]: pod => {
        const uid = jobUidOf(pod);
        return uid === undefined ? [] : [uid];
      },
    },
  });

  locustByUid(uid: string): LocustObject | undefined {
    return this.locusts.byIndex('uid', uid)[0];
  }

  /** The Job of a one-off's run, if it is this resource's and not one of the same name before. */
  ownJob(locust: LocustObject): JobObject | undefined {
    const { namespace, name, uid } = locust.metadata;
    const job = this.jobs.get(`${namespace}/${jobName(name)}`);
    return job && isOwnedBy(job, uid) ? job : undefined;
  }

  cronJob(locust: LocustObject): CronJobObject | undefined {
    const { namespace, name, uid } = locust.metadata;
    const cronJob = this.cronJobs.get(`${namespace}/${cronJobName(name)}`);
    return cronJob && isOwnedBy(cronJob, uid) ? cronJob : undefined;
  }

  /** The Jobs of a CronJob, oldest first. */
  jobsOf(cronJob: CronJobObject): readonly JobObject[] {
    return this.jobs
      .byIndex(BY_OWNER, cronJob.metadata.uid)
      .filter(job => isBeside(cronJob.metadata, job))
      .sort((a, b) => order(a).localeCompare(order(b)));
  }

  job(namespace: string, name: string, uid?: string): JobObject | undefined {
    const job = this.jobs.get(`${namespace}/${name}`);
    return uid === undefined || job?.metadata.uid === uid ? job : undefined;
  }

  /**
   * The master's pod of a Job; of several (one was replaced) the newest. A pod that something else has made is none,
   * whatever its labels say.
   */
  masterPod(job: ServedJob): PodObject | undefined {
    return this.pods
      .byIndex(BY_JOB, job.uid)
      .filter(pod => isBeside(job, pod) && !isWorker(pod))
      .filter(pod => (controllerOf(pod)?.uid ?? job.uid) === job.uid)
      .sort((a, b) => order(b).localeCompare(order(a)))[0];
  }

  /** The workers of a Job, whose ReplicaSet has this name: no other can have it as long as that is there. */
  workerPods(job: ServedJob, replicaSet: string): readonly PodObject[] {
    return this.pods
      .byIndex(BY_JOB, job.uid)
      .filter(pod => isBeside(job, pod) && isWorker(pod))
      .filter(pod => (controllerOf(pod)?.name ?? replicaSet) === replicaSet);
  }

  /** All pods that are or were a `Locust` of this name's. */
  podsOf(locust: LocustObject): readonly PodObject[] {
    return this.pods.byIndex(BY_LOCUST, objectKey(locust));
  }

  servicesOf(job: ServedJob): readonly ChildObject[] {
    return this.services.byIndex(BY_JOB, job.uid).filter(it => serves(job, it));
  }

  networkPoliciesOf(job: ServedJob): readonly ChildObject[] {
    return this.networkPolicies
      .byIndex(BY_JOB, job.uid)
      .filter(it => serves(job, it));
  }

  replicaSetsOf(job: ServedJob): readonly ReplicaSetObject[] {
    return this.replicaSets
      .byIndex(BY_JOB, job.uid)
      .filter(it => serves(job, it));
  }
}

/** Creation times have whole seconds; the name decides within one. */
function order({ metadata }: KubeObject): string {
  return `${metadata.creationTimestamp ?? ''} ${metadata.name}`;
}
