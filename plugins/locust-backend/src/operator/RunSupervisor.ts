import type { Reason } from 'backstage-plugin-locust-common';
import type { RunStart } from '../runs/RunStore';
import { systemClock } from '../kube/Clock';
import { JOBS, PODS } from '../kube/ResourceTypes';
import { assessRun, type RunFacts } from './assessRun';
import type { ChildWriter } from './ChildWriter';
import { LOCUST_CONTAINER } from './children/podParts';
import type { ClusterView } from './ClusterView';
import { type Deadlines, deadlinesOf } from './deadlines';
import type { EngineConfig } from './EngineConfig';
import type { PodObject } from './observed/PodObject';
import type { PodRefusals } from './PodRefusals';
import type { PodTrouble } from './podTrouble';
import type { RunChildren } from './RunChildren';
import type { RunObserver } from '../runs/RunObserver';
import type { RunReports } from './RunReports';
import { type StopByCondition, stopByCondition, stopMark } from './stopCause';
import type { RunReport, SupervisedRun } from './SupervisedRun';
import { type WorkersStanding, workersStanding } from './workersStanding';

export interface RunSupervisorOptions {
  readonly view: ClusterView;
  readonly children: ChildWriter;
  readonly runChildren: RunChildren;
  readonly refusals: PodRefusals;
  readonly reports: RunReports;
  readonly observer: RunObserver;
  readonly config: EngineConfig;
  /** Makes a key be looked at again. */
  readonly enqueue: (key: string) => void;
}

const MOST_KNOWN = 20_000;

/** A Job whose pod is not there by then is asked for why: an idle controller makes it within a second. */
const POD_EXPECTED_MS = 5_000;

/** What this process remembers of a run that goes. */
interface KnownRun {
  /** Since when it is watched and has been known to have ended; monotonic. */
  readonly since: number;
  endedSince?: number;
  /** Before its end, with which they go. */
  workerPods?: readonly PodObject[];
  workersRefusal?: string;
  /** A worker that was killed is begun again, and once it has ended a second time its pod tells only of that. */
  workerLost?: PodTrouble;
  /** Since when its Job might have had a pod and had none; monotonic. */
  masterMissedSince?: number;
  masterRefusal?: Reason;
}

/** Sees one admitted run through: its Service and workers, its log, its stop, its end. */
export class RunSupervisor {
  private readonly known = new Map<string, KnownRun>();

  constructor(private readonly options: RunSupervisorOptions) {}

  /** Brings the run nearer to its end, once. */
  async supervise(
    run: SupervisedRun,
    now: Date,
    signal: AbortSignal,
  ): Promise<RunReport> {
    const { config, runChildren, reports } = this.options;
    const stop = stopByCondition(
      run,
      this.options.observer.observation(run.start.id)?.stopCondition,
    );
    await this.askForMaster(run, signal);
    let facts = this.factsOf(run, stop);
    let assessment = assessRun(facts, config, now);
    if (
      assessment.kind === 'going' &&
      run.job &&
      assessment.phase !== 'stopping'
    ) {
      const obstacle = await runChildren.ensure(run, run.job, signal);
      if (obstacle) {
        facts = { ...facts, obstacle };
        assessment = assessRun(facts, config, now);
      }
    }
    this.follow(run, facts.master);
    if (assessment.kind === 'going') {
      if (assessment.endMaster && facts.master) {
        await this.markStop(run, stop, signal);
        await this.endMaster(run, facts.master, signal);
      }
      return reports.going(run, facts, assessment, now);
    }
    const jobUid = run.job?.metadata.uid ?? run.start.jobUid;
    if (jobUid !== undefined) {
      await runChildren.remove(run.key, jobUid, signal);
    }
    this.knownOf(run).endedSince ??= systemClock.monotonic();
    const report = await reports.over(run, facts, assessment, now);
    if (report.kind === 'over') {
      this.known.delete(run.start.id);
    }
    return report;
  }

