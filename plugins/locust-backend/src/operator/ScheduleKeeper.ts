import {
  ANNOTATIONS,
  LABELS,
  LOCUST_SPEC_DEFAULTS,
  type LocustActiveRun,
  type Reason,
} from 'backstage-plugin-locust-common';
import { CRON_JOBS, JOBS } from '../kube/ResourceTypes';
import { admitJobs } from './admitJobs';
import { cronJob, cronJobPatch } from './children/cronJob';
import { SPEC_HASH } from './children/masterJob';
import { kubeTime } from './kubeTime';
import { MasterJobMaker } from './MasterJobMaker';
import { mayBegin, tellInvalid } from './mayBegin';
import type { CronJobObject } from './observed/CronJobObject';
import type { JobObject } from './observed/JobObject';
import { type Pass, takeReport, isPast, asItWas } from './Pass';
import { type ReconcilerParts, startOf } from './ReconcilerParts';
import { RunCourse } from './RunCourse';
import { startEvent } from './runEvents';
import { STOPPED_UNSTARTED, SCHEDULE_REMOVED } from './runReasons';
import { isStopRequested } from './observed/isStopRequested';
import { soonest } from './soonest';
import { StatusWriter } from './StatusWriter';

/** What keeps the CronJob from being made is looked at again so soon. */
const CONFLICT_AGAIN_MS = 10_000;

/** Does what a resource with a schedule asks for. */
export class ScheduleKeeper {
  constructor(
    private readonly parts: ReconcilerParts,
    private readonly course: RunCourse,
    private readonly maker: MasterJobMaker,
    private readonly status: StatusWriter,
  ) {}

  /** Keeps the CronJob as the resource says, and admits the Jobs that come of it. */
  async keep(pass: Pass): Promise<void> {
    const { view, config, children, reporter } = this.parts;
    const { key, locust, signal } = pass;
    const existing = view.cronJob(locust);
    const ownJob = view.ownJob(locust);
    if (ownJob && (ownJob.end || isPast(pass, ownJob.metadata.name))) {
      // Of the time before it had a schedule.
      pass.jobsToRemove.push(ownJob);
    }
    if (!existing) {
      if (await mayBegin(this.parts, pass)) {
        const blocked = await this.maker.ensureLocustfile(pass);
        await reporter.ensure(key, locust, signal);
        const ensured = blocked
          ? { kind: 'blocked' as const, reason: blocked }
          : await children.create(
              key,
              CRON_JOBS,
              view.cronJobs,
              cronJob(locust, config),
              locust.metadata.uid,
              signal,
            );
        await this.reportBlocked(pass, ensured);
      }
      return;
    }
    pass.lastScheduleTime =
      existing.lastScheduleTime && kubeTime(existing.lastScheduleTime);
    if (pass.problems.length > 0) {
      await tellInvalid(this.parts, pass);
      await this.suspend(pass, existing);
    } else if (differs(existing, cronJob(locust, config))) {
      const blocked = await this.maker.ensureLocustfile(pass);
      if (blocked) {
        await this.reportBlocked(pass, { kind: 'blocked', reason: blocked });
        return;
      }
      await reporter.ensure(key, locust, signal);
      await children.patch(
        key,
        CRON_JOBS,
        view.cronJobs,
        existing,
        cronJobPatch(locust, config),
        signal,
      );
    }
    await this.admit(pass, existing);
  }

