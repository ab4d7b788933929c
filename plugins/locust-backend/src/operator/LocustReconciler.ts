import {
  ANNOTATIONS,
  LABELS,
  LOCUST_SPEC_DEFAULTS,
  type LocustActiveRun,
  type LocustPastRun,
  locustSpecWarnings,
  nextScheduleTimes,
  type Problem,
  type Reason,
  validateLocustSpec,
} from 'backstage-plugin-locust-common';
import type { RunStart } from '../history/RunStore';
import type { ReconcileOutcome } from '../kube/Controller';
import type { Expectations } from '../kube/Expectations';
import { isFailure } from '../kube/KubeApiError';
import type { KubeClient } from '../kube/KubeClient';
import { objectKey } from '../kube/KubeObject';
import type { Logger } from '../kube/Logger';
import { CONFIG_MAPS, CRON_JOBS, JOBS } from '../kube/ResourceTypes';
import { admitJobs } from './admitJobs';
import { type ActiveRun, buildStatus, statusPatch } from './buildStatus';
import type { ChildWriter } from './ChildWriter';
import { cronJob, cronJobPatch } from './children/cronJob';
import { inlineLocustfile } from './children/inlineLocustfile';
import { masterJob, SPEC_HASH } from './children/masterJob';
import type { ClusterView } from './ClusterView';
import type { EngineConfig } from './EngineConfig';
import type { EventRecorder } from './EventRecorder';
import {
  decodeLocust,
  isScheduled,
  type LocustObject,
  LOCUSTS,
  type RawLocust,
} from './LocustObject';
import { kubeTime } from './kubeTime';
import { missingReferences } from './missingReferences';
import { jobName } from './names';
import type { CronJobObject } from './observed/CronJobObject';
import { isOwnedBy } from './observed/decodeMetadata';
import { decodeJob, type JobObject } from './observed/JobObject';
import type { PodObject } from './observed/PodObject';
import { retentionOf } from './retention';
import type { RunLedger } from './RunLedger';
import {
  isStopRequested,
  type RunReport,
  type RunSupervisor,
  soonest,
} from './RunSupervisor';
import { type ClusterIdentity, runStart } from './runStart';
import { specHash } from './specAsRun';
import type { UnfinishedRuns } from './UnfinishedRuns';

export interface LocustReconcilerOptions {
  readonly cluster: ClusterIdentity;
  readonly client: KubeClient;
  readonly view: ClusterView;
  readonly expectations: Expectations;
  readonly children: ChildWriter;
  readonly supervisor: RunSupervisor;
  readonly ledger: RunLedger;
  readonly events: EventRecorder;
  readonly unfinished: UnfinishedRuns | undefined;
  readonly config: EngineConfig;
  /** What the portal has found out about a resource's entity. */
  readonly entityRefOf: (locust: LocustObject) => string | undefined;
  readonly logger: Logger;
  readonly now: () => Date;
}

/** A reference that is missing is looked for again so soon. */
const REFERENCE_AGAIN_MS = 10_000;
const CONFLICT_AGAIN_MS = 10_000;
/** Node's timers and the queue's agenda need no longer ones: what is due later is looked at on the way. */
/** Other containers of a master get so long to end after Locust has. */
const SIDECAR_GRACE_MS = 30_000;
const LONGEST_WAIT_MS = 6 * 60 * 60_000;

/** Of deleted resources, to be remembered as done with. */
const MAX_CLOSED = 5_000;

/** What one pass over a resource gathers. */
interface Pass {
  readonly key: string;
  /** With the status as last written. */
  locust: LocustObject;
  readonly now: Date;
  readonly signal: AbortSignal;
  readonly problems: Problem[];
  readonly active: ActiveRun[];
  readonly ended: LocustPastRun[];
  endMessage?: string;
  degraded?: Reason;
  note?: string;
  lastScheduleTime?: string;
  recheckMs?: number;
  /** Jobs to delete once the status is written. */
  readonly jobsToRemove: JobObject[];
  /** Delete the resource itself once the status is written. */
  deleteResource: boolean;
}

