import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import type { ClusterHealth, Guardrails } from 'backstage-plugin-locust-common';
import type { LocustfileFolders } from '../runs/LocustfileSnapshot';
import type { RunStart } from '../runs/RunStore';
import { type Clock, systemClock } from '../kube/Clock';
import { Expectations } from '../kube/controller/Expectations';
import { errorMessage } from '../kube/KubeApiError';
import { KubeClient } from '../kube/client/KubeClient';
import { LeaderElection } from '../kube/leader/LeaderElection';
import type { Logger } from '../kube/Logger';
import type { Transport } from '../kube/transport/Transport';
import { ClusterConnection } from './ClusterConnection';
import { clusterHealth } from './clusterHealth';
import { ClusterWatches } from './ClusterWatches';
import { ENGINE_DEFAULTS, type EngineConfig } from './EngineConfig';
import { ClusterInspection } from './inspection/ClusterInspection';
import {
  readNeededRights,
  rightsManifest,
  type RightsScope,
} from './inspection/neededRights';
import { noticingRefusals } from './inspection/noticingRefusals';
import { RecentTroubles } from './inspection/RecentTroubles';
import { LeadingTerm, type OnReconciled } from './LeadingTerm';
import { decodeLocust, type LocustObject } from './LocustObject';
import { jobName } from './names';
import { decodeJob, type JobObject } from './observed/JobObject';
import type { PodObject } from './observed/PodObject';
import { installResourceDefinition } from './resourceDefinition';
import type { RunObserver } from '../runs/RunObserver';
import type { AskRules } from './RunRules';
import { runStart } from './runStart';
import { OPEN_GATE, type StartGate } from './StartGate';
import type { UnfinishedRuns } from './UnfinishedRuns';

export interface ClusterEngineOptions {
  /** The cluster's name in configuration. */
  readonly name: string;
  /** Closed by {@link ClusterEngine.stop}. */
  readonly transport: Transport;
  readonly observer: RunObserver;
  /** To close runs whose objects are gone; the `RunStore` is one. */
  readonly unfinished?: UnfinishedRuns;
  /** Where the folders are that resources name by their hash; without it those cannot be run. */
  readonly folders?: LocustfileFolders;
  /** The entity of a resource as the portal has found it out. */
  readonly entityRefOf?: (
    cluster: string,
    locust: LocustObject,
  ) => string | undefined;
  /** Who answers for a resource's runs, as far as the portal knows. Others are counted by their namespace. */
  readonly ownerOf?: (
    cluster: string,
    locust: LocustObject,
  ) => string | undefined;
  /** What may be run of a resource. Default: everything. */
  readonly guardrailsOf?: (cluster: string, locust: LocustObject) => Guardrails;
  /** Default: nothing is frozen, and only the limits of the cluster hold. */
  readonly gateOf?: (cluster: string) => StartGate;
  /** Asks a company's own rules. Default: there are none. */
  readonly askRules?: AskRules;
  readonly logger: Logger;
  /** What is left out is {@link ENGINE_DEFAULTS}. */
  readonly config?: Partial<EngineConfig>;
  readonly clock?: Clock;
  /** Told of every reconcile, for metrics. */
  readonly onReconciled?: OnReconciled;
  /** False: only watches, for the API; somebody else reconciles. Default true. */
  readonly reconciles?: boolean;
  /** Also asks the cluster now and then what may be wrong with it; see {@link ClusterInspection}. Default false. */
  readonly inspects?: boolean;
}

