import type { Reason } from 'backstage-plugin-locust-common';
import { objectKey, type Store } from '../kube/cache/Store';
import type { KubeClient } from '../kube/client/KubeClient';
import type { KubeObject, ResourceType } from '../kube/KubeObject';
import { JOBS, REPLICA_SETS, SERVICES } from '../kube/ResourceTypes';
import type { ChildWriter, Manifest } from './ChildWriter';
import { service } from './children/service';
import { workers } from './children/workers';
import type { ClusterView } from './ClusterView';
import type { EngineConfig } from './EngineConfig';
import { isGoing } from './liveMetadata';
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
      readonly client: Pick<KubeClient, 'get'>;
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
    const { name, uid } = job.metadata;
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
    const making = { key, job, signal };
    const obstacle =
      (await this.ensureChild(
        making,
        SERVICES,
        view.services,
        serviceName(owner),
        () => service(locust, owning, owner),
      )) ??
      (await this.ensureChild(
        making,
        REPLICA_SETS,
        view.replicaSets,
        replicaSetName(owner),
        () => workers(locust, owning, owner, config),
      ));
    if (obstacle) {
      return obstacle;
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

  private async ensureChild<T extends KubeObject>(
    making: {
      readonly key: string;
      readonly job: JobObject;
      readonly signal: AbortSignal;
    },
    type: ResourceType,
    store: Store<T>,
    name: string,
    manifest: () => Manifest,
  ): Promise<Reason | undefined> {
    const { client, children } = this.options;
    const { key, job, signal } = making;
    const { namespace, uid } = job.metadata;
    const known = store.get(`${namespace}/${name}`);
    if (known && isOwnedBy(known, uid)) {
      return undefined;
    }
    // What was there and is not any more goes with its Job as a rule, of whose end the cache may hear last.
    const before = store.tombstone(`${namespace}/${name}`)?.object;
    if (
      before &&
      isOwnedBy(before, uid) &&
      (await isGoing(client, JOBS, job.metadata, signal))
    ) {
      return undefined;
    }
    const ensured = await children.create(
      key,
      type,
      store,
      manifest(),
      uid,
      signal,
    );
    if (ensured.kind === 'blocked') {
      return ensured.reason;
    }
    this.remember(uid, type, ensured.object);
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
