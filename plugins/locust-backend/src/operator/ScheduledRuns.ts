import {
  ANNOTATIONS,
  guardrailProblems,
  LOCUST_SPEC_DEFAULTS,
  type LocustActiveRun,
  normalizeLocustSpec,
  type Reason,
} from 'backstage-plugin-locust-common';
import { JOBS } from '../kube/ResourceTypes';
import type { RunStart } from '../runs/RunStore';
import { claimedAt } from './admission/claimsOf';
import { admitJobs, type JobDecision } from './admitJobs';
import { kubeTime } from './kubeTime';
import { locustfileSnapshot } from './locustfileSnapshot';
import { problemsInWords } from './mayBegin';
import type { CronJobObject } from './observed/CronJobObject';
import { isStopRequested } from './observed/isStopRequested';
import { dueTime, isStartedByHand, type JobObject } from './observed/JobObject';
import { asItWas, isPast, type Pass, takeReport } from './Pass';
import { type ReconcilerParts, startOf } from './ReconcilerParts';
import { runQuestion } from './ruleQuestions';
import { RunCourse } from './RunCourse';
import { startEvent } from './runEvents';
import type { UnstartedEnd } from './RunReports';
import { REPLACES_OLDER, STOPPED_UNSTARTED } from './runReasons';
import { soonest } from './soonest';
import { StatusWriter } from './StatusWriter';
import { takeTurn } from './takeTurn';
import { waitAside } from './waitInQueue';

/** A run that is refused is skipped after so long, for whose it is may not be known right after a start. */
const REFUSED_FOR_GOOD_MS = 60_000;

interface AdmittedJob {
  readonly start: RunStart;
  readonly known: LocustActiveRun;
  readonly job: JobObject;
}

/** Begins the runs of a schedule: its Jobs are born suspended, and each waits here until it may go. */
export class ScheduledRuns {
  constructor(
    private readonly parts: ReconcilerParts,
    private readonly course: RunCourse,
    private readonly status: StatusWriter,
  ) {}

  /** Decides about the Jobs that the CronJob has made, or somebody from it, and begins those that may. */
  async admit(pass: Pass, schedule: CronJobObject): Promise<void> {
    const { locust, now } = pass;
    const { startingDeadlineSeconds, concurrencyPolicy } = locust.spec;
    const waiting = this.waitingJobs(pass, schedule);
    const undecided: JobObject[] = [];
    const frozen = this.parts.gate.frozen(locust);
    for (const job of waiting) {
      const end =
        this.parts.reports.closing(this.startOfJob(pass, job).id) ??
        (isStopRequested(job)
          ? { phase: 'stopped' as const, reason: STOPPED_UNSTARTED }
          : undefined) ??
        // Those that a person has asked for wait; hours late, all at once, nobody wants those that were due.
        (frozen && !isStartedByHand(job)
          ? { phase: 'skipped' as const, reason: frozen.skipped }
          : undefined);
      if (end) {
        await this.close(pass, job, end);
      } else {
        undecided.push(job);
      }
    }
    const { decisions, stopActive } = admitJobs(
      undecided,
      // One whose log is still being read is in nobody's way.
      pass.active.filter(it => !it.hasEnded).length,
      {
        policy: concurrencyPolicy ?? LOCUST_SPEC_DEFAULTS.concurrencyPolicy,
        startingDeadlineSeconds,
      },
      now,
    );
    if (stopActive) {
      await this.stopActiveRuns(pass, schedule);
    }
    const admitted: AdmittedJob[] = [];
    for (const decision of decisions) {
      const begins = await this.carryOut(pass, decision);
      if (begins) {
        admitted.push(begins);
      }
    }
    if (admitted.length > 0) {
      await this.begin(pass, admitted);
    }
    this.lookAgainAtDeadline(pass, waiting);
  }

  /**
   * Closes what waits, for it will never begin.
   *
   * @returns whether nothing goes any more either
   */
  async closeWaiting(
    pass: Pass,
    schedule: CronJobObject,
    reason: Reason,
  ): Promise<boolean> {
    for (const job of this.waitingJobs(pass, schedule)) {
      await this.close(pass, job, { phase: 'skipped', reason });
    }
    return !this.parts.view.jobsOf(schedule).some(job => isActive(pass, job));
  }

  /** Oldest first. Those whose end is written down already are removed. */
  private waitingJobs(
    pass: Pass,
    schedule: CronJobObject,
  ): readonly JobObject[] {
    const jobs = this.parts.view
      .jobsOf(schedule)
      .filter(job => !job.metadata.deletionTimestamp);
    pass.jobsToRemove.push(
      ...jobs.filter(job => isPast(pass, job.metadata.name)),
    );
    return jobs.filter(
      job => !isPast(pass, job.metadata.name) && !isActive(pass, job),
    );
  }

