import { checkSchedule } from './checkSchedule';
import { scheduleInstants } from './nextScheduleTimes';

const WEEK = 7 * 24 * 60 * 60_000;
/** Until its workers are connected a run does not count its time, so it lasts about so many seconds longer. */
const GETTING_READY = 60;

/** Runs that come again and again. @public */
export interface ScheduledLoad {
  readonly schedule: string;
  readonly timeZone?: string;
  readonly runTimeSeconds: number;
}

/** That runs of two schedules go at the same time. @public */
export interface ScheduleCollision<T> {
  readonly other: T;
  /** When the first two that meet begin. */
  readonly begins: Date;
  readonly otherBegins: Date;
  /** How many runs of the own schedule meet one of the other within the week. */
  readonly count: number;
}

/**
 * Which schedules have a run under way while one of `own` goes, within a week from `from`; those that meet first come
 * first. The run time counts, and a minute for the workers to connect. A schedule that cannot be read never runs.
 *
 * @public
 */
export function scheduleCollisions<T extends ScheduledLoad>(
  own: ScheduledLoad,
  others: readonly T[],
  from: Date,
): readonly ScheduleCollision<T>[] {
  const end = from.getTime() + WEEK;
  const begins = beginsOf(own, from.getTime(), end);
  const collisions = others.flatMap(other => {
    const lasts = durationOf(other);
    const meeting = meetings(
      begins,
      durationOf(own),
      beginsOf(other, from.getTime() - lasts, end + durationOf(own)),
      lasts,
    );
    return meeting.count > 0
      ? [
          {
            other,
            begins: new Date(meeting.first[0]),
            otherBegins: new Date(meeting.first[1]),
            count: meeting.count,
          },
        ]
      : [];
  });
  return collisions.sort((a, b) => a.begins.getTime() - b.begins.getTime());
}

/** How many seconds a run is thought to last. */
export function runSeconds({ runTimeSeconds }: ScheduledLoad): number {
  return runTimeSeconds + GETTING_READY;
}

function durationOf(load: ScheduledLoad): number {
  return runSeconds(load) * 1000;
}

function beginsOf(
  { schedule, timeZone }: ScheduledLoad,
  after: number,
  until: number,
): readonly number[] {
  const begins: number[] = [];
  if (checkSchedule(schedule, timeZone) === undefined) {
    for (const instant of scheduleInstants(schedule, timeZone, after)) {
      if (instant >= until) {
        break;
      }
      begins.push(instant);
    }
  }
  return begins;
}

/** Both lists in order; each of the first is held against the earliest of the second that has not ended before it. */
function meetings(
  begins: readonly number[],
  lasts: number,
  otherBegins: readonly number[],
  otherLasts: number,
): { readonly count: number; readonly first: readonly [number, number] } {
  let count = 0;
  let first: readonly [number, number] = [0, 0];
  let at = 0;
  for (const begin of begins) {
    while (at < otherBegins.length && otherBegins[at] + otherLasts <= begin) {
      at += 1;
    }
    if (at < otherBegins.length && otherBegins[at] < begin + lasts) {
      first = count === 0 ? [begin, otherBegins[at]] : first;
      count += 1;
    }
  }
  return { count, first };
}
