import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import type { ClusterHealth } from 'backstage-plugin-locust-common';
import type { RunStart } from '../runs/RunStore';
import type { Change } from '../kube/cache/Change';
import { sleep, systemClock } from '../kube/Clock';
import { Controller } from '../kube/controller/Controller';
import { Expectations } from '../kube/controller/Expectations';
import { errorMessage, isFailure } from '../kube/KubeApiError';
import { KubeClient } from '../kube/client/KubeClient';
import {
  type KubeObject,
  objectKey,
  parseObjectKey,
  type ResourceType,
} from '../kube/KubeObject';
import { LeaderElection } from '../kube/leader/LeaderElection';
import type { Logger } from '../kube/Logger';
import { Reflector } from '../kube/cache/Reflector';
import {
  CRON_JOBS,
  JOBS,
  NAMESPACES,
  PODS,
  REPLICA_SETS,
  SERVICES,
} from '../kube/ResourceTypes';
import type { Store } from '../kube/cache/Store';
import type { Transport } from '../kube/transport/Transport';
import { WorkQueue } from '../kube/controller/WorkQueue';
import { ChildWriter } from './ChildWriter';
import { clusterHealth, type WatchedResource } from './clusterHealth';
import { ClusterView, locustKeyOf } from './ClusterView';
import { ENGINE_DEFAULTS, type EngineConfig } from './EngineConfig';
import { EventRecorder } from './EventRecorder';
import { decodeLocust, type LocustObject, LOCUSTS } from './LocustObject';
import { LocustReconciler } from './LocustReconciler';
import { jobName, shortHash } from './names';
import { decodeChild } from './observed/ChildObject';
import { decodeCronJob } from './observed/CronJobObject';
import { decodeJob, type JobObject } from './observed/JobObject';
import { decodePod, type PodObject } from './observed/PodObject';
import { installResourceDefinition } from './resourceDefinition';
import { RunLedger } from './RunLedger';
import type { RunObserver } from '../runs/RunObserver';
import { RunSupervisor } from './RunSupervisor';
import { runStart } from './runStart';
import type { UnfinishedRuns } from './UnfinishedRuns';

export interface ClusterEngineOptions {
  /** The cluster's name in configuration. */
  readonly name: string;
  /** Closed by {@link ClusterEngine.stop}. */
  readonly transport: Transport;
  readonly observer: RunObserver;
  /** To close runs whose objects are gone; the `RunStore` is one. */
  readonly unfinished?: UnfinishedRuns;
  /** The entity of a resource as the portal has found it out. */
  readonly entityRefOf?: (
    cluster: string,
    locust: LocustObject,
  ) => string | undefined;
  readonly logger: Logger;
  /** What is left out is {@link ENGINE_DEFAULTS}. */
  readonly config?: Partial<EngineConfig>;
  /** False: only watches, for the API; somebody else reconciles. Default true. */
  readonly reconciles?: boolean;
}

const FIELD_MANAGER = 'locust-operator';
const LEASE = 'locust-operator';
/** What every child carries; the rest of a cluster's Jobs and pods is none of our business. */
const CHILDREN = 'locust';
/** Runs that the history has as unfinished are compared with the cluster so often. */
const SWEEP_MS = 60_000;
const CONNECT_AGAIN_MS = 5_000;

/**
 * The operator for one cluster: keeps caches of what it watches, and reconciles while it is the leader. A cluster
 * that is down, forbids something or lacks the resource definition is waited for, and says so in its health.
 */
export class ClusterEngine {
  readonly name: string;
  /** For the API: writes with it are people's and not the leader's. */
  readonly client: KubeClient;
  readonly config: EngineConfig;

  private readonly logger: Logger;
  private readonly stopping = new AbortController();
  /** One per namespace that is watched; a single one under `*` for all. */
  private readonly views: ReadonlyMap<string, ClusterView>;
  private readonly watched: WatchedResource[] = [];
  private readonly expectations = new Expectations();
  private election: LeaderElection | undefined;
  private controller: Controller | undefined;
  private queue: WorkQueue | undefined;
  private loop: Promise<void> | undefined;
  private uid: string | undefined;
  private serverVersion: string | undefined;
  private connectError:
    | { readonly error: unknown; readonly since: Date }
    | undefined;
  private installError: unknown;

  constructor(private readonly options: ClusterEngineOptions) {
    this.name = options.name;
    this.config = { ...ENGINE_DEFAULTS, ...options.config };
    this.client = new KubeClient(options.transport, {
      fieldManager: 'backstage-locust',
    });
    const { name } = options;
    const say =
      (level: keyof Logger): Logger['info'] =>
      (message, meta) =>
        options.logger[level](`cluster ${name}: ${message}`, meta);
    this.logger = {
      error: say('error'),
      warn: say('warn'),
      info: say('info'),
      debug: say('debug'),
    };
    const namespaces = this.config.namespaces ?? [];
    this.views = new Map(
      (namespaces.length > 0 ? namespaces : ['*']).map(it => [
        it,
        new ClusterView(),
      ]),
    );
    for (const [namespace, view] of this.views) {
      this.watch(namespace, LOCUSTS, view.locusts, decodeLocust, objectKey);
      if (options.reconciles !== false) {
        this.watchChild(namespace, JOBS, view.jobs, decodeJob);
        this.watchChild(namespace, CRON_JOBS, view.cronJobs, decodeCronJob);
        this.watchChild(namespace, SERVICES, view.services, decodeChild);
        this.watchChild(namespace, REPLICA_SETS, view.replicaSets, decodeChild);
        this.watchChild(namespace, PODS, view.pods, decodePod);
      }
    }
  }

