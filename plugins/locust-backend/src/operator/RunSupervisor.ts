import {
  ANNOTATIONS,
  type LocustPastRun,
  type Reason,
} from 'backstage-plugin-locust-common';
import type { RunProgress, RunStart } from '../runs/RunStore';
import {
  CONFIG_MAPS,
  JOBS,
  PODS,
  REPLICA_SETS,
  SERVICES,
} from '../kube/ResourceTypes';
import { assessRun, type RunAssessment, type RunFacts } from './assessRun';
import type { ActiveRun } from './buildStatus';
import type { ChildWriter, Ensured } from './ChildWriter';
import { reporterConfigMap } from './children/reporterConfigMap';
import { service } from './children/service';
import { workers } from './children/workers';
import { LOCUST_CONTAINER } from './children/podParts';
import type { ClusterView } from './ClusterView';
import { type Deadlines, deadlinesOf } from './deadlines';
import type { EngineConfig } from './EngineConfig';
import type { EventRecorder } from './EventRecorder';
import type { LocustObject } from './LocustObject';
import { kubeTime } from './kubeTime';
import { replicaSetName, serviceName } from './names';
import { isOwnedBy } from './observed/decodeMetadata';
import type { JobObject } from './observed/JobObject';
import type { PodObject } from './observed/PodObject';
import type { RunLedger } from './RunLedger';
import type { RunObserver } from '../runs/RunObserver';

/** A run that was admitted, as the reconciler hands it over. */
export interface SupervisedRun {
  /** Its queue key. */
  readonly key: string;
  readonly locust: LocustObject;
  readonly start: RunStart;
  readonly job?: JobObject;
  /** What Service and workers are named after. */
  readonly owner: string;
  readonly admittedAt: Date;
  readonly stopRequested: boolean;
  /** The Job's UID, if the status names it already. */
  readonly announcedJobUid?: string;
}

/** What a look at a run has come to. */
export type RunReport =
  | {
      readonly kind: 'going';
      readonly active: ActiveRun;
      readonly recheckMs?: number;
    }
  | {
      readonly kind: 'over';
      readonly past: LocustPastRun;
      readonly message?: string;
      /** The Job would run on, or would start yet: delete it once the end is written. */
      readonly removeJob: boolean;
      readonly recheckMs?: number;
    };

export interface RunSupervisorOptions {
  readonly view: ClusterView;
  readonly children: ChildWriter;
  readonly ledger: RunLedger;
  readonly observer: RunObserver;
  readonly events: EventRecorder;
  readonly config: EngineConfig;
  /** Makes a key be looked at again. */
  readonly enqueue: (key: string) => void;
}

/** What could not be written down is tried again so soon. */
const RECORD_AGAIN_MS = 5_000;
/** What stands in the way of a child is looked at again so soon. */
const OBSTACLE_AGAIN_MS = 2_000;
/** A reporter's ConfigMap is believed to be there for so long. */
const REPORTER_BELIEVED_MS = 5 * 60_000;

/** Sees one run through: its Service and workers, its log, its stop, its end. */
export class RunSupervisor {
  /** Namespaces that have the reporter, and since when that is believed. */
  private readonly reporters = new Map<string, number>();
  /** Run ids whose trouble was told, with what was told. */
  private readonly told = new Map<string, string>();

  constructor(private readonly options: RunSupervisorOptions) {}

  /** Brings the run nearer to its end, once. */
  async supervise(
    run: SupervisedRun,
    now: Date,
    signal: AbortSignal,
  ): Promise<RunReport> {
    let facts = this.factsOf(run);
    let assessment = assessRun(facts, this.options.config, now);
    if (assessment.kind === 'going' && run.job && !run.stopRequested) {
      const obstacle = await this.ensureChildren(run, run.job, signal);
      if (obstacle) {
        facts = { ...facts, obstacle };
        assessment = assessRun(facts, this.options.config, now);
      }
    }
    this.follow(run, facts.master);
    if (assessment.kind === 'going' && assessment.endMaster && facts.master) {
      await this.endMaster(run, facts.master, signal);
    }
    return assessment.kind === 'going'
      ? this.reportGoing(run, facts, assessment, now)
      : this.reportOver(run, facts, assessment, now, signal);
  }