/**
 * Level-triggered: looks at what there is, and makes the difference to what is asked for, whatever happened before.
 * Everything it relies on across a crash is in the cluster: names, owners by UID, and the status, which names a run
 * before anything of it is made.
 */
export class LocustReconciler {
  /** UIDs of deleted resources whose runs are closed. */
  private readonly closed = new Set<string>();

  constructor(private readonly options: LocustReconcilerOptions) {}

  readonly reconcile = async (
    key: string,
    signal: AbortSignal,
  ): Promise<ReconcileOutcome> => {
    const { view, now } = this.options;
    const locust = view.locusts.get(key);
    const buried = view.locusts.tombstone(key);
    if (!locust && buried && !this.closed.has(buried.uid)) {
      await this.closeRunsOfDeleted(key, buried.object);
    }
    if (!locust) {
      this.options.expectations.forget(key);
      return { kind: 'done' };
    }
    if (locust.metadata.deletionTimestamp) {
      return { kind: 'done' };
    }
    const pass: Pass = {
      key,
      locust,
      now: now(),
      signal,
      problems: [...validateLocustSpec(locust.writtenSpec)],
      active: [],
      ended: [],
      jobsToRemove: [],
      deleteResource: false,
    };
    await this.carryOnRuns(pass);
    if (isScheduled(locust)) {
      await this.keepSchedule(pass);
    } else {
      await this.retireSchedule(pass);
      await this.keepOneOff(pass);
    }
    await this.writeStatus(pass);
    await this.tidyUp(pass);
    return pass.recheckMs === undefined
      ? { kind: 'done' }
      : {
          kind: 'after',
          ms: Math.min(Math.max(pass.recheckMs, 50), LONGEST_WAIT_MS),
        };
  };

  /** Sees the runs on that the status names as begun, of whichever kind: a run outlives a change of the schedule. */
  private async carryOnRuns(pass: Pass): Promise<void> {
    for (const known of pass.locust.status.activeRuns ?? []) {
      if (known.phase !== 'queued') {
        await this.carryOn(pass, known);
      }
    }
  }

  private async carryOn(pass: Pass, known: LocustActiveRun): Promise<void> {
    const { locust } = pass;
    const oneOff = known.job === jobName(locust.metadata.name);
    const found = await this.findJob(pass, known, oneOff);
    if (found === 'unsure') {
      pass.recheckMs = soonest(pass.recheckMs, 1_000);
      pass.active.push(asItWas(pass.locust, known));
      return;
    }
    let job = found;
    let obstacle: Reason | undefined;
    const stopRequested =
      known.phase === 'stopping' ||
      isStopRequested(job) ||
      (oneOff && locust.spec.stop === true);
    // Named in the status but not made: the engine ended in between. A run that is known to have had a Job has lost it.
    if (
      !job &&
      oneOff &&
      known.jobUid === undefined &&
      !stopRequested &&
      !this.hadJob(pass)
    ) {
      const made = await this.makeOneOffJob(pass);
      job = 'metadata' in made ? made : undefined;
      obstacle = 'metadata' in made ? undefined : made;
    }
    await this.superviseRun(pass, {
      known,
      job,
      oneOff,
      stopRequested,
      obstacle,
    });
  }

  /** Whether this process has seen the one-off's Job go. */
  private hadJob({ locust }: Pass): boolean {
    const { namespace, name, uid } = locust.metadata;
    const buried = this.options.view.jobs.tombstone(
      `${namespace}/${jobName(name)}`,
    );
    return buried !== undefined && isOwnedBy(buried.object, uid);
  }