  start(): void {
    if (this.loop) {
      throw new Error(`The engine of cluster ${this.name} was started before`);
    }
    this.loop = this.run(this.stopping.signal).catch(error => {
      this.logger.error(`the engine has failed: ${errorMessage(error)}`);
    });
  }

  /** Resolves when nothing is reconciled, watched or open any more, and the lease is free. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await this.loop;
    await this.election?.stop();
    await this.stopReconciling();
    await Promise.all(this.watched.map(it => it.reflector.stop()));
    await this.options.transport.close();
  }

  /** The identity that a renamed cluster keeps; undefined until it was reached once. */
  clusterUid(): string | undefined {
    return this.uid;
  }

  health(): ClusterHealth {
    return clusterHealth({
      cluster: this.name,
      server: this.options.transport.server,
      version: this.serverVersion,
      watched: this.watched,
      connectError: this.connectError,
      installError: this.installError,
      installsCrd: this.config.installCrd,
      reconciles: this.options.reconciles !== false,
      controller: this.controller?.health,
      leader: this.election?.holder,
      isLeader: this.controller !== undefined,
    });
  }

  /** All resources that are watched, from the cache. */
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

  /** Reads a resource as the API server has answered it. */
  decode(raw: unknown): LocustObject {
    return decodeLocust(raw);
  }

  /**
   * The run that a one-off resource is or will be.
   *
   * @throws Error where the cluster was not reached yet, so that its identity is not known
   */
  runOf(locust: LocustObject, entityRef?: string): RunStart {
    return runStart(locust, {
      cluster: this.identity(),
      config: this.config,
      job: this.viewOf(locust.metadata.namespace)?.ownJob(locust),
      jobName: jobName(locust.metadata.name),
      scheduled: false,
      entityRef,
    });
  }

  /** The Job of a run, from the cache. */
  jobOf(run: {
    readonly namespace: string;
    readonly jobName: string;
  }): JobObject | undefined {
    return this.viewOf(run.namespace)?.job(run.namespace, run.jobName);
  }

  /** The pod of a run's master, from the cache. */
  masterPodOf(run: {
    readonly namespace: string;
    readonly jobName: string;
  }): PodObject | undefined {
    const uid = this.jobOf(run)?.metadata.uid;
    return uid === undefined
      ? undefined
      : this.viewOf(run.namespace)?.masterPod(uid);
  }

  private async run(signal: AbortSignal): Promise<void> {
    await this.connect(signal);
    if (signal.aborted) {
      return;
    }
    if (this.config.installCrd) {
      await this.installDefinition(signal);
    }
    for (const { reflector } of this.watched) {
      reflector.start();
    }
    if (this.options.reconciles === false) {
      return;
    }
    const { leaderElection } = this.config;
    if (!leaderElection.enabled) {
      await this.startReconciling(() => true, signal);
      return;
    }
    const seconds = (value: number | undefined) =>
      value === undefined ? undefined : value * 1000;
    const election = new LeaderElection({
      client: new KubeClient(this.options.transport, {
        fieldManager: FIELD_MANAGER,
      }),
      namespace: leaderElection.namespace,
      name: LEASE,
      identity: `${hostname()}_${randomUUID()}`,
      leaseDurationMs: seconds(leaderElection.leaseSeconds),
      renewDeadlineMs: seconds(leaderElection.renewSeconds),
      retryPeriodMs: seconds(leaderElection.retrySeconds),
      logger: this.logger,
    });
    this.election = election;
    election.start({
      onStartedLeading: leading =>
        this.startReconciling(() => election.isLeader, leading),
      onStoppedLeading: () => this.stopReconciling(),
    });
  }

