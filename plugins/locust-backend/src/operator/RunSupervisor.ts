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
import type { RunChildren } from './RunChildren';
import type { RunObserver } from '../runs/RunObserver';
import type { RunReports } from './RunReports';
import { type StopByCondition, stopByCondition, stopMark } from './stopCause';
import type { RunReport, SupervisedRun } from './SupervisedRun';

export interface RunSupervisorOptions {
  readonly view: ClusterView;
  readonly children: ChildWriter;
  readonly runChildren: RunChildren;
  readonly reports: RunReports;
  readonly observer: RunObserver;
  readonly config: EngineConfig;
  /** Makes a key be looked at again. */
  readonly enqueue: (key: string) => void;
}

const MOST_KNOWN = 20_000;

/** Sees one admitted run through: its Service and workers, its log, its stop, its end. */
export class RunSupervisor {
  /** Of runs that go, since when they are watched and have been known to have ended; monotonic. */
  private readonly known = new Map<
    string,
    { readonly since: number; endedSince?: number }
  >();

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

  private knownOf({ start }: SupervisedRun) {
    const known = this.known.get(start.id) ?? {
      since: systemClock.monotonic(),
      endedSince: undefined,
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
    const uid = run.job?.metadata.uid ?? start.jobUid;
    const { since, endedSince } = this.knownOf(run);
    const now = systemClock.monotonic();
    return {
      job: run.job,
      master: uid === undefined ? undefined : view.masterPod(uid),
      workers: uid === undefined ? [] : view.workerPods(uid),
      observation: observer.observation(start.id),
      stopRequested: run.stopRequested || stop?.isMarked === true,
      stopCondition: stop?.reason,
      admittedAt: run.admittedAt,
      workersWanted: start.workersWanted,
      deadlines: deadlinesOrDefaults(start.spec, config),
      watchedForMs: now - since,
      endKnownForMs: endedSince === undefined ? 0 : now - endedSince,
    };
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