  private knownOf({ start }: SupervisedRun): KnownRun {
    const known: KnownRun = this.known.get(start.id) ?? {
      since: systemClock.monotonic(),
    };
    if (this.known.size >= MOST_KNOWN) {
      // Runs whose resource was deleted under them; who goes on is known again at once.
      this.known.clear();
    }
    this.known.set(start.id, known);
    return known;
  }

  private factsOf(
    run: SupervisedRun,
    stop: StopByCondition | undefined,
  ): RunFacts {
    const { view, observer, config } = this.options;
    const { start } = run;
    const { host } = start.spec;
    const uid = run.job?.metadata.uid ?? start.jobUid;
    const known = this.knownOf(run);
    const { since, endedSince } = known;
    if (endedSince === undefined && uid !== undefined) {
      this.lookAtWorkers(known, uid);
    }
    const now = systemClock.monotonic();
    return {
      job: run.job,
      master: uid === undefined ? undefined : view.masterPod(uid),
      workers: this.workersOf(run, known),
      masterRefusal: known.masterRefusal,
      observation: observer.observation(start.id),
      stopRequested: run.stopRequested || stop?.isMarked === true,
      stopCondition: stop?.reason,
      admittedAt: run.admittedAt,
      workersWanted: start.workersWanted,
      host: typeof host === 'string' ? host : undefined,
      deadlines: deadlinesOrDefaults(start.spec, config),
      watchedForMs: now - since,
      endKnownForMs: endedSince === undefined ? 0 : now - endedSince,
    };
  }

  private lookAtWorkers(known: KnownRun, jobUid: string): void {
    const { view } = this.options;
    const pods = view.workerPods(jobUid);
    const refusal = view.replicaSetsOf(jobUid).find(it => it.refusal)?.refusal;
    if (pods.length > 0 || refusal !== undefined) {
      known.workerPods = pods;
      known.workersRefusal = refusal;
    }
  }

  /** Undefined: nothing was seen of them. */
  private workersOf(
    run: SupervisedRun,
    known: KnownRun,
  ): WorkersStanding | undefined {
    const { observer, enqueue } = this.options;
    if (!known.workerPods) {
      return undefined;
    }
    const standing = workersStanding(
      known.workerPods,
      known.workersRefusal,
      ({ metadata, container }) =>
        observer.workerFailure(
          {
            namespace: metadata.namespace,
            podName: metadata.name,
            container: LOCUST_CONTAINER,
            restarted: container?.last !== undefined,
          },
          () => enqueue(run.key),
        ),
    );
    if (standing.trouble?.kind === 'lost') {
      known.workerLost = standing.trouble;
    }
    return { ...standing, trouble: standing.trouble ?? known.workerLost };
  }

  /** Where a Job that may go has no pod, its controller is asked why. */
  private async askForMaster(
    run: SupervisedRun,
    signal: AbortSignal,
  ): Promise<void> {
    const { view, refusals } = this.options;
    const { job } = run;
    const known = this.knownOf(run);
    if (!job || job.end || job.suspended) {
      return;
    }
    if (view.masterPod(job.metadata.uid)) {
      known.masterMissedSince = undefined;
      known.masterRefusal = undefined;
      return;
    }
    const now = systemClock.monotonic();
    known.masterMissedSince ??= now;
    if (now - known.masterMissedSince > POD_EXPECTED_MS) {
      known.masterRefusal = await refusals.ofJob(job, signal);
    }
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
        // A Job ends only after its pods, of which the watch may tell later.
        ended:
          run.job?.end !== undefined ||
          master.container.kind === 'terminated' ||
          master.phase === 'Succeeded' ||
          master.phase === 'Failed',
      },
      () => this.options.enqueue(run.key),
    );
  }

  /** First, so that the reason outlives this process and the log: nothing else tells this stop from a person's. */
  private async markStop(
    run: SupervisedRun,
    stop: StopByCondition | undefined,
    signal: AbortSignal,
  ): Promise<void> {
    if (run.job && stop && !stop.isMarked) {
      const { children, view } = this.options;
      await children.patch(
        run.key,
        JOBS,
        view.jobs,
        run.job,
        stopMark(stop),
        signal,
      );
    }
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