  /** Learns the cluster's identity, for nothing can be recorded without it. */
  private async connect(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      try {
        this.uid = await this.readUid(signal);
        this.connectError = undefined;
        this.serverVersion = await this.readVersion(signal);
        return;
      } catch (error) {
        if (!signal.aborted) {
          this.logger.warn(`cannot be reached: ${errorMessage(error)}`);
          this.connectError = {
            error,
            since: this.connectError?.since ?? new Date(),
          };
          await sleep(systemClock, CONNECT_AGAIN_MS, signal);
        }
      }
    }
  }

  private async readUid(signal: AbortSignal): Promise<string> {
    try {
      const namespace = await this.client.get<KubeObject>(
        NAMESPACES,
        { name: 'kube-system' },
        { signal },
      );
      return namespace.metadata.uid;
    } catch (error) {
      // With a Role for single namespaces the address is all that there is to tell clusters apart by.
      if (isFailure(error, 'forbidden')) {
        return `server-${shortHash(this.options.transport.server, 16)}`;
      }
      throw error;
    }
  }

  private async readVersion(signal: AbortSignal): Promise<string | undefined> {
    const version = await this.options.transport.request<{
      readonly gitVersion?: string;
    }>({ method: 'GET', path: '/version', signal });
    return version.gitVersion;
  }

  private async installDefinition(signal: AbortSignal): Promise<void> {
    try {
      await installResourceDefinition(
        new KubeClient(this.options.transport, { fieldManager: FIELD_MANAGER }),
        signal,
      );
    } catch (error) {
      // Perhaps it is there already and we may only read: then everything works.
      this.installError = error;
      this.logger.warn(
        `the resource definition could not be installed: ${errorMessage(
          error,
        )}`,
      );
    }
  }

  private async startReconciling(
    mayWrite: () => boolean,
    signal: AbortSignal,
  ): Promise<void> {
    await Promise.all(
      this.watched.map(({ reflector }) => reflector.whenSynced(signal)),
    ).catch(error => {
      if (!signal.aborted) {
        throw error;
      }
    });
    if (signal.aborted) {
      return;
    }
    const client = new KubeClient(this.options.transport, {
      fieldManager: FIELD_MANAGER,
      mayWrite,
    });
    const queue = new WorkQueue();
    const reconcilers = new Map(
      [...this.views].map(([namespace, view]) => [
        namespace,
        this.reconciler(namespace, view, client, queue),
      ]),
    );
    const controller = new Controller({
      name: 'locusts',
      queue,
      expectations: this.expectations,
      reconcile: async (key, keySignal) => {
        const { namespace } = parseObjectKey(key);
        const reconciler =
          reconcilers.get(namespace ?? '') ?? reconcilers.get('*');
        return (
          (await reconciler?.reconcile(key, keySignal)) ?? { kind: 'done' }
        );
      },
      logger: this.logger,
    });
    this.queue = queue;
    for (const view of this.views.values()) {
      for (const key of view.locusts.keys()) {
        queue.add(key, { priority: 'initial' });
      }
    }
    controller.start();
    this.controller = controller;
    this.logger.info('reconciles');
    for (const reconciler of reconcilers.values()) {
      void this.sweep(reconciler, queue, signal);
    }
  }

  private async stopReconciling(): Promise<void> {
    const { controller } = this;
    this.controller = undefined;
    this.queue = undefined;
    await controller?.stop();
    this.options.observer.stop();
  }

  private reconciler(
    namespace: string,
    view: ClusterView,
    client: KubeClient,
    queue: WorkQueue,
  ): LocustReconciler {
    const { observer, unfinished, entityRefOf, name } = this.options;
    const { config, expectations, logger } = this;
    const children = new ChildWriter(client, expectations);
    const ledger = new RunLedger(observer, logger);
    const events = new EventRecorder(client, logger);
    return new LocustReconciler({
      cluster: this.identity(),
      client,
      view,
      namespace: namespace === '*' ? undefined : namespace,
      expectations,
      children,
      supervisor: new RunSupervisor({
        view,
        children,
        ledger,
        observer,
        events,
        config,
        enqueue: key => queue.add(key),
      }),
      ledger,
      events,
      unfinished,
      config,
      entityRefOf: locust => entityRefOf?.(name, locust),
      logger,
      now: () => new Date(),
    });
  }

  private async sweep(
    reconciler: LocustReconciler,
    queue: WorkQueue,
    signal: AbortSignal,
  ): Promise<void> {
    while (!signal.aborted) {
      try {
        await reconciler.forgotten.closeForgotten(
          key => queue.add(key, { priority: 'initial' }),
          signal,
        );
      } catch (error) {
        if (!signal.aborted) {
          this.logger.warn(
            `unfinished runs could not be compared with the cluster: ${errorMessage(
              error,
            )}`,
          );
        }
      }
      await sleep(systemClock, SWEEP_MS, signal);
    }
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
    const reflector = new Reflector<T>({
      client: this.client,
      type,
      namespace: namespace === '*' ? undefined : namespace,
      labelSelector,
      project: decode,
      store,
      onChange: (change: Change<T>) => {
        const key = keyOf(change.object);
        if (key !== undefined) {
          this.queue?.add(key, {
            priority:
              change.kind !== 'deleted' && change.initial ? 'initial' : 'live',
          });
        }
      },
      logger: this.logger,
    });
    this.watched.push({ type, reflector, store });
  }

  private viewOf(namespace: string): ClusterView | undefined {
    return this.views.get(namespace) ?? this.views.get('*');
  }

  private identity() {
    if (this.uid === undefined) {
      throw new Error(
        `The cluster "${this.name}" was not reached yet, so its runs have no identity; try again in a moment`,
      );
    }
    return { name: this.name, uid: this.uid };
  }
}
