import {
  ANNOTATIONS,
  guardrailProblems,
  LABELS,
  type LocustActiveRun,
  type Reason,
} from 'backstage-plugin-locust-common';
import { isFailure } from '../kube/KubeApiError';
import { JOBS } from '../kube/ResourceTypes';
import { type JobHistory, jobHistory } from './jobHistory';
import { isGoing } from './liveMetadata';
import { LOCUSTS } from './LocustObject';
import { MasterJobMaker } from './MasterJobMaker';
import { jobName, labelValue, runOwner } from './names';
import { isOwnedBy } from './observed/decodeMetadata';
import { decodeJob, type JobObject } from './observed/JobObject';
import { type Pass, takeReport, asItWas } from './Pass';
import { type ReconcilerParts, startOf } from './ReconcilerParts';
import { runQuestion } from './ruleQuestions';
import type { UnstartedEnd } from './RunReports';
import {
  EDITED_BEFORE_START,
  START_UNKNOWN,
  STOPPED_UNSTARTED,
} from './runReasons';
import { haltReason, isStopRequested } from './observed/isStopRequested';
import { soonest } from './soonest';

/** What keeps a Job from being made is looked at again so soon. */
const BLOCKED_AGAIN_MS = 10_000;

/** Sees the runs on that have begun. */
export class RunCourse {
  constructor(
    private readonly parts: ReconcilerParts,
    private readonly maker: MasterJobMaker,
  ) {}

  /** Sees the runs on that the status names as begun, of whichever kind: a run outlives a change of the schedule. */
  async carryOnAll(pass: Pass): Promise<void> {
    for (const known of pass.locust.status.activeRuns ?? []) {
      if (known.phase !== 'queued') {
        await this.carryOn(pass, known);
      }
    }
  }

  private async carryOn(pass: Pass, known: LocustActiveRun): Promise<void> {
    const { locust } = pass;
    const oneOff = known.job === jobName(locust.metadata.name);
    const closing = this.parts.reports.closing(known.id);
    if (closing) {
      await this.close(pass, known, closing);
      return;
    }
    const found = await this.findJob(pass, known, oneOff);
    // A Job goes with its resource, and its end may be told first: nobody is to read that somebody deleted the Job.
    if (
      found === 'unsure' ||
      (found === undefined &&
        (await isGoing(
          this.parts.client,
          LOCUSTS,
          locust.metadata,
          pass.signal,
        )))
    ) {
      this.leaveAsItIs(pass, known);
      return;
    }
    let job = found;
    let obstacle: Reason | undefined;
    const isAsked =
      known.phase === 'stopping' ||
      isStopRequested(job) ||
      (oneOff && locust.spec.stop === true);
    const halted = isAsked ? undefined : this.parts.gate.halted(locust);
    if (halted && job && !job.end) {
      await this.markHalted(pass, job, halted);
    }
    const stopRequested = isAsked || halted !== undefined;
    let lostUid = oneOff ? this.lostJobUid(pass) : undefined;
    // The status names the run but not its Job's UID: perhaps the engine ended before it made the Job, or just after,
    // and somebody has deleted the Job since. It must not be made a second time.
    if (
      !job &&
      oneOff &&
      known.jobUid === undefined &&
      lostUid === undefined &&
      !stopRequested
    ) {
      const history = await this.historyOf(pass, known);
      if (history.kind === 'forgotten') {
        await this.close(pass, known, {
          phase: 'error',
          reason: START_UNKNOWN,
        });
        return;
      }
      if (history.kind === 'there') {
        this.leaveAsItIs(pass, known);
        return;
      }
      if (history.kind === 'made') {
        lostUid = history.uid;
      } else {
        const made: JobObject | Reason =
          (await this.whyNotMade(pass, known)) ?? (await this.maker.make(pass));
        job = 'metadata' in made ? made : undefined;
        obstacle = 'metadata' in made ? undefined : made;
      }
    }
    await this.supervise(pass, {
      known,
      job,
      lostUid,
      oneOff,
      stopRequested,
      stopReason: halted ?? haltReason(job),
      obstacle,
    });
  }

  /** On the Job, as a person's request would be: so the run is stopped whatever becomes of us and of the freeze. */
  private async markHalted(
    pass: Pass,
    job: JobObject,
    { message }: Reason,
  ): Promise<void> {
    const { children, view } = this.parts;
    await children.patch(
      pass.key,
      JOBS,
      view.jobs,
      job,
      {
        metadata: {
          annotations: {
            [ANNOTATIONS.stop]: 'true',
            [ANNOTATIONS.stopReason]: message,
          },
        },
      },
      pass.signal,
    );
  }

  /** A spec that was changed since the run was announced counts until its Job is made, and is held against what is allowed. */
  private async whyNotMade(
    pass: Pass,
    known: LocustActiveRun,
  ): Promise<Reason | undefined> {
    const { locust, problems, signal } = pass;
    const { rules, guardrailsOf } = this.parts;
    if (problems.length > 0) {
      return EDITED_BEFORE_START;
    }
    if (!this.maker.wasEdited(pass)) {
      return undefined;
    }
    const verdict = await rules.about(
      {
        ...runQuestion(
          this.parts,
          pass,
          startOf(this.parts, locust, known.job, false, undefined),
          locust.spec,
        ),
        problems: guardrailProblems(locust.spec, guardrailsOf(locust)),
      },
      signal,
    );
    switch (verdict.kind) {
      case 'allowed':
        return undefined;
      case 'refused':
        return EDITED_BEFORE_START;
      default:
        return verdict.reason;
    }
  }

