import type { Change } from '../kube/cache/Change';
import type { Clock } from '../kube/Clock';
import type { KubeClient } from '../kube/client/KubeClient';
import {
  type KubeObject,
  objectKey,
  type ResourceType,
} from '../kube/KubeObject';
import type { Logger } from '../kube/Logger';
import { Reflector } from '../kube/cache/Reflector';
import {
  CRON_JOBS,
  JOBS,
  NETWORK_POLICIES,
  PODS,
  REPLICA_SETS,
  SERVICES,
} from '../kube/ResourceTypes';
import type { Store } from '../kube/cache/Store';
import type { Priority } from '../kube/controller/WorkQueue';
import type { WatchedResource } from './clusterHealth';
import { ClusterView, locustKeyOf } from './ClusterView';
import { decodeLocust, type LocustObject, LOCUSTS } from './LocustObject';
import { decodeChild } from './observed/ChildObject';
import { decodeCronJob } from './observed/CronJobObject';
import { decodeJob } from './observed/JobObject';
import { decodePod } from './observed/PodObject';
import { decodeReplicaSet } from './observed/ReplicaSetObject';

/** What every child carries; the rest of a cluster's Jobs and pods is none of our business. */
const CHILDREN = 'locust';
/** Stands for all namespaces. */
const ALL = '*';

export interface ClusterWatchesOptions {
  readonly client: KubeClient;
  /** Empty: all. */
  readonly namespaces: readonly string[];
  /** False: only the resources themselves are watched. */
  readonly children: boolean;
  /** Whether network policies are among the children. */
  readonly networkPolicies: boolean;
  /** Something of the resource with this key has changed. */
  readonly onKey: (key: string, priority: Priority) => void;
  readonly clock?: Clock;
  readonly logger: Logger;
}

/** Keeps a view of the cluster, or one of each namespace that is watched, by a reflector for each resource. */
export class ClusterWatches {
  readonly watched: WatchedResource[] = [];
  /** By namespace; a single one under `*` for all. */
  private readonly views: ReadonlyMap<string, ClusterView>;

  constructor(private readonly options: ClusterWatchesOptions) {
    const { namespaces } = options;
    this.views = new Map(
      (namespaces.length > 0 ? namespaces : [ALL]).map(it => [
        it,
        new ClusterView(),
      ]),
    );
    for (const [namespace, view] of this.views) {
      this.watch(namespace, LOCUSTS, view.locusts, decodeLocust, objectKey);
      if (options.children) {
        this.watchChild(namespace, JOBS, view.jobs, decodeJob);
        this.watchChild(namespace, CRON_JOBS, view.cronJobs, decodeCronJob);
        this.watchChild(namespace, SERVICES, view.services, decodeChild);
        this.watchChild(
          namespace,
          REPLICA_SETS,
          view.replicaSets,
          decodeReplicaSet,
        );
        this.watchChild(namespace, PODS, view.pods, decodePod);
        if (options.networkPolicies) {
          this.watchChild(
            namespace,
            NETWORK_POLICIES,
            view.networkPolicies,
            decodeChild,
          );
        }
      }
    }
  }

  start(): void {
    for (const { reflector } of this.watched) {
      reflector.start();
    }
  }

  async stop(): Promise<void> {
    await Promise.all(this.watched.map(it => it.reflector.stop()));
  }

  /** Resolves when every view is complete, or the signal aborts. */
  async whenSynced(signal: AbortSignal): Promise<void> {
    await Promise.all(
      this.watched.map(({ reflector }) => reflector.whenSynced(signal)),
    ).catch(error => {
      if (!signal.aborted) {
        throw error;
      }
    });
  }

  /** Each view with the namespace it is of; undefined: of all. */
  all(): readonly {
    readonly namespace: string | undefined;
    readonly view: ClusterView;
  }[] {
    return [...this.views].map(([namespace, view]) => ({
      namespace: namespace === ALL ? undefined : namespace,
      view,
    }));
  }

  viewOf(namespace: string): ClusterView | undefined {
    return this.views.get(namespace) ?? this.views.get(ALL);
  }

  locusts(): readonly LocustObject[] {
    return [...this.views.values()].flatMap(view => view.locusts.list());
  }

  locustByUid(uid: string): LocustObject | undefined {
    for (const view of this.views.values()) {
      const locust = view.locustByUid(uid);
      if (locust) {
        return locust;
      }
    }
    return undefined;
  }

  /** Lists afresh what fills a store that has not shown for so long what was written. */
  mistrust(store: object, missedForMs: number): void {
    this.watched
      .find(it => it.store === store)
      ?.reflector.mistrust(missedForMs);
  }

  private watchChild<T extends KubeObject>(
    namespace: string,
    type: ResourceType,
    store: Store<T>,
    decode: (raw: unknown) => T,
  ): void {
    this.watch(namespace, type, store, decode, locustKeyOf, CHILDREN);
  }

  private watch<T extends KubeObject>(
    namespace: string,
    type: ResourceType,
    store: Store<T>,
    decode: (raw: unknown) => T,
    keyOf: (object: KubeObject) => string | undefined,
    labelSelector?: string,
  ): void {
    const { client, onKey, clock, logger } = this.options;
    const reflector = new Reflector<T>({
      client,
      type,
      namespace: namespace === ALL ? undefined : namespace,
      labelSelector,
      project: decode,
      store,
      onChange: (change: Change<T>) => {
        const key = keyOf(change.object);
        if (key !== undefined && isNews(change)) {
          onKey(
            key,
            change.kind !== 'deleted' && change.initial ? 'initial' : 'live',
          );
        }
      },
      clock,
      logger,
    });
    this.watched.push({ type, reflector, store });
  }
}

/**
 * Whether anything has changed that is read of an object. Others write to Services, ReplicaSets and pods several times
 * as these come up, of which the view keeps nothing.
 */
function isNews<T extends KubeObject>(change: Change<T>): boolean {
  return (
    change.kind !== 'modified' ||
    change.old === undefined ||
    readOf(change.old) !== readOf(change.object)
  );
}

/** What is read of an object, as text. Its version only tells that it was written. */
function readOf<T extends KubeObject>({ metadata, ...rest }: T): string {
  const { resourceVersion: _, ...read } = metadata;
  return JSON.stringify([read, rest]);
}