const FIELD_MANAGER = 'locust-operator';
const LEASE = 'locust-operator';

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
  private readonly connection: ClusterConnection;
  private readonly watches: ClusterWatches;
  private readonly expectations: Expectations;
  private readonly clock: Clock;
  private election: LeaderElection | undefined;
  private term: LeadingTerm | undefined;
  private loop: Promise<void> | undefined;
  private installError: unknown;
  private readonly troubles: RecentTroubles;
  private readonly transport: Transport;
  private readonly inspection: ClusterInspection | undefined;

  constructor(private readonly options: ClusterEngineOptions) {
    const { name } = options;
    this.name = name;
    this.config = { ...ENGINE_DEFAULTS, ...options.config };
    this.clock = options.clock ?? systemClock;
    this.troubles = new RecentTroubles(this.clock);
    this.logger = this.troubles.remembering(
      named(options.logger, `cluster ${name}: `),
    );
    this.inspection = options.inspects ? this.newInspection() : undefined;
    this.transport = noticingRefusals(options.transport, () =>
      this.inspection?.refused(),
    );
    const { transport } = this;
    this.client = new KubeClient(transport, {
      fieldManager: 'backstage-locust',
    });
    this.expectations = new Expectations({
      onOverdue: (store, waitedMs) => this.watches.mistrust(store, waitedMs),
      clock: this.clock,
    });
    this.connection = new ClusterConnection({
      name,
      transport,
      client: this.client,
      clock: this.clock,
      logger: this.logger,
    });
    this.watches = new ClusterWatches({
      client: this.client,
      namespaces: this.config.namespaces ?? [],
      children: options.reconciles !== false,
      networkPolicies: this.config.networkPolicy !== undefined,
      onKey: (key, priority) => this.term?.enqueue(key, priority),
      clock: this.clock,
      logger: this.logger,
    });
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
    await this.watches.stop();
    await this.inspection?.ended();
    await this.options.transport.close();
  }

  /** Looks at everything again, where this process reconciles: what holds for all has changed. */
  lookAgain(): void {
    this.term?.enqueueAll();
  }

  /** Whether this process reconciles the cluster at the moment. */
  get leads(): boolean {
    return this.term !== undefined;
  }

  /** The identity that a renamed cluster keeps; undefined until it was reached once. */
  clusterUid(): string | undefined {
    return this.connection.uid;
  }

  health(): ClusterHealth {
    return clusterHealth({
      cluster: this.name,
      server: this.options.transport.server,
      version: this.connection.serverVersion,
      watched: this.watches.watched,
      connectError: this.connection.error,
      installError: this.installError,
      installsCrd: this.config.installCrd,
      reconciles: this.options.reconciles !== false,
      controller: this.term?.health,
      leader: this.election?.holder,
      leaseError: this.election?.lastError,
      isLeader: this.term !== undefined,
      now: this.clock.wall(),
      inspection: this.inspection?.facts,
      troubles: this.troubles.all,
      reporterRefusals: this.term?.reporterRefusals,
      rightsManifest: rightsManifest(this.rightsScope()),
    });
  }

  /** When each watched resource last had a sign of life; milliseconds since 1970, undefined: never yet. */
  lastContacts(): readonly {
    readonly resource: string;
    readonly at: number | undefined;
  }[] {
    return this.watches.watched.map(({ type, reflector }) => ({
      resource: type.plural,
      at: reflector.lastContactAt,
    }));
  }

  /** All Jobs that carry our label, from the cache. */
  jobs(): readonly JobObject[] {
    return this.watches.all().flatMap(({ view }) => view.jobs.list());
  }

  /** All resources that are watched, from the cache. */
  locusts(): readonly LocustObject[] {
    return this.watches.locusts();
  }

  locustByUid(uid: string): LocustObject | undefined {
    return this.watches.locustByUid(uid);
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
      cluster: this.connection.identity(),
      config: this.config,
      job: this.watches.viewOf(locust.metadata.namespace)?.ownJob(locust),
      jobName: jobName(locust.metadata.name),
      scheduled: false,
      entityRef,
    });
  }

  /**
   * The run of a Job of a schedule.
   *
   * @param job - as the API server has answered it
   * @throws Error where the cluster was not reached yet, so that its identity is not known
   */
  runOfJob(locust: LocustObject, job: unknown, entityRef?: string): RunStart {
    const decoded = decodeJob(job);
    return runStart(locust, {
      cluster: this.connection.identity(),
      config: this.config,
      job: decoded,
      jobName: decoded.metadata.name,
      scheduled: true,
      entityRef,
    });
  }

  /** The Job of a run, from the cache. */
  jobOf(run: {
    readonly namespace: string;
    readonly jobName: string;
  }): JobObject | undefined {
    return this.watches.viewOf(run.namespace)?.job(run.namespace, run.jobName);
  }

  /** The pod of a run's master, from the cache. */
  masterPodOf(run: {
    readonly namespace: string;
    readonly jobName: string;
  }): PodObject | undefined {
    const job = this.jobOf(run);
    return job && this.watches.viewOf(run.namespace)?.masterPod(job.metadata);
  }

  private async run(signal: AbortSignal): Promise<void> {
    await this.connection.establish(signal);
    if (signal.aborted) {
      return;
    }
    if (this.config.installCrd) {
      await this.installDefinition(signal);
    }
    this.watches.start();
    this.inspection?.start(signal);
    if (this.options.reconciles === false) {
      return;
    }
    const { leaderElection } = this.config;
    if (!leaderElection.enabled) {
      await this.startReconciling(() => true, signal);
      return;
    }
    const election = new LeaderElection({
      client: this.ownClient(),
      namespace: leaderElection.namespace,
      name: LEASE,
      identity: `${hostname()}_${randomUUID()}`,
      leaseDurationMs: inMs(leaderElection.leaseSeconds),
      renewDeadlineMs: inMs(leaderElection.renewSeconds),
      retryPeriodMs: inMs(leaderElection.retrySeconds),
      clock: this.clock,
      logger: this.logger,
    });
    this.election = election;
    election.start({
      onStartedLeading: leading =>
        this.startReconciling(() => election.isLeader, leading),
      onStoppedLeading: () => this.stopReconciling(),
    });
  }

  private async installDefinition(signal: AbortSignal): Promise<void> {
    try {
      await installResourceDefinition(this.ownClient(), signal);
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
    await this.watches.whenSynced(signal);
    if (signal.aborted) {
      return;
    }
    const {
      observer,
      unfinished,
      folders,
      entityRefOf,
      ownerOf,
      guardrailsOf,
      gateOf,
      askRules,
      onReconciled,
    } = this.options;
    const knownOwnerOf = (locust: LocustObject) => ownerOf?.(this.name, locust);
    this.term = new LeadingTerm({
      cluster: this.connection.identity(),
      client: this.ownClient(mayWrite),
      watches: this.watches,
      expectations: this.expectations,
      observer,
      unfinished,
      folders,
      entityRefOf: locust => entityRefOf?.(this.name, locust),
      ownerOf: locust =>
        knownOwnerOf(locust) ?? `namespace ${locust.metadata.namespace}`,
      knownOwnerOf,
      guardrailsOf: locust => guardrailsOf?.(this.name, locust) ?? {},
      gate: gateOf?.(this.name) ?? OPEN_GATE,
      askRules,
      config: this.config,
      onReconciled,
      clock: this.clock,
      logger: this.logger,
    });
    this.term.begin(signal);
  }

  private async stopReconciling(): Promise<void> {
    const { term } = this;
    this.term = undefined;
    await term?.end();
  }

  private ownClient(mayWrite?: () => boolean): KubeClient {
    return new KubeClient(this.transport, {
      fieldManager: FIELD_MANAGER,
      mayWrite,
    });
  }

  private newInspection(): ClusterInspection {
    // Past the notice of refusals: what is asked here is the answer to those.
    const { transport } = this.options;
    return new ClusterInspection({
      client: new KubeClient(transport),
      transport,
      neededRights: () => readNeededRights(this.rightsScope()),
      views: () =>
        this.watches.watched.every(it => it.reflector.hasSynced())
          ? this.watches.all().map(it => it.view)
          : [],
      isLeaderless: () =>
        this.election !== undefined &&
        !this.leads &&
        this.election.holder === undefined,
      clock: this.clock,
      logger: this.logger,
    });
  }

  private rightsScope(): RightsScope {
    const { namespaces = [], leaderElection, installCrd } = this.config;
    return {
      namespaces,
      leaseNamespace: leaderElection.namespace,
      installsCrd: installCrd,
      reconciles: this.options.reconciles !== false,
      networkPolicies: this.config.networkPolicy !== undefined,
    };
  }
}

function inMs(seconds: number | undefined): number | undefined {
  return seconds === undefined ? undefined : seconds * 1000;
}

/** A logger whose every line begins the same. */
function named(logger: Logger, prefix: string): Logger {
  const say =
    (level: keyof Logger): Logger['info'] =>
    (message, meta) =>
      logger[level](`${prefix}${message}`, meta);
  return {
    error: say('error'),
    warn: say('warn'),
    info: say('info'),
    debug: say('debug'),
  };
}