  private async superviseRun(
    pass: Pass,
    run: {
      readonly known: LocustActiveRun;
      readonly job: JobObject | undefined;
      readonly oneOff: boolean;
      readonly stopRequested: boolean;
      readonly obstacle?: Reason;
    },
  ): Promise<void> {
    const { locust, key, now, signal } = pass;
    const { known, job, oneOff, obstacle } = run;
    const start = this.startOf(locust, known.job, !oneOff, job);
    if (obstacle && !job) {
      // The run cannot begin yet, and its Job is not lost: it was never there.
      pass.active.push({ ...asItWas(pass.locust, known), trouble: obstacle });
      pass.degraded ??= obstacle;
      pass.recheckMs = soonest(pass.recheckMs, CONFLICT_AGAIN_MS);
      await this.giveUpBlocked(pass, start, known, obstacle);
      return;
    }
    const report = await this.options.supervisor.supervise(
      {
        key,
        locust,
        start: { ...start, jobUid: job?.metadata.uid ?? known.jobUid },
        job,
        owner: oneOff ? locust.metadata.name : known.job,
        admittedAt: known.startTime ? new Date(known.startTime) : now,
        stopRequested: run.stopRequested,
        announcedJobUid: known.jobUid,
      },
      now,
      signal,
    );
    this.take(pass, report, job);
  }

  /** A one-off whose Job's name stays taken ends after the time it may take to get its workers. */
  private async giveUpBlocked(
    pass: Pass,
    start: RunStart,
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
    this.take(
      pass,
      await this.options.supervisor.close(
        start,
        locust.spec.stop === true
          ? { phase: 'stopped', reason: STOPPED_UNSTARTED }
          : { phase: 'error', reason: obstacle },
        now,
      ),
      undefined,
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
    const { view, client } = this.options;
    const { namespace, uid } = pass.locust.metadata;
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
      return ours(live) && !live.metadata.deletionTimestamp
        ? 'unsure'
        : undefined;
    } catch (error) {
      if (isFailure(error, 'notFound')) {
        return undefined;
      }
      throw error;
    }
  }

  private async keepOneOff(pass: Pass): Promise<void> {
    const { locust, now } = pass;
    const { spec, status, metadata } = locust;
    const name = jobName(metadata.name);
    if (pass.active.length > 0) {
      this.reportDrift(pass, name);
      return;
    }
    const past = [...pass.ended, ...(status.lastRuns ?? [])].find(
      it => it.job === name,
    );
    if (past) {
      await this.retain(pass, past);
      return;
    }
    if (spec.stop) {
      this.take(
        pass,
        await this.options.supervisor.close(
          this.startOf(locust, name, false, undefined),
          { phase: 'stopped', reason: STOPPED_UNSTARTED },
          now,
        ),
        undefined,
      );
      return;
    }
    if (spec.suspend || !(await this.mayBegin(pass))) {
      return;
    }
    await this.beginOneOff(pass, name);
  }

  /** At most once: the status names the run before its Job is made, and only if nobody has changed it meanwhile. */
  private async beginOneOff(pass: Pass, name: string): Promise<void> {
    const { now } = pass;
    const start = this.startOf(pass.locust, name, false, undefined);
    const known: LocustActiveRun = {
      id: start.id,
      job: name,
      phase: 'starting',
      startTime: kubeTime(now),
    };
    await this.announce(pass, [known]);
    const made = await this.makeOneOffJob(pass);
    const job = 'metadata' in made ? made : undefined;
    if (job) {
      await this.options.events.tell(
        pass.locust,
        {
          type: 'Normal',
          reason: 'RunStarted',
          message: `Started the run ${name}.`,
        },
        now,
      );
    }
    await this.superviseRun(pass, {
      known,
      job,
      oneOff: true,
      stopRequested: false,
      obstacle: 'metadata' in made ? undefined : made,
    });
  }

