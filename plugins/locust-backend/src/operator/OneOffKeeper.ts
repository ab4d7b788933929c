import { setImmediate as nextTurn } from 'node:timers/promises';
import type {
  LocustActiveRun,
  LocustPastRun,
} from 'backstage-plugin-locust-common';
import type { RunStart } from '../runs/RunStore';
import { claimedAt } from './admission/claimsOf';
import { SPEC_HASH } from './children/masterJob';
import { startEvent } from './runEvents';
import { kubeTime } from './kubeTime';
import { locustfileSnapshot } from './locustfileSnapshot';
import { MasterJobMaker } from './MasterJobMaker';
import { mayBegin, problemsInWords, tellInvalid } from './mayBegin';
import { jobName, runOwner } from './names';
import type { PodObject } from './observed/PodObject';
import { asItWas, type Pass, takeReport } from './Pass';
import { type ReconcilerParts, startOf } from './ReconcilerParts';
import { retentionOf } from './retention';
import { runQuestion } from './ruleQuestions';
import { RunCourse } from './RunCourse';
import { STOPPED_UNSTARTED } from './runReasons';
import { soonest } from './soonest';
import { specHash } from './specAsRun';
import { StatusWriter } from './StatusWriter';
import { takeTurn } from './takeTurn';
import { waitAside } from './waitInQueue';

/** Other containers of a master get so long to end after Locust has. */
const SIDECAR_GRACE_MS = 30_000;

/** Should the event of a Job just made never come, its Service and workers are made so much later. */
const CHILDREN_AFTER_MS = 2_000;

/** Does what a resource without a schedule asks for. */
export class OneOffKeeper {
  constructor(
    private readonly parts: ReconcilerParts,
    private readonly course: RunCourse,
    private readonly maker: MasterJobMaker,
    private readonly status: StatusWriter,
  ) {}

  /** Begins its run if it has had none, and looks after what is left of it afterwards. */
  async keep(pass: Pass): Promise<void> {
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
    const start = startOf(this.parts, locust, name, false, undefined);
    const closing = this.parts.reports.closing(start.id);
    if (spec.stop || closing) {
      takeReport(
        pass,
        await this.parts.reports.close(
          start,
          closing ?? { phase: 'stopped', reason: STOPPED_UNSTARTED },
          now,
        ),
        undefined,
      );
      return;
    }
    if (spec.suspend) {
      return;
    }
    if (!(await mayBegin(this.parts, pass))) {
      await this.reportInvalid(pass, name);
      return;
    }
    await this.beginInTurn(pass, name);
  }

  /** Who looks for the run where the others are finds it, waiting, with what is wrong. */
  private async reportInvalid(pass: Pass, name: string): Promise<void> {
    await this.parts.ledger.record(
      startOf(this.parts, pass.locust, name, false, undefined),
      {
        phase: 'queued',
        reason: { code: 'Invalid', message: problemsInWords(pass.problems) },
      },
    );
  }

  /** Begins where nothing is frozen, the rules agree and the limits leave room; else the run waits. */
  private async beginInTurn(pass: Pass, name: string): Promise<void> {
    const { locust } = pass;
    const start = startOf(this.parts, locust, name, false, undefined);
    const turn = await takeTurn(this.parts, pass, start, {
      since: claimedAt(locust),
      agrees: believedMs => this.rulesAgree(pass, name, start, believedMs),
    });
    if (turn) {
      this.parts.rules.forget(start.id);
      await this.begin(pass, name, start);
    }
  }

  /**
   * Whether a company's own rules agree. Else the run is shown as waiting, or as invalid.
   *
   * @param believedMs - how old their agreement may be; left out: a minute
   */
  private async rulesAgree(
    pass: Pass,
    name: string,
    start: RunStart,
    believedMs?: number,
  ): Promise<boolean> {
    const { rules } = this.parts;
    const verdict = await rules.about(
      {
        ...runQuestion(this.parts, pass, start, pass.locust.spec),
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
    } else {
      pass.problems.push(...verdict.problems);
      await tellInvalid(this.parts, pass);
      await this.reportInvalid(pass, name);
    }
    return false;
  }

  /** At most once: the status names the run before its Job is made, and only if nobody has changed it meanwhile. */
  private async begin(
    pass: Pass,
    name: string,
    start: RunStart,
  ): Promise<void> {
    const { now } = pass;
    const known: LocustActiveRun = {
      id: start.id,
      job: name,
      phase: 'starting',
      startTime: kubeTime(now),
      announcedAtVersion: pass.locust.metadata.resourceVersion,
    };
    const { ledger } = this.parts;
    await ledger.beginning(
      [start],
      // While the API server is at it: by the next turn the request is on its way, and SQLite holds nobody up.
      nextTurn().then(() => ledger.begin(start)),
      this.status.announce(pass, [known]),
    );
    const making = this.maker.make(pass);
    ledger.locustfile(
      start,
      locustfileSnapshot(
        pass.locust.spec,
        pass.locust,
        pass.seenConfigMaps ?? new Map(),
        pass.folder,
      ),
    );
    const made = await making;
    if ('metadata' in made) {
      // The Job's own event brings the key back for the Service and the workers, behind those that wait for a Job
      // still: of many at once none has its master held up by another's workers.
      pass.active.push(asItWas(pass.locust, known));
      pass.recheckMs = soonest(pass.recheckMs, CHILDREN_AFTER_MS);
      this.parts.events.tell(pass.locust, startEvent(name), now);
    } else {
      await this.course.supervise(pass, {
        known,
        job: undefined,
        oneOff: true,
        stopRequested: false,
        obstacle: made,
      });
    }
  }

  /** After a one-off's end: its Job stays with the resource, until the resource's time is over. */
  private async retain(pass: Pass, past: LocustPastRun): Promise<void> {
    const { view, config, runChildren } = this.parts;
    const { locust, now } = pass;
    const job = view.ownJob(locust);
    // A crash after the status and before the delete leaves a Job that could still start.
    const master = job && view.masterPod(job.metadata);
    if (job) {
      // Asked for by a leader before us, they may have come only now.
      await runChildren.remove(
        pass.key,
        runOwner(locust.metadata.name, job.metadata.name, true),
        job.metadata,
        pass.signal,
      );
    }
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
    await this.parts.supervisor.endMaster(pass, master, pass.signal);
  }

  /** An edit of a started one-off changes nothing of its run; not to say so would be the original's fault again. */
  private reportDrift(pass: Pass, name: string): void {
    const job = this.parts.view.ownJob(pass.locust);
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
}
