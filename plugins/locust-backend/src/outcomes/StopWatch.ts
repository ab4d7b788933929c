import {
  formatQuantity,
  formatThreshold,
  holds,
  parseStopCondition,
  type StopCondition,
  THRESHOLD_METRICS,
  tryThreshold,
} from 'backstage-plugin-locust-common';
import type { MetStopCondition } from '../runs/RunObserver';

/** A figure may stand for so long until the next one, whatever the reporter's pace. */
const LONGEST_GAP_SECONDS = 30;
/** On long runs the reporter tells more and more rarely, but never more than half as often from one time to the next. */
const SLOWER_AT_ONCE = 2.5;

interface Course {
  readonly text: string;
  readonly condition: StopCondition;
  seenAt?: number;
  pace: number;
  holdsSince?: number;
}

/**
 * Tells whether one of a run's `stopWhen` conditions was met: the first that held for its duration without
 * interruption. What was met stays met. Goes by the figures and their times alone, so the same log gives the same.
 *
 * - A figure counts until the next one. Where that is missing for longer than the reporter's pace explains (above 30
 *   seconds and 2.5 times the stretch before) nobody knows what was in between, and the time begins anew.
 * - No figure is no sign of either side and interrupts: where no request was made in the last ten seconds there is no
 *   response time and no failure ratio. A target that does not answer at all is caught by `rps`.
 * - A condition that cannot be read, which validation refuses, is never met.
 */
export class StopWatch {
  private readonly courses: readonly Course[];
  private first?: MetStopCondition;

  constructor(conditions: readonly string[]) {
    this.courses = conditions.flatMap(text => {
      const { read: condition } = tryThreshold(parseStopCondition, text);
      return condition ? [{ text, condition, pace: 0 }] : [];
    });
  }

  /** The conditions whose figures are wanted, none once one was met. */
  get conditions(): readonly StopCondition[] {
    return this.first ? [] : this.courses.map(it => it.condition);
  }

  get met(): MetStopCondition | undefined {
    return this.first;
  }

  /**
   * @param seconds - since users began to be spawned; never less than before, but for another master's
   * @param actual - in the unit of the metric; undefined: nothing was measured
   */
  see(
    condition: StopCondition,
    seconds: number,
    actual: number | undefined,
  ): void {
    const course = this.courses.find(it => it.condition === condition);
    if (this.first || !course) {
      return;
    }
    const { operator, limit, forSeconds } = condition;
    const gap = seconds - (course.seenAt ?? seconds);
    const isWhole =
      gap >= 0 &&
      gap <= Math.max(LONGEST_GAP_SECONDS, SLOWER_AT_ONCE * course.pace);
    course.seenAt = seconds;
    course.pace = Math.max(gap, 0);
    if (actual === undefined || !holds(actual, operator, limit)) {
      course.holdsSince = undefined;
      return;
    }
    if (!isWhole) {
      course.holdsSince = undefined;
    }
    course.holdsSince ??= seconds;
    // Times have two digits, and their difference what binary fractions make of them.
    if (seconds - course.holdsSince >= forSeconds - 1e-6) {
      this.first = {
        condition: course.text,
        limit,
        actual,
        message: sentence(condition, seconds, actual),
      };
    }
  }

  /** Users are not running any more, or not yet: what held does so no longer. */
  interrupt(): void {
    for (const course of this.courses) {
      course.holdsSince = undefined;
    }
  }
}

function sentence(
  condition: StopCondition,
  seconds: number,
  actual: number,
): string {
  const { metric } = condition;
  return `The condition to stop the run was met after ${Math.round(
    seconds,
  )}s: ${formatThreshold(condition)}; at last ${metric} was ${formatQuantity(
    metric,
    rounded(condition, actual),
  )}.`;
}

/** As many digits as say something to a person. */
function rounded({ metric }: StopCondition, actual: number): number {
  const digits = { time: 0, rate: 2, ratio: 4, count: 0 };
  return Number(actual.toFixed(digits[THRESHOLD_METRICS[metric]]));
}