  private async makeOneOffJob(pass: Pass): Promise<JobObject | Reason> {
    const { children, view, config, supervisor } = this.options;
    const { key, locust, signal } = pass;
    const blocked = await this.ensureLocustfile(pass);
    if (blocked) {
      return blocked;
    }
    await supervisor.ensureReporter(key, locust, signal);
    const ensured = await children.create(
      key,
      JOBS,
      view.jobs,
      masterJob(locust, config),
      locust.metadata.uid,
      signal,
    );
    return ensured.kind === 'there'
      ? decodeJob(ensured.object)
      : ensured.reason;
  }

  private async ensureLocustfile(pass: Pass): Promise<Reason | undefined> {
    const manifest = inlineLocustfile(pass.locust);
    if (!manifest) {
      return undefined;
    }
    const ensured = await this.options.children.create(
      pass.key,
      CONFIG_MAPS,
      undefined,
      manifest,
      pass.locust.metadata.uid,
      pass.signal,
    );
    return ensured.kind === 'blocked' ? ensured.reason : undefined;
  }

  /** Whether the spec can be run and what it names is there; else the reasons are among the pass's problems. */
  private async mayBegin(pass: Pass): Promise<boolean> {
    const { client } = this.options;
    if (pass.problems.length === 0) {
      const missing = await missingReferences(client, pass.locust, pass.signal);
      pass.problems.push(...missing);
      if (missing.length > 0) {
        pass.recheckMs = soonest(pass.recheckMs, REFERENCE_AGAIN_MS);
      }
    }
    if (pass.problems.length > 0) {
      await this.tellInvalid(pass);
    }
    return pass.problems.length === 0;
  }

  private async tellInvalid(pass: Pass): Promise<void> {
    await this.options.events.tell(
      pass.locust,
      {
        type: 'Warning',
        reason: 'Invalid',
        message: pass.problems
          .map(it => `${it.field}: ${it.message}`)
          .join(' '),
      },
      pass.now,
    );
  }