  /** Closes a run that never got to its start. */
  async close(
    start: RunStart,
    end: {
      readonly phase: 'skipped' | 'stopped' | 'error';
      readonly reason: Reason;
    },
    now: Date,
  ): Promise<RunReport> {
    const written = await this.options.ledger.record(start, {
      phase: end.phase,
      reason: end.reason,
      verdict: 'none',
      finishedAt: now,
    });
    if (!written) {
      // Still in the queue, as it were: it is closed again until it can be written down.
      return {
        kind: 'going',
        active: {
          id: start.id,
          job: start.jobName,
          phase: 'queued',
          workersWanted: start.workersWanted,
          workersReady: false,
        },
        recheckMs: RECORD_AGAIN_MS,
      };
    }
    return {
      kind: 'over',
      past: {
        id: start.id,
        job: start.jobName,
        phase: end.phase,
        verdict: 'none',
        endTime: kubeTime(now),
      },
      message: end.reason.message,
      removeJob: true,
    };
  }

  /** Makes the reporter's ConfigMap, if there is to be one. A namespace that does not let us runs without. */
  async ensureReporter(
    key: string,
    locust: LocustObject,
    signal: AbortSignal,
  ): Promise<void> {
    const { config, children } = this.options;
    const { namespace } = locust.metadata;
    const believed = this.reporters.get(namespace) ?? -Infinity;
    if (
      !config.reporter ||
      locust.spec.reporter === false ||
      performance.now() - believed < REPORTER_BELIEVED_MS
    ) {
      return;
    }
    const ensured = await children.create(
      key,
      CONFIG_MAPS,
      undefined,
      reporterConfigMap(namespace, config.reporter),
      undefined,
      signal,
    );
    if (ensured.kind === 'there') {
      this.reporters.set(namespace, performance.now());
    }
  }

  private factsOf(run: SupervisedRun): RunFacts {
    const { view, observer, config } = this.options;
    const { start } = run;
    const uid = run.job?.metadata.uid ?? start.jobUid;
    return {
      job: run.job,
      master: uid === undefined ? undefined : view.masterPod(uid),
      workers: uid === undefined ? [] : view.workerPods(uid),
      observation: observer.observation(start.id),
      stopRequested: run.stopRequested,
      admittedAt: run.admittedAt,
      workersWanted: start.workersWanted,
      deadlines: deadlinesOrDefaults(start.spec, config),
    };
  }

