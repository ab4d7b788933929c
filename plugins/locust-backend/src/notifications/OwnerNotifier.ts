import type { LoggerService } from '@backstage/backend-plugin-api';
import type { NotificationService } from '@backstage/plugin-notifications-node';
import type { ToldStates } from '../history/ToldStates';
import { EventLoopBudget } from '../kube/cache/EventLoopBudget';
import { errorMessage } from '../kube/KubeApiError';
import type { EndedRun } from '../runs/EndedRun';
import type { DueNotice } from '../runs/Notice';
import { scheduleNotice, type ScheduleState } from './scheduleNotice';
import { stateAfter, type TestState } from './stateAfter';
import { subjectOf } from './subjectOf';
import { testNotice } from './testNotice';
import type { WatchedSchedule } from './WatchedSchedule';

/** How many runs or notices are taken in one look, and schedules in one question. */
const AT_ONCE = 200;
/** A notice that could not be sent, or whose sender is gone, is sent again after so long. */
const CLAIM_MS = 5 * 60_000;
/** What could not be told for so long is no news any more. */
const NEWS_MS = 24 * 60 * 60_000;

export interface OwnerNotifierParts {
  readonly states: ToldStates;
  readonly notifications: NotificationService;
  /** Entity reference of who answers for a run or schedule; undefined: nobody that is known. */
  readonly ownerOf: (run: {
    readonly entityRef?: string;
    readonly namespace: string;
  }) => string | undefined;
  /** Whether it is known what belongs to whom; before, nobody is told anything. */
  readonly knowsOwners: () => boolean;
  readonly schedules: () => Iterable<WatchedSchedule>;
  readonly now: () => Date;
  readonly logger: Pick<LoggerService, 'debug' | 'warn'>;
}

/**
 * Tells the owners of tests how these stand, once for each change. What is to be told is kept in the database together
 * with what it follows from, and marked as told once it was sent: a process that ends in between makes it come twice,
 * and never get lost. Backstage shows a notice of the same scope in place of the one before.
 */
export class OwnerNotifier {
  constructor(private readonly parts: OwnerNotifierParts) {}

  /** Takes account of what has happened since the last look, and tells whom it concerns. */
  async look(signal?: AbortSignal): Promise<void> {
    if (!this.parts.knowsOwners()) {
      return;
    }
    await this.takeOutcomes(signal);
    await this.takeSchedules(signal);
    await this.tellAll(signal);
  }

  private async takeOutcomes(signal: AbortSignal | undefined): Promise<void> {
    const { states, now } = this.parts;
    for (const run of await states.dueRuns(AT_ONCE)) {
      if (signal?.aborted) {
        return;
      }
      await states.takeOutcome(
        run.id,
        subjectOf(
          'test',
          ...(run.entityRef ? [run.entityRef] : [run.cluster, run.namespace]),
          run.test,
        ),
        before => this.seenOf(run, before as TestState),
        now(),
      );
    }
  }

  private seenOf(run: EndedRun, before: TestState) {
    const state = stateAfter(before, run);
    const owner = this.parts.ownerOf(run);
    return (
      state && {
        state,
        since: run.createdAt,
        notice: owner ? testNotice(run, state, owner) : undefined,
      }
    );
  }

  private async takeSchedules(signal: AbortSignal | undefined): Promise<void> {
    const budget = new EventLoopBudget();
    let batch: WatchedSchedule[] = [];
    for (const schedule of this.parts.schedules()) {
      batch.push(schedule);
      if (batch.length === AT_ONCE) {
        await this.takeBatch(batch);
        batch = [];
      }
      await budget.spend();
      if (signal?.aborted) {
        return;
      }
    }
    if (batch.length > 0) {
      await this.takeBatch(batch);
    }
  }

  private async takeBatch(schedules: readonly WatchedSchedule[]) {
    const { states, ownerOf, now } = this.parts;
    const subjects = schedules.map(it => subjectOf('schedule', it.uid));
    const known = await states.statesOf(subjects);
    for (const [index, schedule] of schedules.entries()) {
      const subject = subjects[index];
      const state: ScheduleState =
        schedule.refusal === undefined ? 'ok' : 'paused';
      const owner = ownerOf(schedule);
      if (owner && state !== (known.get(subject) ?? 'ok')) {
        await states.see(
          subject,
          {
            state,
            since: now(),
            notice: scheduleNotice(schedule, state, owner),
          },
          now(),
        );
      }
    }
  }

  private async tellAll(signal: AbortSignal | undefined): Promise<void> {
    const { states, now } = this.parts;
    for (const due of await states.due(AT_ONCE, now())) {
      if (signal?.aborted) {
        return;
      }
      const at = now();
      if (at.getTime() - due.at.getTime() > NEWS_MS) {
        await states.told(due);
        continue;
      }
      const until = new Date(at.getTime() + CLAIM_MS);
      if (await states.claim(due, until, at)) {
        await this.tell(due);
      }
    }
  }

  /** Where nobody takes notifications, or just now, the claim runs out and it is tried again. */
  private async tell(due: DueNotice): Promise<void> {
    const { states, notifications, logger } = this.parts;
    const { owner, ...payload } = due.notice;
    try {
      await notifications.send({
        recipients: { type: 'entity', entityRef: owner },
        payload: { ...payload, scope: `locust:${due.subject}` },
      });
    } catch (error) {
      logger.debug(
        `${owner} could not be told "${payload.title}": ${errorMessage(error)}`,
      );
      return;
    }
    await states.told(due);
  }
}
