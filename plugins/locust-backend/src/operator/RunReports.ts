import type {
  LocustActiveRun,
  LocustSpec,
  Reason,
} from 'backstage-plugin-locust-common';
import type { RunProgress, RunStart } from '../runs/RunStore';
import type { RunAssessment, RunFacts } from './assessRun';
import type { EventRecorder } from './EventRecorder';
import { judgeRun } from './judgeRun';
import { kubeTime } from './kubeTime';
import type { RunLedger } from './RunLedger';
import { soonest } from './soonest';
import type { RunReport, SupervisedRun } from './SupervisedRun';

/** What could not be written down is tried again so soon. */
const RECORD_AGAIN_MS = 5_000;
/** What stands in the way of a child is looked at again so soon. */
const OBSTACLE_AGAIN_MS = 2_000;

/** How a run ends that never got to its start. */
export interface UnstartedEnd {
  readonly phase: 'skipped' | 'stopped' | 'error';
  readonly reason: Reason;
}

/** Writes where runs stand into the history, and says it in the shape that the status is made of. */
export class RunReports {
  /** What was told of runs, by what it was and the run's id. */
  private readonly told = new Map<string, string>();
  /** Runs whose end is on its way into the history. */
  private readonly closed = new Map<
    string,
    UnstartedEnd & { readonly at: Date }
  >();

  constructor(
    private readonly options: {
      readonly ledger: RunLedger;
      readonly events: EventRecorder;
    },
  ) {}

  /**
   * How a run was closed while the history was away. It is on its way there, so nothing else may become of the run:
   * what a later look would decide, when others have ended meanwhile, does not count.
   */
  closing(runId: string): UnstartedEnd | undefined {
    return this.closed.get(runId);
  }

  /**
   * Closes a run that never got to its start; the same way each time until that is written down.
   *
   * @param known - what the status has of it where it has begun; what has not goes on waiting
   */
  async close(
    start: RunStart,
    firstEnd: UnstartedEnd,
    now: Date,
    known?: LocustActiveRun,
  ): Promise<RunReport> {
    const end = this.closed.get(start.id) ?? { ...firstEnd, at: now };
    const written = await this.options.ledger.record(start, {
      phase: end.phase,
      reason: end.reason,
      verdict: 'none',
      finishedAt: end.at,
    });
    if (!written) {
      this.closed.set(start.id, end);
      return {
        kind: 'going',
        active: {
          ...(known ?? {
            id: start.id,
            job: start.jobName,
            phase: 'queued' as const,
          }),
          workersWanted: start.workersWanted,
          workersReady: false,
          hasEnded: true,
        },
        recheckMs: RECORD_AGAIN_MS,
      };
    }
    this.closed.delete(start.id);
    return {
      kind: 'over',
      past: {
        id: start.id,
        job: start.jobName,
        phase: end.phase,
        verdict: 'none',
        endTime: kubeTime(end.at),
      },
      message: end.reason.message,
      removeJob: true,
    };
  }

  /** The run goes on. */
  async going(
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
      reason: trouble ?? facts.stopCondition ?? null,
      startedAt,
      usersSpawnedAt: facts.observation?.usersSpawnedAt,
    });
    await this.tell(run, 'trouble', trouble, now);
    await this.tell(run, 'stop', facts.stopCondition, now);
    const named = phase !== 'starting';
    return {
      kind: 'going',
      active: {
        id: start.id,
        job: start.jobName,
        // Not worth a write of its own: it goes along with the one that says that the run has begun.
        jobUid: named ? start.jobUid : run.announcedJobUid,
        announcedAtVersion: named ? undefined : run.announcedAtVersion,
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

  /** The run has ended; it is closed once its outcome is written down. */
  async over(
    run: SupervisedRun,
    facts: RunFacts,
    assessment: Extract<RunAssessment, { kind: 'over' }>,
    now: Date,
  ): Promise<RunReport> {
    const { start } = run;
    const total = facts.observation?.total;
    const judgement = judgeRun(
      {
        thresholds: thresholdsOf(run),
        ignoreFirst: start.spec.ignoreFirst,
      },
      assessment.phase,
      facts.observation,
      facts.stopCondition,
    );
    const { verdict } = judgement;
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
      thresholds: judgement.thresholds,
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
          phase: facts.stopRequested ? 'stopping' : 'running',
          startTime: kubeTime(run.admittedAt),
          workersWanted: facts.workersWanted,
          workersReady: assessment.workersConnected >= facts.workersWanted,
          hasEnded: true,
        },
        recheckMs: soonest(assessment.recheckMs, RECORD_AGAIN_MS),
      };
    }
    if (assessment.reason) {
      await this.options.ledger.event(
        start,
        assessment.phase === 'stopped' && verdict !== 'failed'
          ? 'normal'
          : 'warning',
        assessment.reason.code,
        assessment.reason.message,
        now,
      );
    }
    this.told.delete(`trouble ${start.id}`);
    this.told.delete(`stop ${start.id}`);
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
      verdictMessage: judgement.message,
      removeJob: assessment.removeJob,
      recheckMs: assessment.recheckMs,
    };
  }

  /** Trouble, and why the run is stopped, is told once, when it begins, in the run's history and as an Event. */
  private async tell(
    run: SupervisedRun,
    what: 'trouble' | 'stop',
    reason: Reason | undefined,
    now: Date,
  ): Promise<void> {
    const { ledger, events } = this.options;
    const key = `${what} ${run.start.id}`;
    if (!reason || this.told.get(key) === reason.code) {
      return;
    }
    this.told.set(key, reason.code);
    await ledger.event(run.start, 'warning', reason.code, reason.message, now);
    events.tell(
      run.locust,
      { type: 'Warning', reason: reason.code, message: reason.message },
      now,
    );
  }
}

/**
 * What a run is judged by. A one-off's thresholds may be edited while it goes; a scheduled run, of which the resource
 * says nothing any more once it was edited, keeps those that it has begun with.
 */
function thresholdsOf({
  locust,
  start,
}: SupervisedRun): readonly string[] | undefined {
  const spec: LocustSpec = start.scheduled ? start.spec : locust.spec;
  return spec.thresholds;
}
