import { validateLocustSpec } from 'backstage-plugin-locust-common';
import type { ReconcileOutcome } from '../kube/controller/Controller';
import { isFailure } from '../kube/KubeApiError';
import { JOBS } from '../kube/ResourceTypes';
import { endEvent } from './runEvents';
import { ForgottenRuns } from './ForgottenRuns';
import { isScheduled, LOCUSTS } from './LocustObject';
import { MasterJobMaker } from './MasterJobMaker';
import { OneOffKeeper } from './OneOffKeeper';
import type { Pass } from './Pass';
import type { ReconcilerParts } from './ReconcilerParts';
import { RunCourse } from './RunCourse';
import { ScheduleKeeper } from './ScheduleKeeper';
import { StatusWriter } from './StatusWriter';

/** Node's timers and the queue's agenda need no longer ones: what is due later is looked at on the way. */
const LONGEST_WAIT_MS = 6 * 60 * 60_000;

/**
 * Level-triggered: looks at what there is, and makes the difference to what is asked for, whatever happened before.
 * Everything it relies on across a crash is in the cluster: names, owners by UID, and the status, which names a run
 * before anything of it is made.
 */
export class LocustReconciler {
  /** Of runs whose resource or Job went while nobody was looking. */
  readonly forgotten: ForgottenRuns;
  private readonly status: StatusWriter;
  private readonly course: RunCourse;
  private readonly oneOffs: OneOffKeeper;
  private readonly schedules: ScheduleKeeper;

  constructor(private readonly parts: ReconcilerParts) {
    const maker = new MasterJobMaker(parts);
    this.forgotten = new ForgottenRuns(parts);
    this.status = new StatusWriter(parts);
    this.course = new RunCourse(parts, maker);
    this.oneOffs = new OneOffKeeper(parts, this.course, maker, this.status);
    this.schedules = new ScheduleKeeper(parts, this.course, maker, this.status);
  }

  readonly reconcile = async (
    key: string,
    signal: AbortSignal,
  ): Promise<ReconcileOutcome> => {
    const { view, now } = this.parts;
    const locust = view.locusts.get(key);
    const buried = view.locusts.tombstone(key);
    if (!locust && buried) {
      await this.forgotten.closeOf(key, buried.object);
    }
    if (!locust) {
      this.parts.expectations.forget(key);
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
    await this.course.carryOnAll(pass);
    if (isScheduled(locust)) {
      await this.schedules.keep(pass);
    } else {
      await this.schedules.retire(pass);
      await this.oneOffs.keep(pass);
    }
    await this.status.write(pass);
    await this.tidyUp(pass);
    return pass.recheckMs === undefined
      ? { kind: 'done' }
      : {
          kind: 'after',
          ms: Math.min(Math.max(pass.recheckMs, 50), LONGEST_WAIT_MS),
        };
  };

  /** What may only happen once the end of a run is written: crashed before, it is found again and written again. */
  private async tidyUp(pass: Pass): Promise<void> {
    const { children, view, ledger, client, events } = this.parts;
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
}
