import { JOBS, PODS } from '../kube/ResourceTypes';
import { assessRun } from './assessRun';
import type { ChildWriter } from './ChildWriter';
import { LOCUST_CONTAINER } from './children/podParts';
import type { PodObject } from './observed/PodObject';
import type { RunChildren } from './RunChildren';
import type { RunReports } from './RunReports';
import { RunSights, type RunSightsOptions } from './RunSights';
import { type StopByCondition, stopByCondition, stopMark } from './stopCause';
import type { RunReport, SupervisedRun } from './SupervisedRun';

export interface RunSupervisorOptions extends RunSightsOptions {
  readonly children: ChildWriter;
  readonly runChildren: RunChildren;
  readonly reports: RunReports;
}

/** Sees one admitted run through: its Service and workers, its log, its stop, its end. */
export class RunSupervisor {
  private readonly sights: RunSights;

  constructor(private readonly options: RunSupervisorOptions) {
    this.sights = new RunSights(options);
  }

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
    let facts = await this.sights.look(run, stop, signal);
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
    const { namespace, jobUid } = run.start;
    const uid = run.job?.metadata.uid ?? jobUid;
    if (uid !== undefined) {
      await runChildren.remove(run.key, run.owner, { namespace, uid }, signal);
    }
    this.sights.ended(run);
    const report = await reports.over(run, facts, assessment, now);
    if (report.kind === 'over') {
      this.sights.forget(run);
    }
    return report;
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