  /** Makes what is missing of a run's Service and workers, and lets its Job go. Answers what stands in the way. */
  private async ensureChildren(
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
    const steps: readonly (() => Promise<Ensured> | undefined)[] = [
      () => {
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
      () => {
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
    ];
    for (const step of steps) {
      const ensured = await step();
      if (ensured?.kind === 'blocked') {
        return ensured.reason;
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

  private follow(run: SupervisedRun, master: PodObject | undefined): void {
    if (!master?.container || master.container.kind === 'waiting') {
      return;
    }
    this.options.observer.follow(
      run.start,
      {
        namespace: master.metadata.namespace,
        podName: master.metadata.name,
        container: LOCUST_CONTAINER,
        ended:
          master.container.kind === 'terminated' ||
          master.phase === 'Succeeded' ||
          master.phase === 'Failed',
      },
      () => this.options.enqueue(run.key),
    );
  }

  /** The kubelet then sends SIGTERM: Locust prints its final statistics, and the pod stays with its log. */
  async endMaster(
    run: Pick<SupervisedRun, 'key'>,
    master: PodObject,
    signal: AbortSignal,
  ): Promise<void> {
    // Kubernetes lets this field only become less; one is the least.
    if (master.activeDeadlineSeconds === 1) {
      return;
    }
    await this.options.children.patch(
      run.key,
      PODS,
      this.options.view.pods,
      master,
      { spec: { activeDeadlineSeconds: 1 } },
      signal,
    );
  }

  private async reportGoing(
    run: SupervisedRun,
    facts: RunFacts,
    assessment: Extract<RunAssessment, { kind: 'going' }>,
    now: Date,
  ): Promise<RunReport> {
    const { ledger } = this.options;
    const { start } = run;
    const { phase, trouble, startedAt } = assessment;
    const written = await ledger.record(start, {
      phase,
      // Trouble may pass, and then it is not to be seen at a run any more that went well.
      reason: trouble ?? null,
      startedAt,
      usersSpawnedAt: facts.observation?.usersSpawnedAt,
    });
    await this.tellTrouble(run, trouble, now);
    return {
      kind: 'going',
      active: {
        id: start.id,
        job: start.jobName,
        // Not worth a write of its own: it goes along with the one that says that the run has begun.
        jobUid: phase === 'starting' ? run.announcedJobUid : start.jobUid,
        phase,
        startTime: kubeTime(run.admittedAt),
        workersWanted: facts.workersWanted,
        workersReady: assessment.workersConnected >= facts.workersWanted,
        trouble,
      },
      recheckMs: soonest(
        assessment.recheckMs,
        facts.obstacle && OBSTACLE_AGAIN_MS,
        written ? undefined : RECORD_AGAIN_MS,
      ),
    };
  }

  private async reportOver(
    run: SupervisedRun,
    facts: RunFacts,
    assessment: Extract<RunAssessment, { kind: 'over' }>,
    now: Date,
    signal: AbortSignal,
  ): Promise<RunReport> {
    await this.removeChildren(run, signal);
    const { start } = run;
    const total = facts.observation?.total;
    const verdict =
      assessment.phase === 'finished'
        ? facts.observation?.verdict ?? 'none'
        : 'none';
    const progress: RunProgress = {
      phase: assessment.phase,
      reason: assessment.reason ?? null,
      verdict,
      startedAt: assessment.startedAt,
      usersSpawnedAt: facts.observation?.usersSpawnedAt,
      finishedAt: assessment.finishedAt,
      workersConnected: facts.observation?.workersConnected,
      exitCode: assessment.exitCode,
      total,
    };
    // Nothing is closed before its outcome is kept: the figures may still be on their way from the log.
    if (
      assessment.awaitsOutcome ||
      !(await this.options.ledger.record(start, progress))
    ) {
      return {
        kind: 'going',
        active: {
          id: start.id,
          job: start.jobName,
          jobUid: start.jobUid,
          phase: run.stopRequested ? 'stopping' : 'running',
          startTime: kubeTime(run.admittedAt),
          workersWanted: facts.workersWanted,
          workersReady: assessment.workersConnected >= facts.workersWanted,
        },
        recheckMs: soonest(assessment.recheckMs, RECORD_AGAIN_MS),
      };
    }
    if (assessment.reason) {
      await this.options.ledger.event(
        start,
        assessment.phase === 'error' ? 'warning' : 'normal',
        assessment.reason.code,
        assessment.reason.message,
        now,
      );
    }
    this.told.delete(start.id);
    return {
      kind: 'over',
      past: {
        id: start.id,
        job: start.jobName,
        phase: assessment.phase,
        verdict,
        startTime: kubeTime(assessment.startedAt ?? run.admittedAt),
        endTime: kubeTime(assessment.finishedAt),
        ...(total && {
          requests: total.requests,
          failureRatio: total.failRatio.toFixed(4),
          ...(total.percentiles['95'] !== undefined && {
            p95: Math.round(total.percentiles['95']),
          }),
        }),
      },
      message: assessment.reason?.message,
      removeJob: assessment.removeJob,
      recheckMs: assessment.recheckMs,
    };
  }

  private async removeChildren(
    run: SupervisedRun,
    signal: AbortSignal,
  ): Promise<void> {
    const { view, children } = this.options;
    const uid = run.job?.metadata.uid ?? run.start.jobUid;
    if (uid === undefined) {
      return;
    }
    for (const child of view.replicaSetsOf(uid)) {
      await children.remove(
        run.key,
        REPLICA_SETS,
        view.replicaSets,
        child,
        signal,
      );
    }
    for (const child of view.servicesOf(uid)) {
      await children.remove(run.key, SERVICES, view.services, child, signal);
    }
  }

  /** Trouble is told once, when it begins, in the run's history and as an Event. */
  private async tellTrouble(
    run: SupervisedRun,
    trouble: Reason | undefined,
    now: Date,
  ): Promise<void> {
    const { ledger, events } = this.options;
    if (!trouble || this.told.get(run.start.id) === trouble.code) {
      return;
    }
    this.told.set(run.start.id, trouble.code);
    await ledger.event(
      run.start,
      'warning',
      trouble.code,
      trouble.message,
      now,
    );
    await events.tell(
      run.locust,
      { type: 'Warning', reason: trouble.code, message: trouble.message },
      now,
    );
  }
}

/** The spec that a Job carries may have been edited there; that must not keep anybody from looking at the run. */
function deadlinesOrDefaults(
  spec: RunStart['spec'],
  config: EngineConfig,
): Deadlines {
  try {
    return deadlinesOf(spec, config);
  } catch {
    return deadlinesOf({}, config);
  }
}

/** Whether somebody has asked for this Job's run to be stopped. */
export function isStopRequested(job: JobObject | undefined): boolean {
  const value = job?.metadata.annotations?.[ANNOTATIONS.stop];
  return value !== undefined && value !== 'false';
}

export function soonest(
  ...times: readonly (number | undefined)[]
): number | undefined {
  const due = times.filter((time): time is number => time !== undefined);
  return due.length > 0 ? Math.min(...due) : undefined;
}