  private async carryOut(
    pass: Pass,
    decision: JobDecision,
  ): Promise<AdmittedJob | undefined> {
    const { parts } = this;
    const { locust, now } = pass;
    const { job } = decision;
    if (decision.kind === 'skip') {
      await this.close(pass, job, {
        phase: 'skipped',
        reason: decision.reason,
      });
      return undefined;
    }
    const start = this.startOfJob(pass, job);
    const { id, jobName, jobUid } = start;
    if (decision.kind === 'wait') {
      pass.active.push({
        ...asItWas(locust, { id, job: jobName, jobUid, phase: 'queued' }),
        waitsFor: REPLACES_OLDER,
      });
      await parts.ledger.record(start, {
        phase: 'queued',
        reason: REPLACES_OLDER,
      });
      return undefined;
    }
    const turn = await takeTurn(parts, pass, start, {
      since: claimedAt(locust, job),
      agrees: believedMs => this.isAllowed(pass, job, start, believedMs),
    });
    if (!turn) {
      return undefined;
    }
    parts.rules.forget(id);
    return {
      start,
      job,
      known: {
        id,
        job: jobName,
        jobUid,
        phase: 'starting',
        startTime: kubeTime(now),
      },
    };
  }

  /**
   * Whether the guardrails and a company's own rules allow what the Job is to run, which may be another spec than its
   * resource has by now. Else it is shown as waiting, or skipped.
   *
   * @param believedMs - how old the rules' agreement may be; left out: a minute
   */
  private async isAllowed(
    pass: Pass,
    job: JobObject,
    start: RunStart,
    believedMs?: number,
  ): Promise<boolean> {
    const { rules, guardrailsOf } = this.parts;
    const spec = normalizeLocustSpec(start.spec);
    const verdict = await rules.about(
      {
        ...runQuestion(this.parts, pass, start, spec),
        problems: guardrailProblems(spec, guardrailsOf(pass.locust)),
        believedMs,
      },
      pass.signal,
    );
    if (verdict.kind === 'allowed') {
      return true;
    }
    pass.recheckMs = soonest(pass.recheckMs, verdict.againMs);
    if (verdict.kind === 'waits') {
      await waitAside(this.parts, pass, start, verdict.reason);
      return false;
    }
    const reason: Reason = {
      code: 'Invalid',
      message: problemsInWords(verdict.problems),
    };
    if (verdict.forMs < REFUSED_FOR_GOOD_MS) {
      await waitAside(this.parts, pass, start, reason);
    } else {
      rules.forget(start.id);
      await this.close(pass, job, {
        phase: 'skipped',
        reason: { ...reason, message: `Skipped. ${reason.message}` },
      });
    }
    return false;
  }

  /** The status names the runs before anything of them is made. */
  private async begin(
    pass: Pass,
    admitted: readonly AdmittedJob[],
  ): Promise<void> {
    const { ledger, events, folders } = this.parts;
    await ledger.beginning(
      admitted.map(it => it.start),
      Promise.all(admitted.map(it => ledger.begin(it.start))),
      this.status.announce(
        pass,
        admitted.map(it => it.known),
      ),
    );
    for (const { known, job, start } of admitted) {
      // Somebody may have edited what the Job says of its spec.
      const spec = normalizeLocustSpec(start.spec);
      ledger.locustfile(
        start,
        locustfileSnapshot(
          spec,
          pass.locust,
          // A ConfigMap is not read again for every run of a schedule.
          new Map(),
          await folders.of(pass.locust, spec, pass.signal),
        ),
      );
      await this.course.supervise(pass, {
        known,
        job,
        oneOff: false,
        stopRequested: false,
      });
      events.tell(pass.locust, startEvent(known.job), pass.now);
    }
  }

  private async close(
    pass: Pass,
    job: JobObject,
    end: UnstartedEnd,
  ): Promise<void> {
    const start = this.startOfJob(pass, job);
    takeReport(pass, await this.parts.reports.close(start, end, pass.now), job);
  }

  private startOfJob(pass: Pass, job: JobObject): RunStart {
    return startOf(this.parts, pass.locust, job.metadata.name, true, job);
  }

  /** What waits is skipped at the moment when it would start too late. */
  private lookAgainAtDeadline(pass: Pass, waiting: readonly JobObject[]): void {
    const seconds = pass.locust.spec.startingDeadlineSeconds;
    if (seconds === undefined) {
      return;
    }
    for (const job of waiting) {
      const queued = pass.active.some(
        it => it.job === job.metadata.name && it.phase === 'queued',
      );
      const due = dueTime(job);
      if (queued && due) {
        const tooLateMs = due.getTime() + seconds * 1000 + 1;
        pass.recheckMs = soonest(
          pass.recheckMs,
          Math.max(tooLateMs - pass.now.getTime(), 0),
        );
      }
    }
  }

  /** Asks the runs in progress to stop, as a person would: the request is on their Job and survives us. */
  private async stopActiveRuns(
    pass: Pass,
    schedule: CronJobObject,
  ): Promise<void> {
    const { view, children } = this.parts;
    for (const job of view.jobsOf(schedule)) {
      if (isActive(pass, job) && !isStopRequested(job)) {
        await children.patch(
          pass.key,
          JOBS,
          view.jobs,
          job,
          { metadata: { annotations: { [ANNOTATIONS.stop]: 'replaced' } } },
          pass.signal,
        );
      }
    }
  }
}

function isActive(pass: Pass, job: JobObject): boolean {
  return pass.active.some(it => it.job === job.metadata.name);
}