  /** Decides about the Jobs that the CronJob has made, or somebody from it, and begins those that may. */
  private async admit(pass: Pass, schedule: CronJobObject): Promise<void> {
    const { view, reports } = this.parts;
    const { locust, now } = pass;
    const waiting: JobObject[] = [];
    for (const job of view.jobsOf(schedule)) {
      if (job.metadata.deletionTimestamp) {
        continue;
      }
      if (isPast(pass, job.metadata.name)) {
        pass.jobsToRemove.push(job);
      } else if (!pass.active.some(it => it.job === job.metadata.name)) {
        waiting.push(job);
      }
    }
    const stopped = waiting.filter(isStopRequested);
    for (const job of stopped) {
      takeReport(
        pass,
        await reports.close(
          startOf(this.parts, locust, job.metadata.name, true, job),
          { phase: 'stopped', reason: STOPPED_UNSTARTED },
          now,
        ),
        job,
      );
    }
    const { decisions, stopActive } = admitJobs(
      waiting.filter(job => !stopped.includes(job)),
      pass.active.length,
      {
        policy:
          locust.spec.concurrencyPolicy ??
          LOCUST_SPEC_DEFAULTS.concurrencyPolicy,
        startingDeadlineSeconds: locust.spec.startingDeadlineSeconds,
      },
      now,
    );
    if (stopActive) {
      await this.stopActiveRuns(pass, schedule);
    }
    const admitted: { known: LocustActiveRun; job: JobObject }[] = [];
    for (const decision of decisions) {
      const { job } = decision;
      const start = startOf(this.parts, locust, job.metadata.name, true, job);
      const known = {
        id: start.id,
        job: start.jobName,
        jobUid: job.metadata.uid,
        startTime: kubeTime(now),
      };
      if (decision.kind === 'skip') {
        takeReport(
          pass,
          await reports.close(
            start,
            { phase: 'skipped', reason: decision.reason },
            now,
          ),
          job,
        );
      } else if (decision.kind === 'wait') {
        pass.active.push(asItWas(locust, { ...known, phase: 'queued' }));
        await this.parts.ledger.record(start, { phase: 'queued' });
      } else {
        admitted.push({ known: { ...known, phase: 'starting' }, job });
      }
    }
    if (admitted.length > 0) {
      await this.status.announce(
        pass,
        admitted.map(it => it.known),
      );
      for (const { known, job } of admitted) {
        await this.course.supervise(pass, {
          known,
          job,
          oneOff: false,
          stopRequested: false,
        });
        await this.parts.events.tell(locust, startEvent(known.job), now);
      }
    }
    const late = locust.spec.startingDeadlineSeconds;
    if (late !== undefined && pass.active.some(it => it.phase === 'queued')) {
      pass.recheckMs = soonest(pass.recheckMs, late * 1000);
    }
  }

  /** Asks the runs in progress to stop, as a person would: the request is on their Job and survives us. */
  private async stopActiveRuns(
    pass: Pass,
    schedule: CronJobObject,
  ): Promise<void> {
    const { view, children } = this.parts;
    for (const job of view.jobsOf(schedule)) {
      const going = pass.active.some(it => it.job === job.metadata.name);
      if (going && !isStopRequested(job)) {
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

  /** The schedule was taken off: its runs go on to their end, then the CronJob goes. */
  async retire(pass: Pass): Promise<void> {
    const { view, children } = this.parts;
    const schedule = view.cronJob(pass.locust);
    if (!schedule || schedule.metadata.deletionTimestamp) {
      return;
    }
    const going = view
      .jobsOf(schedule)
      .some(job => pass.active.some(it => it.job === job.metadata.name));
    if (going) {
      await this.suspend(pass, schedule);
      return;
    }
    for (const job of view.jobsOf(schedule)) {
      if (!isPast(pass, job.metadata.name)) {
        takeReport(
          pass,
          await this.parts.reports.close(
            startOf(this.parts, pass.locust, job.metadata.name, true, job),
            { phase: 'skipped', reason: SCHEDULE_REMOVED },
            pass.now,
          ),
          undefined,
        );
      }
    }
    await children.remove(
      pass.key,
      CRON_JOBS,
      view.cronJobs,
      schedule,
      pass.signal,
    );
  }

  private async suspend(pass: Pass, schedule: CronJobObject): Promise<void> {
    if (schedule.suspended) {
      return;
    }
    const { view, children } = this.parts;
    await children.patch(
      pass.key,
      CRON_JOBS,
      view.cronJobs,
      schedule,
      { spec: { suspend: true } },
      pass.signal,
    );
  }

  private async reportBlocked(
    pass: Pass,
    ensured: { readonly kind: string; readonly reason?: Reason },
  ): Promise<void> {
    if (ensured.kind !== 'blocked' || !ensured.reason) {
      return;
    }
    pass.degraded ??= ensured.reason;
    pass.recheckMs = soonest(pass.recheckMs, CONFLICT_AGAIN_MS);
    await this.parts.events.tell(
      pass.locust,
      {
        type: 'Warning',
        reason: ensured.reason.code,
        message: ensured.reason.message,
      },
      pass.now,
    );
  }
}

/** The CronJob as it is, where it shows what people are likely to have changed, against the one that is wanted. */
function differs(
  existing: CronJobObject,
  wanted: ReturnType<typeof cronJob>,
): boolean {
  const { metadata, spec } = wanted;
  return (
    existing.metadata.annotations?.[SPEC_HASH] !==
      metadata.annotations[SPEC_HASH] ||
    existing.metadata.labels?.[LABELS.locust] !==
      metadata.labels[LABELS.locust] ||
    existing.schedule !== spec.schedule ||
    existing.timeZone !== spec.timeZone ||
    existing.suspended !== spec.suspend ||
    existing.concurrencyPolicy !== spec.concurrencyPolicy
  );
}
