import { LABELS, type Reason } from 'backstage-plugin-locust-common';
import { isFailure } from '../kube/KubeApiError';
import { CRON_JOBS } from '../kube/ResourceTypes';
import { cronJob, cronJobPatch } from './children/cronJob';
import { SPEC_HASH } from './children/masterJob';
import { kubeTime } from './kubeTime';
import { MasterJobMaker } from './MasterJobMaker';
import { mayBegin, tellInvalid } from './mayBegin';
import type { CronJobObject } from './observed/CronJobObject';
import type { OldLocustfiles } from './OldLocustfiles';
import { isPast, type Pass } from './Pass';
import type { ReconcilerParts } from './ReconcilerParts';
import { scheduleQuestion } from './ruleQuestions';
import { SCHEDULE_REMOVED } from './runReasons';
import type { ScheduledRuns } from './ScheduledRuns';
import { soonest } from './soonest';

/** What keeps the CronJob from being made is looked at again so soon. */
const CONFLICT_AGAIN_MS = 10_000;

/** Does what a resource with a schedule asks for. */
export class ScheduleKeeper {
  constructor(
    private readonly parts: ReconcilerParts,
    private readonly runs: ScheduledRuns,
    private readonly maker: MasterJobMaker,
    private readonly oldLocustfiles: OldLocustfiles,
  ) {}

  /** Keeps the CronJob as the resource says, and admits the Jobs that come of it. */
  async keep(pass: Pass): Promise<void> {
    const { view, profiles, children, reporter } = this.parts;
    const { key, locust, signal } = pass;
    const config = await profiles.configFor(locust);
    const existing = view.cronJob(locust);
    const ownJob = view.ownJob(locust);
    if (ownJob && (ownJob.end || isPast(pass, ownJob.metadata.name))) {
      // Of the time before it had a schedule.
      pass.jobsToRemove.push(ownJob);
    }
    if (!existing) {
      if ((await mayBegin(this.parts, pass)) && (await this.rulesAgree(pass))) {
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
    } else if (
      differs(existing, cronJob(locust, config)) &&
      (await this.rulesAgree(pass, existing))
    ) {
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
        cronJobPatch(locust, config, await this.live(existing, signal)),
        signal,
      );
      this.oldLocustfiles.templateChanged(pass);
    }
    await this.runs.admit(pass, existing);
    await this.oldLocustfiles.remove(pass, existing);
  }

  /** All of the CronJob, of which the store keeps only what is looked at on every pass. */
  private async live(
    { metadata }: CronJobObject,
    signal: AbortSignal,
  ): Promise<unknown> {
    const { namespace, name } = metadata;
    try {
      return await this.parts.client.get(
        CRON_JOBS,
        { namespace, name },
        { signal },
      );
    } catch (error) {
      if (isFailure(error, 'notFound')) {
        return undefined;
      }
      throw error;
    }
  }

  /** The schedule was taken off: its runs go on to their end, then the CronJob goes. */
  async retire(pass: Pass): Promise<void> {
    const { view } = this.parts;
    const schedule = view.cronJob(pass.locust);
    if (!schedule || schedule.metadata.deletionTimestamp) {
      return;
    }
    if (await this.runs.closeWaiting(pass, schedule, SCHEDULE_REMOVED)) {
      pass.cronJobToRemove = schedule;
    } else {
      await this.suspend(pass, schedule);
    }
  }

  /**
   * Whether a company's own rules agree with the schedule. Else it is suspended where they refuse it, and left as it is
   * where they cannot be asked. What is paused starts nothing, and nobody is asked.
   */
  private async rulesAgree(
    pass: Pass,
    existing?: CronJobObject,
  ): Promise<boolean> {
    if (pass.locust.spec.suspend) {
      return true;
    }
    const verdict = await this.parts.rules.about(
      scheduleQuestion(this.parts, pass),
      pass.signal,
    );
    if (verdict.kind === 'allowed') {
      return true;
    }
    pass.recheckMs = soonest(pass.recheckMs, verdict.againMs);
    if (verdict.kind === 'waits') {
      pass.degraded ??= verdict.reason;
      return false;
    }
    pass.problems.push(...verdict.problems);
    await tellInvalid(this.parts, pass);
    if (existing) {
      await this.suspend(pass, existing);
    }
    return false;
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
    this.parts.events.tell(
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