  private async keepSchedule(pass: Pass): Promise<void> {
    const { view, config, children, supervisor } = this.options;
    const { key, locust, signal } = pass;
    const existing = view.cronJob(locust);
    const ownJob = view.ownJob(locust);
    if (ownJob && (ownJob.end || this.isPast(pass, ownJob.metadata.name))) {
      // Of the time before it had a schedule.
      pass.jobsToRemove.push(ownJob);
    }
    if (!existing) {
      if (await this.mayBegin(pass)) {
        const blocked = await this.ensureLocustfile(pass);
        await supervisor.ensureReporter(key, locust, signal);
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
      await this.tellInvalid(pass);
      await this.suspend(pass, existing);
    } else if (differs(existing, cronJob(locust, config))) {
      const blocked = await this.ensureLocustfile(pass);
      if (blocked) {
        await this.reportBlocked(pass, { kind: 'blocked', reason: blocked });
        return;
      }
      await supervisor.ensureReporter(key, locust, signal);
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
    const { view, supervisor } = this.options;
    const { locust, now } = pass;
    const waiting: JobObject[] = [];
    for (const job of view.jobsOf(schedule)) {
      if (job.metadata.deletionTimestamp) {
        continue;
      }
      if (this.isPast(pass, job.metadata.name)) {
        pass.jobsToRemove.push(job);
      } else if (!pass.active.some(it => it.job === job.metadata.name)) {
        waiting.push(job);
      }
    }
    const stopped = waiting.filter(isStopRequested);
    for (const job of stopped) {
      this.take(
        pass,
        await supervisor.close(
          this.startOf(locust, job.metadata.name, true, job),
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
      const start = this.startOf(locust, job.metadata.name, true, job);
      const known = {
        id: start.id,
        job: start.jobName,
        jobUid: job.metadata.uid,
        startTime: kubeTime(now),
      };
      if (decision.kind === 'skip') {
        this.take(
          pass,
          await supervisor.close(
            start,
            { phase: 'skipped', reason: decision.reason },
            now,
          ),
          job,
        );
      } else if (decision.kind === 'wait') {
        pass.active.push(asItWas(locust, { ...known, phase: 'queued' }));
        await this.options.ledger.record(start, { phase: 'queued' });
      } else {
        admitted.push({ known: { ...known, phase: 'starting' }, job });
      }
    }
    if (admitted.length > 0) {
      await this.announce(
        pass,
        admitted.map(it => it.known),
      );
      for (const { known, job } of admitted) {
        await this.superviseRun(pass, {
          known,
          job,
          oneOff: false,
          stopRequested: false,
        });
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
    const { view, children } = this.options;
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
  private async retireSchedule(pass: Pass): Promise<void> {
    const { view, children } = this.options;
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
      if (!this.isPast(pass, job.metadata.name)) {
        this.take(
          pass,
          await this.options.supervisor.close(
            this.startOf(pass.locust, job.metadata.name, true, job),
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
    const { view, children } = this.options;
    await children.patch(
      pass.key,
      CRON_JOBS,
      view.cronJobs,
      schedule,
      { spec: { suspend: true } },
      pass.signal,
    );
  }

  /** Writes the status that names runs about to begin, so that a crash from here on cannot begin them twice. */
  private async announce(
    pass: Pass,
    beginning: readonly LocustActiveRun[],
  ): Promise<void> {
    await this.writeStatus(
      {
        ...pass,
        active: [
          ...pass.active,
          ...beginning.map(it => asItWas(pass.locust, it)),
        ],
      },
      pass.locust.metadata.resourceVersion,
      written => {
        pass.locust = written;
      },
    );
  }

  private async writeStatus(
    pass: Pass,
    resourceVersion?: string,
    onWritten: (locust: LocustObject) => void = locust => {
      pass.locust = locust;
    },
  ): Promise<void> {
    const { client, view, expectations } = this.options;
    const { locust, now } = pass;
    const status = buildStatus(
      locust,
      {
        problems: pass.problems,
        warnings: locustSpecWarnings(locust.writtenSpec),
        active: pass.active,
        ended: pass.ended,
        endMessage: pass.endMessage,
        degraded: pass.degraded,
        note: pass.note,
        lastScheduleTime: pass.lastScheduleTime,
        nextScheduleTime: nextTime(pass),
      },
      now,
    );
    const patch = statusPatch(locust.status, status);
    if (!patch) {
      return;
    }
    const { namespace, name, uid } = locust.metadata;
    const written = await client.mergePatch<RawLocust>(
      LOCUSTS,
      { namespace, name },
      { status: patch },
      { subresource: 'status', uid, resourceVersion, signal: pass.signal },
    );
    expectations.written(pass.key, view.locusts, written);
    onWritten(decodeLocust(written));
  }

  /** What may only happen once the end of a run is written: crashed before, it is found again and written again. */
  private async tidyUp(pass: Pass): Promise<void> {
    const { children, view, ledger, client, events } = this.options;
    for (const run of pass.ended) {
      ledger.release(run.id);
      await events.tell(pass.locust, endEvent(run, pass.endMessage), pass.now);
    }
    for (const job of pass.jobsToRemove) {
      await children.remove(pass.key, JOBS, view.jobs, job, pass.signal);
    }
    if (pass.deleteResource) {
      const { namespace, name, uid } = pass.locust.metadata;
      try {
        await client.delete(
          LOCUSTS,
          { namespace, name },
          { propagationPolicy: 'Background', uid, signal: pass.signal },
        );
      } catch (error) {
        if (!isFailure(error, 'notFound', 'conflict')) {
          throw error;
        }
      }
    }
  }

  private take(
    pass: Pass,
    report: RunReport,
    job: JobObject | undefined,
  ): void {
    pass.recheckMs = soonest(pass.recheckMs, report.recheckMs);
    if (report.kind === 'going') {
      pass.active.push(report.active);
      return;
    }
    pass.ended.push(report.past);
    pass.endMessage = report.message;
    const scheduled = report.past.job !== jobName(pass.locust.metadata.name);
    if (job && (report.removeJob || scheduled)) {
      pass.jobsToRemove.push(job);
    }
  }

  /** After a one-off's end: its Job stays with the resource, until the resource's time is over. */
  private async retain(pass: Pass, past: LocustPastRun): Promise<void> {
    const { view, config } = this.options;
    const { locust, now } = pass;
    const job = view.ownJob(locust);
    // A crash after the status and before the delete leaves a Job that could still start.
    const master = job && view.masterPod(job.metadata.uid);
    if (job && !job.end && !master?.container) {
      pass.jobsToRemove.push(job);
    }
    if (job && !job.end && master?.container?.kind === 'terminated') {
      await this.endSidecars(pass, past, master);
    }
    if (!past.endTime || pass.problems.length > 0) {
      return;
    }
    const retention = retentionOf(locust, new Date(past.endTime), config, now);
    if (retention.kind === 'delete') {
      pass.deleteResource = true;
    } else if (retention.kind === 'later') {
      pass.recheckMs = soonest(pass.recheckMs, retention.ms);
    } else {
      pass.note = retention.why;
    }
  }

  /** Locust has ended, but other containers keep the pod alive and the Job from ending. */
  private async endSidecars(
    pass: Pass,
    past: LocustPastRun,
    master: PodObject,
  ): Promise<void> {
    if (master.phase === 'Succeeded' || master.phase === 'Failed') {
      return;
    }
    const endedAt = new Date(past.endTime ?? pass.now);
    const waitMs = endedAt.getTime() + SIDECAR_GRACE_MS - pass.now.getTime();
    if (waitMs > 0) {
      pass.recheckMs = soonest(pass.recheckMs, waitMs);
      return;
    }
    await this.options.supervisor.endMaster(pass, master, pass.signal);
  }

  /** An edit of a started one-off changes nothing of its run; not to say so would be the original's fault again. */
  private reportDrift(pass: Pass, name: string): void {
    const job = this.options.view.ownJob(pass.locust);
    const started = job?.metadata.annotations?.[SPEC_HASH];
    if (
      job?.metadata.name === name &&
      started !== undefined &&
      started !== specHash(pass.locust)
    ) {
      pass.degraded ??= {
        code: 'SpecChangedAfterStart',
        message:
          'The spec was changed after the run had begun; the run goes on with what it started with. Make a new resource to run the changed one.',
      };
    }
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
    await this.options.events.tell(
      pass.locust,
      {
        type: 'Warning',
        reason: ensured.reason.code,
        message: ensured.reason.message,
      },
      pass.now,
    );
  }

  private isPast(pass: Pass, job: string): boolean {
    return [...pass.ended, ...(pass.locust.status.lastRuns ?? [])].some(
      it => it.job === job,
    );
  }

  private startOf(
    locust: LocustObject,
    name: string,
    scheduled: boolean,
    job: JobObject | undefined,
  ): RunStart {
    const { cluster, config, entityRefOf } = this.options;
    return runStart(locust, {
      cluster,
      config,
      job,
      jobName: name,
      scheduled,
      entityRef: entityRefOf(locust),
    });
  }

  /** The resource is gone, and with it, by their owners, its children: what was going is closed with what is known. */
  private async closeRunsOfDeleted(
    key: string,
    last: LocustObject,
  ): Promise<void> {
    const { cluster, unfinished, ledger } = this.options;
    const { uid } = last.metadata;
    const runs = (await unfinished?.unfinished(cluster.uid)) ?? [];
    for (const run of runs.filter(it => it.locustUid === uid)) {
      await unfinished!.progress(run.id, this.deletedProgress());
      ledger.release(run.id);
    }
    for (const run of last.status.activeRuns ?? []) {
      ledger.release(run.id);
    }
    if (this.closed.size >= MAX_CLOSED) {
      this.closed.clear();
    }
    this.closed.add(uid);
    this.options.logger.debug(`${key}: deleted, its runs are closed`);
  }

  private deletedProgress() {
    return {
      phase: 'stopped' as const,
      reason: RESOURCE_DELETED,
      verdict: 'none' as const,
      finishedAt: this.options.now(),
    };
  }

  /** By the server's word: a resource just made may not be in the cache yet. */
  private async isGone(run: {
    readonly namespace: string;
    readonly locustName: string;
    readonly locustUid: string;
  }): Promise<boolean> {
    try {
      const live = await this.options.client.get<RawLocust>(LOCUSTS, {
        namespace: run.namespace,
        name: run.locustName,
      });
      return live.metadata.uid !== run.locustUid;
    } catch (error) {
      if (isFailure(error, 'notFound')) {
        return true;
      }
      throw error;
    }
  }

  /**
   * Closes what the history has as unfinished though nothing in the cluster stands for it any more: it ended while no
   * engine was looking. What is still there is looked at in the usual way.
   */
  async closeForgottenRuns(
    enqueue: (key: string) => void,
    signal: AbortSignal,
  ): Promise<void> {
    const { unfinished, cluster, view } = this.options;
    for (const run of (await unfinished?.unfinished(cluster.uid)) ?? []) {
      if (signal.aborted) {
        return;
      }
      const locust = view.locustByUid(run.locustUid);
      if (!locust) {
        if (await this.isGone(run)) {
          await unfinished!.progress(run.id, this.deletedProgress());
        }
      } else if (
        run.jobName !== jobName(locust.metadata.name) &&
        !locust.status.activeRuns?.some(it => it.id === run.id) &&
        !view.job(run.namespace, run.jobName)
      ) {
        await unfinished!.progress(run.id, {
          phase: 'error',
          reason: JOB_VANISHED,
          verdict: 'none',
          finishedAt: this.options.now(),
        });
      } else {
        enqueue(objectKey(locust));
      }
    }
  }
}

/** A run of which nothing new is known. */
function asItWas(locust: LocustObject, known: LocustActiveRun): ActiveRun {
  return {
    ...known,
    workersWanted: locust.spec.workers ?? LOCUST_SPEC_DEFAULTS.workers,
    workersReady: false,
  };
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

function nextTime({ locust, problems, now }: Pass): string | undefined {
  const { spec } = locust;
  if (!isScheduled(locust) || spec.suspend || problems.length > 0) {
    return undefined;
  }
  const [next] = nextScheduleTimes(spec.schedule!, spec.timeZone, now, 1);
  return next && kubeTime(next);
}

function endEvent(run: LocustPastRun, message: string | undefined) {
  const why = message ? ` ${message}` : '';
  switch (run.phase) {
    case 'finished':
      return {
        type: 'Normal' as const,
        reason: 'RunFinished',
        message: `The run ${run.job} has finished${
          run.requests === undefined
            ? ''
            : ` with ${run.requests} requests, failure ratio ${run.failureRatio}`
        }.`,
      };
    case 'stopped':
      return {
        type: 'Normal' as const,
        reason: 'RunStopped',
        message: `The run ${run.job} was stopped.${why}`,
      };
    case 'skipped':
      return {
        type: 'Warning' as const,
        reason: 'RunSkipped',
        message: `The run ${run.job} was skipped.${why}`,
      };
    default:
      return {
        type: 'Warning' as const,
        reason: 'RunFailed',
        message: `The run ${run.job} could not be carried out.${why}`,
      };
  }
}

const STOPPED_UNSTARTED: Reason = {
  code: 'StopRequested',
  message: 'The run was stopped on request, before Locust had started.',
};
const SCHEDULE_REMOVED: Reason = {
  code: 'ScheduleRemoved',
  message: 'Skipped, for the schedule was taken off before it could start.',
};
const RESOURCE_DELETED: Reason = {
  code: 'ResourceDeleted',
  message: 'The resource was deleted while the run was going.',
};
const JOB_VANISHED: Reason = {
  code: 'JobDeleted',
  message: 'The Job was deleted while no engine was looking at it.',
};
