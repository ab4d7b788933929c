import type { Guardrails } from 'backstage-plugin-locust-common';
import { type Clock, sleep } from '../kube/Clock';
import {
  Controller,
  type ControllerHealth,
  type ReconcileOutcome,
} from '../kube/controller/Controller';
import { Expectations } from '../kube/controller/Expectations';
import { errorMessage, isFailure } from '../kube/KubeApiError';
import type { KubeClient } from '../kube/client/KubeClient';
import { objectKey, parseObjectKey } from '../kube/KubeObject';
import type { Logger } from '../kube/Logger';
import { type Priority, WorkQueue } from '../kube/controller/WorkQueue';
import type { LocustfileFolders } from '../runs/LocustfileSnapshot';
import type { RunObserver } from '../runs/RunObserver';
import { AdmissionQueue } from './admission/AdmissionQueue';
import { claimsOf } from './admission/claimsOf';
import { ChildWriter } from './ChildWriter';
import type { ClusterView } from './ClusterView';
import type { ClusterWatches } from './ClusterWatches';
import { EnforcedProfiles } from './EnforcedProfiles';
import type { EngineConfig } from './EngineConfig';
import { EventRecorder } from './EventRecorder';
import type { LocustObject } from './LocustObject';
import { LocustReconciler } from './LocustReconciler';
import { PodRefusals } from './PodRefusals';
import { costBearerOf } from './ReconcilerParts';
import { ReporterInstaller, type ReporterRefusal } from './ReporterInstaller';
import { RunChildren } from './RunChildren';
import { RunFolders } from './RunFolders';
import { RunLedger } from './RunLedger';
import { RunReports } from './RunReports';
import { type AskRules, RunRules } from './RunRules';
import type { ClusterIdentity } from './runStart';
import { RunSupervisor } from './RunSupervisor';
import type { StartGate } from './StartGate';
import type { UnfinishedRuns } from './UnfinishedRuns';

/** Told how long a reconcile took and how it ended; `failed` where it threw. */
export type OnReconciled = (
  seconds: number,
  outcome: ReconcileOutcome['kind'] | 'failed',
) => void;

/** Runs that the history has as unfinished are compared with the cluster so often. */
const SWEEP_MS = 60_000;

export interface LeadingTermOptions {
  readonly cluster: ClusterIdentity;
  /** Refuses to write once this process does not lead any more. */
  readonly client: KubeClient;
  readonly watches: ClusterWatches;
  readonly expectations: Expectations;
  readonly observer: RunObserver;
  readonly unfinished: UnfinishedRuns | undefined;
  readonly folders: LocustfileFolders | undefined;
  readonly entityRefOf: (locust: LocustObject) => string | undefined;
  /** Whose limit a resource's runs count against. */
  readonly ownerOf: (locust: LocustObject) => string;
  readonly knownOwnerOf: (locust: LocustObject) => string | undefined;
  readonly guardrailsOf: (locust: LocustObject) => Guardrails;
  readonly gate: StartGate;
  /** Undefined: there are no rules of the company's own. */
  readonly askRules: AskRules | undefined;
  readonly config: EngineConfig;
  readonly onReconciled?: OnReconciled;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** The time in which this process leads the cluster and reconciles what its watches show; begun once, ended once. */
export class LeadingTerm {
  private readonly queue: WorkQueue;
  private readonly admission: AdmissionQueue;
  private readonly rules: RunRules;
  private readonly controller: Controller;
  private readonly installers: ReporterInstaller[] = [];
  /** By namespace; undefined: of all. */
  private readonly reconcilers: ReadonlyMap<
    string | undefined,
    LocustReconciler
  >;

  constructor(private readonly options: LeadingTermOptions) {
    const { watches, expectations, config, clock, logger } = options;
    this.queue = new WorkQueue({ clock });
    this.admission = new AdmissionQueue({
      limits: config.limits,
      enqueue: key => this.enqueue(key, 'live'),
      clock,
    });
    this.rules = new RunRules({
      ask: options.askRules,
      enqueue: key => this.enqueue(key, 'live'),
      clock,
    });
    this.reconcilers = new Map(
      watches
        .all()
        .map(({ namespace, view }) => [
          namespace,
          this.reconciler(namespace, view),
        ]),
    );
    this.controller = new Controller({
      name: 'locusts',
      queue: this.queue,
      expectations,
      reconcile: (key, signal) => this.timed(key, signal),
      clock,
      logger,
    });
  }

  get health(): ControllerHealth {
    return this.controller.health;
  }

