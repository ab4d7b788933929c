import type { Reason } from 'backstage-plugin-locust-common';
import { objectKey, type Store } from '../kube/cache/Store';
import type { KubeObject, ResourceType } from '../kube/KubeObject';
import { JOBS, REPLICA_SETS, SERVICES } from '../kube/ResourceTypes';
import type { ChildWriter, Ensured } from './ChildWriter';
import { service } from './children/service';
import { workers } from './children/workers';
import type { ClusterView } from './ClusterView';
import type { EngineConfig } from './EngineConfig';
import { replicaSetName, serviceName } from './names';
import { isOwnedBy } from './observed/decodeMetadata';
import type { JobObject } from './observed/JobObject';
import type { SupervisedRun } from './SupervisedRun';

/** Of runs whose resource went under them nobody asks any more. */
const MOST_REMEMBERED = 5_000;

/** A run's Service and workers, which come with the run and go with it. */
export class RunChildren {
  /** By Job, what the server has said to be there, for a cache may never be told. */
  private readonly said = new Map<
    string,
    { readonly type: ResourceType; readonly object: KubeObject }[]
  >();

  constructor(
    private readonly options: {
      readonly view: ClusterView;
      readonly children: ChildWriter;
      readonly config: EngineConfig;
    },
  ) {}

  /** Makes what is missing of a run's Service and workers, and lets its Job go. Answers what stands in the way. */
  async ensure(
    run: SupervisedRun,
    job: JobObject,
    signal: AbortSignal,
  ): Promise<Reason | undefined> {
    const { view, children, config } = this.options;
    const { key, start, owner } = run;
    const { namespace, name, uid } = job.metadata;
    // An edit of the resource since the start changes nothing of this run.
    const locust = { ...run.locust, spec: start.spec };
    const owning = { name, uid };
    const leftOver = view
      .podsOf(run.locust)
      .some(
        pod =>
          pod.metadata.ownerReferences?.[0]?.name === replicaSetName(owner) &&
          view.workerPods(uid).indexOf(pod) < 0,
      );
    if (leftOver) {
      // They look for a Service of this name and would join the wrong master.
      return {
        code: 'PredecessorRemains',
        message:
          'Waiting until the workers of the run before are gone, for they would join this one.',
      };
    }
    const steps: readonly {
      readonly type: ResourceType;
      readonly make: () => Promise<Ensured> | undefined;
    }[] = [
      {
        type: SERVICES,
        make: () => {
          const known = view.services.get(`${namespace}/${serviceName(owner)}`);
          return known && isOwnedBy(known, uid)
            ? undefined
            : children.create(
                key,
                SERVICES,
                view.services,
                service(locust, owning, owner),
                uid,
                signal,
              );
        },
      },
      {
        type: REPLICA_SETS,
        make: () => {
          const known = view.replicaSets.get(
            `${namespace}/${replicaSetName(owner)}`,
          );
          return known && isOwnedBy(known, uid)
            ? undefined
            : children.create(
                key,
                REPLICA_SETS,
                view.replicaSets,
                workers(locust, owning, owner, config),
                uid,
                signal,
              );
        },
      },
    ];
    for (const { type, make } of steps) {
      const ensured = await make();
      if (ensured?.kind === 'blocked') {
        return ensured.reason;
      }
      if (ensured) {
        this.remember(uid, type, ensured.object);
      }
    }
    if (job.suspended) {
      await children.patch(
        key,
        JOBS,
        view.jobs,
        job,
        { spec: { suspend: false } },
        signal,
      );
    }
    return undefined;
  }

  /** Removes what there is of the Service and the workers of a Job's run. */
  async remove(
    key: string,
    jobUid: string,
    signal: AbortSignal,
  ): Promise<void> {
    const { view, children } = this.options;
    for (const child of view.replicaSetsOf(jobUid)) {
      await children.remove(key, REPLICA_SETS, view.replicaSets, child, signal);
    }
    for (const child of view.servicesOf(jobUid)) {
      await children.remove(key, SERVICES, view.services, child, signal);
    }
    for (const { type, object } of this.said.get(jobUid) ?? []) {
      if (type === SERVICES) {
        await this.removeUnseen(key, type, view.services, object, signal);
      } else {
        await this.removeUnseen(key, type, view.replicaSets, object, signal);
      }
    }
    this.said.delete(jobUid);
  }

  /** What the cache has under this name was looked at before, or is not ours any more. */
  private async removeUnseen<T extends KubeObject>(
    key: string,
    type: ResourceType,
    store: Store<T>,
    object: KubeObject,
    signal: AbortSignal,
  ): Promise<void> {
    const name = objectKey(object);
    if (!store.get(name) && !store.isBuried(name, object.metadata.uid)) {
      await this.options.children.remove(key, type, store, object as T, signal);
    }
  }

  private remember(jobUid: string, type: ResourceType, object: KubeObject) {
    if (this.said.size >= MOST_REMEMBERED) {
      this.said.clear();
    }
    const others = (this.said.get(jobUid) ?? []).filter(it => it.type !== type);
    this.said.set(jobUid, [...others, { type, object }]);
  }
}