  /** Until it is looked at again, in a moment. */
  private leaveAsItIs(pass: Pass, known: LocustActiveRun): void {
    pass.recheckMs = soonest(pass.recheckMs, 1_000);
    pass.active.push(asItWas(pass.locust, known));
  }

  private async historyOf(
    pass: Pass,
    known: LocustActiveRun,
  ): Promise<JobHistory> {
    const { namespace, uid } = pass.locust.metadata;
    return this.maker.wasRefused(pass)
      ? { kind: 'never' }
      : jobHistory(
          this.parts.client,
          { namespace, name: known.job, ownerUid: uid },
          known.announcedAtVersion,
          pass.signal,
        );
  }

  /** Of a one-off that has begun and never got to its start. */
  private async close(
    pass: Pass,
    known: LocustActiveRun,
    end: UnstartedEnd,
  ): Promise<void> {
    takeReport(
      pass,
      await this.parts.reports.close(
        startOf(this.parts, pass.locust, known.job, false, undefined),
        end,
        pass.now,
        known,
      ),
      undefined,
    );
  }

  /** The UID of the one-off's Job where this process has seen it go: the status may not name it yet. */
  private lostJobUid({ locust }: Pass): string | undefined {
    const { namespace, name, uid } = locust.metadata;
    const buried = this.parts.view.jobs.tombstone(
      `${namespace}/${jobName(name)}`,
    );
    return buried && isOwnedBy(buried.object, uid) ? buried.uid : undefined;
  }

  /** Looks at one run and does what is next. */
  async supervise(
    pass: Pass,
    run: {
      readonly known: LocustActiveRun;
      readonly job: JobObject | undefined;
      /** Of a Job that was made and is gone. */
      readonly lostUid?: string;
      readonly oneOff: boolean;
      readonly stopRequested: boolean;
      readonly stopReason?: Reason;
      readonly obstacle?: Reason;
    },
  ): Promise<void> {
    const { locust, key, now, signal } = pass;
    const { known, job, oneOff, obstacle } = run;
    const start = startOf(this.parts, locust, known.job, !oneOff, job);
    if (obstacle && !job) {
      // The run cannot begin yet, and its Job is not lost: it was never there.
      pass.active.push({ ...asItWas(pass.locust, known), trouble: obstacle });
      pass.degraded ??= obstacle;
      pass.recheckMs = soonest(pass.recheckMs, BLOCKED_AGAIN_MS);
      await this.giveUpBlocked(pass, known, obstacle);
      return;
    }
    const report = await this.parts.supervisor.supervise(
      {
        key,
        locust,
        start: {
          ...start,
          jobUid: job?.metadata.uid ?? known.jobUid ?? run.lostUid,
        },
        job,
        owner: runOwner(locust.metadata.name, known.job, oneOff),
        admittedAt: known.startTime ? new Date(known.startTime) : now,
        stopRequested: run.stopRequested,
        stopReason: run.stopReason,
        announcedJobUid: known.jobUid,
        announcedAtVersion: known.announcedAtVersion,
      },
      now,
      signal,
    );
    takeReport(pass, report, job);
  }

  /** A one-off whose Job's name stays taken ends after the time it may take to get its workers. */
  private async giveUpBlocked(
    pass: Pass,
    known: LocustActiveRun,
    obstacle: Reason,
  ): Promise<void> {
    const { now, locust } = pass;
    const since = known.startTime ? new Date(known.startTime) : now;
    const patienceMs = 5 * 60_000;
    if (
      now.getTime() - since.getTime() < patienceMs &&
      locust.spec.stop !== true
    ) {
      return;
    }
    pass.active.pop();
    await this.close(
      pass,
      known,
      locust.spec.stop === true
        ? { phase: 'stopped', reason: STOPPED_UNSTARTED }
        : { phase: 'error', reason: obstacle },
    );
  }

  /**
   * The Job of a run. Undefined means that it is gone for sure: the cache alone is not believed. `unsure`: the
   * server has one that the cache has not shown yet.
   */
  private async findJob(
    pass: Pass,
    known: LocustActiveRun,
    oneOff: boolean,
  ): Promise<JobObject | undefined | 'unsure'> {
    const { view, client, children } = this.parts;
    const { namespace, name, uid } = pass.locust.metadata;
    const ours = (job: JobObject) =>
      (known.jobUid === undefined || known.jobUid === job.metadata.uid) &&
      (!oneOff || isOwnedBy(job, uid));
    const cached = view.job(namespace, known.job);
    if (cached && ours(cached)) {
      return cached;
    }
    try {
      const live = decodeJob(
        await client.get(
          JOBS,
          { namespace, name: known.job },
          { signal: pass.signal },
        ),
      );
      if (!ours(live) || live.metadata.deletionTimestamp) {
        return undefined;
      }
      // Either the cache has not shown it yet, or somebody has taken off the label that is watched by.
      await children.labelled(
        JOBS,
        live,
        { [LABELS.locust]: labelValue(name) },
        pass.signal,
      );
      return 'unsure';
    } catch (error) {
      if (isFailure(error, 'notFound')) {
        return undefined;
      }
      throw error;
    }
  }
}
