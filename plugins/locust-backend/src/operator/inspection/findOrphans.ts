import { LABELS } from 'backstage-plugin-locust-common';
import type { KubeObject } from '../../kube/KubeObject';
import { MANAGED_BY } from '../children/childMetadata';
import { type ClusterView, locustKeyOf } from '../ClusterView';
import { isOwnedBy } from '../observed/decodeMetadata';

/**
 * An object that the engine has made and nobody answers for any more.
 *
 * - `noLocust`: its Locust is not there any more
 * - `otherOwner`: there is a Locust of that name, but it is not this one's owner
 * - `noJob`: the Job of its run is not there any more
 */
export interface Orphan {
  readonly uid: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  readonly because: 'noLocust' | 'otherOwner' | 'noJob';
}

/**
 * What in the caches is ours by its labels and belongs to no Locust. Kubernetes' garbage collector takes some seconds
 * or minutes, so what is found here once is not left behind yet.
 */
export function findOrphans(view: ClusterView): readonly Orphan[] {
  const locustOf = (object: KubeObject) =>
    view.locusts.get(locustKeyOf(object) ?? '');
  const jobs = new Set(view.jobs.list().map(it => it.metadata.uid));

  const ofLocust = (object: KubeObject): Orphan['because'] | undefined => {
    const locust = locustOf(object);
    if (!locust) {
      return 'noLocust';
    }
    const schedule = view.cronJob(locust)?.metadata.uid;
    return isOwnedBy(object, locust.metadata.uid) ||
      (schedule !== undefined && isOwnedBy(object, schedule))
      ? undefined
      : 'otherOwner';
  };
  const ofJob = (object: KubeObject): Orphan['because'] | undefined => {
    if (!locustOf(object)) {
      return 'noLocust';
    }
    const { ownerReferences = [], labels } = object.metadata;
    return jobs.has(labels?.[LABELS.jobUid] ?? '') ||
      ownerReferences.some(it => jobs.has(it.uid))
      ? undefined
      : 'noJob';
  };
  return [
    ...among('Job', view.jobs.list(), ofLocust),
    ...among('CronJob', view.cronJobs.list(), ofLocust),
    ...among('Service', view.services.list(), ofJob),
    ...among('ReplicaSet', view.replicaSets.list(), ofJob),
    ...among('NetworkPolicy', view.networkPolicies.list(), ofJob),
  ];
}

function among<T extends KubeObject>(
  kind: string,
  objects: readonly T[],
  why: (object: T) => Orphan['because'] | undefined,
): readonly Orphan[] {
  return objects.flatMap(object => {
    const {
      uid,
      name,
      namespace = '',
      labels,
      deletionTimestamp,
    } = object.metadata;
    // Others use the label `locust` too, by which the watches select.
    if (labels?.[LABELS.managedBy] !== MANAGED_BY || deletionTimestamp) {
      return [];
    }
    const because = why(object);
    return because ? [{ uid, kind, namespace, name, because }] : [];
  });
}
