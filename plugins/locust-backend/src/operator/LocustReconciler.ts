import {
  guardrailProblems,
  type Problem,
  validateLocustSpec,
} from 'backstage-plugin-locust-common';
import type { ReconcileOutcome } from '../kube/controller/Controller';
import { isFailure } from '../kube/KubeApiError';
import { CRON_JOBS, JOBS } from '../kube/ResourceTypes';
import { endEvent } from './runEvents';
import { ForgottenRuns } from './ForgottenRuns';
import { isScheduled, type LocustObject, LOCUSTS } from './LocustObject';
import { MasterJobMaker } from './MasterJobMaker';
import { OldLocustfiles } from './OldLocustfiles';
import { OneOffKeeper } from './OneOffKeeper';
import type { Pass } from './Pass';
import type { ReconcilerParts } from './ReconcilerParts';
import { reporterProblems } from './reporterProblems';
import { RunCourse } from './RunCourse';
import { ScheduledRuns } from './ScheduledRuns';
import { ScheduleKeeper } from './ScheduleKeeper';
import { StatusWriter } from './StatusWriter';

/** Node's timers and the queue's agenda need no longer ones: what is due later is looked at on the way. */
const LONGEST_WAIT_MS = 6 * 60 * 60_000;

const GUARDRAILS_AGAIN_MS = 30_000;

/**
 * Level-triggered: looks at what there is, and makes the difference to what is asked for, whatever happened before.
 * Everything it relies on across a crash is in the cluster: names, owners by UID, and the status, which names a run
 * before anything of it is made.
 */
export class LocustReconciler {
  /** Of runs whose resource or Job went while nobody was looking. */
  readonly forgotten: ForgottenRuns;
  private readonly status: StatusWriter;
  private readonly maker: MasterJobMaker;
  private readonly course: RunCourse;
  private readonly oneOffs: OneOffKeeper;
  private readonly schedules: ScheduleKeeper;

  constructor(private readonly parts: ReconcilerParts) {
    this.maker = new MasterJobMaker(parts);
    const { maker } = this;
    this.forgotten = new ForgottenRuns(parts);
    this.status = new StatusWriter(parts);
    this.course = new RunCourse(parts, maker);
    this.oneOffs = new OneOffKeeper(parts, this.course, maker, this.status);
    this.schedules = new ScheduleKeeper(
      parts,
      new ScheduledRuns(parts, this.course, this.status),
      maker,
      new OldLocustfiles(parts),
    );
  }

  readonly reconcile = async (
    key: string,
    signal: AbortSignal,
  ): Promise<ReconcileOutcome> => {
    const { view, now } = this.parts;
    const locust = view.locusts.get(key);
    const buried = view.locusts.tombstone(key);
    if (!locust) {
      this.parts.admission.settle(key, undefined, { running: [], waiting: [] });
      if (buried) {
        await this.forgotten.closeOf(key, buried.object);
      }
      this.parts.expectations.forget(key);
      return { kind: 'done' };
    }
    if (locust.metadata.deletionTimestamp) {
      this.settle(key, locust, []);
      return { kind: 'done' };
    }
    const refused = this.refusedByGuardrails(locust);
    const pass: Pass = {
      key,
      locust,
      now: now(),
      signal,
      problems: [
        ...validateLocustSpec(locust.writtenSpec),
        ...reporterProblems(locust.spec, this.parts.config),
        ...refused,
      ],
      // Whose it is may not be known yet, and more may be allowed to them.
      recheckMs: refused.length > 0 ? GUARDRAILS_AGAIN_MS : undefined,
      active: [],
      ended: [],
      queued: [],
      jobsToRemove: [],
      deleteResource: false,
    };
    let queued: readonly string[] = [];
    try {
      await this.carryOut(pass);
      queued = pass.queued;
    } finally {
      // A look that has failed gives its turn to others until it is tried again: nobody waits for a broken resource.
      this.settle(key, pass.locust, queued);
    }
    await this.tidyUp(pass);
    if (buried && buried.uid !== locust.metadata.uid) {
      // Deleted and made again before anybody looked. Last, for a history that is away must not hold up the new one.
      await this.forgotten.closeOf(key, buried.object);
    }
    return pass.recheckMs === undefined
      ? { kind: 'done' }
      : {
          kind: 'after',
          ms: Math.min(Math.max(pass.recheckMs, 50), LONGEST_WAIT_MS),
        };
  };

  /** What may be run is asked before anything is begun; what goes, goes on. */
  private refusedByGuardrails(locust: LocustObject): readonly Problem[] {
    const { activeRuns = [], lastRuns = [] } = locust.status;
    const hasBegun =
      lastRuns.length > 0 || activeRuns.some(it => it.phase !== 'queued');
    return !isScheduled(locust) && hasBegun
      ? []
      : guardrailProblems(locust.spec, this.parts.guardrailsOf(locust));
  }

  private async carryOut(pass: Pass): Promise<void> {
    await this.course.carryOnAll(pass);
    if (isScheduled(pass.locust)) {
      await this.schedules.keep(pass);
    } else {
      await this.schedules.retire(pass);
      await this.oneOffs.keep(pass);
    }
    await this.status.write(pass);
  }

  /** Tells the queue what of a resource goes, as its status has it, and what waits. */
  private settle(
    key: string,
    locust: LocustObject,
    waiting: readonly string[],
  ): void {
    const begun = (locust.status.activeRuns ?? []).filter(
      it => it.phase !== 'queued',
    );
    const { admission, ownerOf } = this.parts;
    if (admission.isUnlimited) {
      return;
    }
    admission.settle(key, ownerOf(locust), {
      running: begun.map(it => it.id),
      waiting,
    });
  }

  /** What may only happen once the end of a run is written: crashed before, it is found again and written again. */
  private async tidyUp(pass: Pass): Promise<void> {
    const { children, view, ledger, client, events } = this.parts;
    if (pass.ended.length > 0) {
      this.maker.forget(pass.locust.metadata.uid);
    }
    for (const run of pass.ended) {
      ledger.release(run.id);
      events.tell(pass.locust, endEvent(run, pass), pass.now);
    }
    for (const job of pass.jobsToRemove) {
      await children.remove(pass.key, JOBS, view.jobs, job, pass.signal);
    }
    if (pass.cronJobToRemove) {
      await children.remove(
        pass.key,
        CRON_JOBS,
        view.cronJobs,
        pass.cronJobToRemove,
        pass.signal,
      );
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
}