  /** Where the reporter could not be put. */
  get reporterRefusals(): readonly ReporterRefusal[] {
    return this.installers.flatMap(it => it.refusals);
  }

  /** Begins to work on everything that there is. */
  begin(signal: AbortSignal): void {
    const { watches, cluster, ownerOf, logger } = this.options;
    for (const { view } of watches.all()) {
      for (const locust of view.locusts.list()) {
        const key = objectKey(locust);
        if (!this.admission.isUnlimited) {
          this.admission.prime(
            key,
            ownerOf(locust),
            claimsOf(locust, view, cluster.uid),
          );
        }
        this.enqueue(key, 'initial');
      }
    }
    this.controller.start();
    logger.info('reconciles');
    for (const reconciler of this.reconcilers.values()) {
      void this.sweep(reconciler, signal);
    }
  }

  /** Resolves when nothing is being reconciled any more. */
  async end(): Promise<void> {
    this.rules.stop();
    await this.controller.stop();
    this.admission.stop();
    this.options.observer.stop();
  }

  /** Makes everything be looked at again. */
  enqueueAll(): void {
    for (const { view } of this.options.watches.all()) {
      for (const locust of view.locusts.list()) {
        this.enqueue(objectKey(locust), 'initial');
      }
    }
  }

  /** Makes a key be looked at again. */
  enqueue(key: string, priority: Priority): void {
    this.queue.add(key, { priority });
  }

  private async timed(
    key: string,
    signal: AbortSignal,
  ): Promise<ReconcileOutcome> {
    const { onReconciled, clock } = this.options;
    const begin = clock.monotonic();
    const seconds = () => (clock.monotonic() - begin) / 1000;
    const reconciler =
      this.reconcilers.get(parseObjectKey(key).namespace) ??
      this.reconcilers.get(undefined);
    try {
      const outcome = (await reconciler?.reconcile(key, signal)) ?? {
        kind: 'done' as const,
      };
      onReconciled?.(seconds(), outcome.kind);
      return outcome;
    } catch (error) {
      // Somebody else wrote in between: the everyday case and no failure.
      onReconciled?.(
        seconds(),
        isFailure(error, 'conflict') ? 'retry' : 'failed',
      );
      throw error;
    }
  }

  private reconciler(
    namespace: string | undefined,
    view: ClusterView,
  ): LocustReconciler {
    const { cluster, client, expectations, observer, unfinished } =
      this.options;
    const { entityRefOf, ownerOf, knownOwnerOf, guardrailsOf, gate } =
      this.options;
    const { config, clock, logger } = this.options;
    const children = new ChildWriter(client, expectations);
    const profiles = new EnforcedProfiles({
      client,
      config,
      clock,
    });
    const runChildren = new RunChildren({
      client,
      view,
      children,
      profiles,
      costBearerOf: locust =>
        costBearerOf({ entityRefOf, knownOwnerOf }, locust),
    });
    const ledger = new RunLedger(observer, clock, logger);
    const events = new EventRecorder({
      client,
      // What a term leaves behind is nobody's turn any more.
      isBusy: () => {
        const { running, depth } = this.controller.health;
        return running && depth > 0;
      },
      clock,
      logger,
    });
    const reports = new RunReports({ ledger, events });
    const reporter = new ReporterInstaller({ children, config });
    this.installers.push(reporter);
    return new LocustReconciler({
      cluster,
      client,
      view,
      namespace,
      expectations,
      admission: this.admission,
      children,
      runChildren,
      reporter,
      folders: new RunFolders(client, this.options.folders),
      supervisor: new RunSupervisor({
        view,
        children,
        runChildren,
        refusals: new PodRefusals(client),
        reports,
        observer,
        config,
        clock,
        enqueue: key => this.enqueue(key, 'live'),
      }),
      reports,
      ledger,
      events,
      unfinished,
      config,
      profiles,
      entityRefOf,
      ownerOf,
      knownOwnerOf,
      guardrailsOf,
      gate,
      rules: this.rules,
      logger,
      now: () => new Date(clock.wall()),
    });
  }

  private async sweep(
    reconciler: LocustReconciler,
    signal: AbortSignal,
  ): Promise<void> {
    while (!signal.aborted) {
      try {
        await reconciler.forgotten.closeForgotten(
          key => this.enqueue(key, 'initial'),
          signal,
        );
      } catch (error) {
        if (!signal.aborted) {
          this.options.logger.warn(
            `unfinished runs could not be compared with the cluster: ${errorMessage(
              error,
            )}`,
          );
        }
      }
      await sleep(this.options.clock, SWEEP_MS, signal);
    }
  }
}
