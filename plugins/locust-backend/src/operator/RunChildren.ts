import type { Reason } from 'backstage-plugin-locust-common';
import { objectKey, type Store } from '../kube/cache/Store';
import type { KubeClient } from '../kube/client/KubeClient';
import type { KubeObject, ResourceType } from '../kube/KubeObject';
import {
  JOBS,
  NETWORK_POLICIES,
  REPLICA_SETS,
  SERVICES,
} from '../kube/ResourceTypes';
import type { ChildWriter, Manifest } from './ChildWriter';
import { type CostBearer, costLabels } from './children/costLabels';
import { networkPolicy } from './children/networkPolicies';
import { service } from './children/service';
import { workers } from './children/workers';
import type { ClusterView, ServedJob } from './ClusterView';
import type { EnforcedProfiles } from './EnforcedProfiles';
import type { EngineConfig } from './EngineConfig';
import type { LocustObject } from './LocustObject';
import { isGoing } from './liveMetadata';
import { networkPolicyName, replicaSetName, serviceName } from './names';
import { isOwnedBy } from './observed/decodeMetadata';
import type { JobObject } from './observed/JobObject';
import type { SupervisedRun } from './SupervisedRun';

/** Of runs whose resource went under them nobody asks any more. */
const MOST_REMEMBERED = 5_000;

/** For which children are made. */
interface Making {
  readonly key: string;
  readonly job: JobObject;
  readonly signal: AbortSignal;
}

/** Of a run; both have a network policy where there are any. */
const ROLES = ['master', 'worker'] as const;

/** A run's Service, workers and network policies, which come with the run and go with it. */
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
      readonly profiles: EnforcedProfiles;
      readonly costBearerOf: (locust: LocustObject) => CostBearer;
    },
  ) {}

  /** Makes what is missing of a run's children, and lets its Job go. Answers what stands in the way. */
  async ensure(
    run: SupervisedRun,
    job: JobObject,
    signal: AbortSignal,
  ): Promise<Reason | undefined> {
    const { view, children, profiles } = this.options;
    const { key, start, owner } = run;
    const { name, uid } = job.metadata;
    // An edit of the resource since the start changes nothing of this run.
    const locust = { ...run.locust, spec: start.spec };
    const owning = { name, uid };
    const costs = this.options.costBearerOf(run.locust);
    const config = await profiles.configFor(run.locust);
    const serving = view.workerPods(job.metadata, replicaSetName(owner));
    const leftOver = view
      .podsOf(run.locust)
      .some(
        pod =>
          pod.metadata.ownerReferences?.[0]?.name === replicaSetName(owner) &&
          !serving.includes(pod),
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
      (await this.ensureNetworkPolicies(making, locust, owner, config)) ??
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
        () => workers(locust, owning, owner, config, costs),
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
        letGo(job, costs),
        signal,
      );
    }
    return undefined;
  }

  /** Before anything of the run may connect to anything. */
  private async ensureNetworkPolicies(
    making: Making,
    locust: LocustObject,
    owner: string,
    { networkPolicy: settings }: EngineConfig,
  ): Promise<Reason | undefined> {
    for (const role of settings ? ROLES : []) {
      const obstacle = await this.ensureChild(
        making,
        NETWORK_POLICIES,
        this.options.view.networkPolicies,
        networkPolicyName(role, owner),
        () =>
          networkPolicy(role, locust, making.job.metadata, owner, settings!),
      );
      if (obstacle) {
        return obstacle;
      }
    }
    return undefined;
  }

  private async ensureChild<T extends KubeObject>(
    making: Making,
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

  /**
   * Removes what there is of the children of a Job's run. Network policies stay as long as there is a worker that they hold:
   * the end of its pod brings the resource back.
   */
  async remove(
    key: string,
    owner: string,
    job: ServedJob,
    signal: AbortSignal,
  ): Promise<void> {
    const { view, children } = this.options;
    for (const child of view.replicaSetsOf(job)) {
      await children.remove(key, REPLICA_SETS, view.replicaSets, child, signal);
    }
    for (const child of view.servicesOf(job)) {
      await children.remove(key, SERVICES, view.services, child, signal);
    }
    const isHeld = view.workerPods(job, replicaSetName(owner)).length > 0;
    for (const child of isHeld ? [] : view.networkPoliciesOf(job)) {
      await children.remove(
        key,
        NETWORK_POLICIES,
        view.networkPolicies,
        child,
        signal,
      );
    }
    const said = this.said.get(job.uid) ?? [];
    const kept = said.filter(it => isHeld && it.type === NETWORK_POLICIES);
    for (const { type, object } of said.filter(it => !kept.includes(it))) {
      if (type === SERVICES) {
        await this.removeUnseen(key, type, view.services, object, signal);
      } else if (type === NETWORK_POLICIES) {
        await this.removeUnseen(
          key,
          type,
          view.networkPolicies,
          object,
          signal,
        );
      } else {
        await this.removeUnseen(key, type, view.replicaSets, object, signal);
      }
    }
    if (kept.length > 0) {
      this.said.set(job.uid, kept);
    } else {
      this.said.delete(job.uid);
    }
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
    const others = (this.said.get(jobUid) ?? []).filter(
      it => it.type !== type || objectKey(it.object) !== objectKey(object),
    );
    this.said.set(jobUid, [...others, { type, object }]);
  }
}

/** A Job that has never gone may be given labels for its pods still. */
function letGo(job: JobObject, costs: CostBearer) {
  const labels = costLabels(costs);
  return {
    spec: {
      suspend: false,
      ...(Object.keys(labels).length > 0 &&
        !job.startTime && { template: { metadata: { labels } } }),
    },
  };
}
