import type { ConcurrencyPolicy } from '../resource/LocustSpec';
import type { CalendarHour } from './calendarWeek';
import { CronError } from './CronExpression';
import { type DueSpan, DueTimes, ZoneOffsets } from './DueTimes';
import { runSeconds, type ScheduledLoad } from './scheduleCollisions';
import { checkTimeZone } from './timeZone';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const WEEK = 7 * 24 * HOUR;

/** A schedule, and what each of its runs takes. @public */
export interface PlannedLoad extends ScheduledLoad {
  /** What becomes of a run that is due while another goes: Forbid is that it is skipped. */
  readonly concurrencyPolicy: ConcurrencyPolicy;
  /** Absent where the schedule does not say it. */
  readonly users?: number;
  readonly workers: number;
}

/** What is expected of one schedule in an hour. @public */
export interface ExpectedRuns<T> {
  readonly load: T;
  /** Runs that go at some time in the hour, those included that have begun before. */
  readonly runs: number;
  readonly users: number;
  readonly workers: number;
}

/**
 * What is expected in an hour. Users and workers are the most that there may be at once: as if all schedules that have a
 * run in the hour had it at the same time.
 *
 * @public
 */
export interface ExpectedHour<T> extends CalendarHour {
  readonly runs: number;
  readonly users: number;
  readonly workers: number;
  /** By schedule, those with the most users first. */
  readonly expected: readonly ExpectedRuns<T>[];
}

/** A stretch of time that is looked at as a whole. Milliseconds. */
interface Block {
  readonly begins: number;
  readonly ends: number;
}

/** Of a schedule in a block: runs that go in it, and how many of them may go at once. */
interface BlockRuns {
  readonly runs: number;
  readonly atOnce: number;
}

const NONE: BlockRuns = { runs: 0, atOnce: 0 };

/**
 * The load of the hours of a week that schedules bring with them. A run takes its run time and a minute for its workers
 * to connect. What goes when the week begins is found by looking back for as long as a run takes, at most a week, as if
 * nothing had gone before that. A schedule that cannot be read never runs.
 *
 * A schedule costs a look at each hour of the week and of what is looked back at, 168 to 336 of them, and where a run
 * is skipped while another goes a step for each run that begins, at most 30 in an hour; it does not matter how often it is
 * due.
 *
 * @param week - as {@link calendarWeek} gives it
 * @public
 */
export function expectedLoad<T extends PlannedLoad>(
  week: readonly CalendarHour[],
  loads: readonly T[],
): readonly ExpectedHour<T>[] {
  const offsets = new ZoneOffsets();
  const hours = week.map(({ begins, ends }) => ({
    begins: begins.getTime(),
    ends: ends.getTime(),
  }));
  const expected = week.map((): ExpectedRuns<T>[] => []);
  for (const load of loads) {
    runsInHours(load, hours, offsets).forEach(({ runs, atOnce }, hour) => {
      if (runs > 0) {
        expected[hour].push({
          load,
          runs,
          users: atOnce * (load.users ?? 0),
          workers: atOnce * load.workers,
        });
      }
    });
  }
  return week.map((hour, index) => {
    const own = expected[index].sort(
      (a, b) => b.users - a.users || b.runs - a.runs,
    );
    return {
      ...hour,
      runs: sum(own.map(it => it.runs)),
      users: sum(own.map(it => it.users)),
      workers: sum(own.map(it => it.workers)),
      expected: own,
    };
  });
}

function sum(values: readonly number[]): number {
  return values.reduce((a, b) => a + b, 0);
}

function runsInHours(
  load: PlannedLoad,
  hours: readonly Block[],
  offsets: ZoneOffsets,
): readonly BlockRuns[] {
  const due = dueTimesOf(load, offsets);
  if (!due) {
    return hours.map(() => NONE);
  }
  const lasts = runSeconds(load) * 1000;
  const course = courseOf(load.concurrencyPolicy, due, lasts);
  for (const block of lookedBackAt(hours[0].begins, lasts)) {
    course(block, due.between(block.begins, block.ends));
  }
  return hours.map(hour =>
    hour.begins < hour.ends
      ? course(hour, due.between(hour.begins, hour.ends))
      : NONE,
  );
}

/** Undefined for what cannot be read. */
function dueTimesOf(
  { schedule, timeZone = 'UTC' }: PlannedLoad,
  offsets: ZoneOffsets,
): DueTimes | undefined {
  if (checkTimeZone(timeZone) !== undefined) {
    return undefined;
  }
  try {
    return new DueTimes(schedule, timeZone, offsets);
  } catch (error) {
    if (error instanceof CronError) {
      return undefined;
    }
    throw error;
  }
}

/** The hours before an instant in which a run may have begun that still goes. */
function lookedBackAt(begins: number, lasts: number): readonly Block[] {
  const count = Math.ceil(Math.min(lasts, WEEK) / HOUR);
  return Array.from({ length: count }, (_, index) => ({
    begins: begins - (count - index) * HOUR,
    ends: begins - (count - index - 1) * HOUR,
  }));
}

/** Follows the runs of a schedule from one block of time to the next. */
type Course = (block: Block, spans: readonly DueSpan[]) => BlockRuns;

/** How runs of a schedule follow each other, by what becomes of those that are due while another goes. */
const COURSES: Readonly<
  Record<ConcurrencyPolicy, (due: DueTimes, lasts: number) => Course>
> = {
  /** One that is due meanwhile is skipped, so from each run it goes on to the first time after its end. */
  Forbid: (due, lasts) => {
    let free = -Infinity;
    return ({ begins }, spans) => {
      let runs = free > begins ? 1 : 0;
      for (const { zero, from, until } of spans) {
        let place = Math.max(from, due.placeOf((free - zero) / MINUTE));
        while (place < until) {
          runs += 1;
          free = zero + due.minutes[place] * MINUTE + lasts;
          place = due.placeOf((free - zero) / MINUTE);
        }
      }
      return { runs, atOnce: Math.min(runs, 1) };
    };
  },

  /** One that is due meanwhile ends the other. */
  Replace: (due, lasts) => {
    let ends = -Infinity;
    return ({ begins }, spans) => {
      const instantOf = (span: DueSpan, place: number) =>
        span.zero + due.minutes[place] * MINUTE;
      const [first, last] = [spans.at(0), spans.at(-1)];
      // One that is due as the block begins ends the other before it.
      const goesOn =
        ends > begins && !(first && instantOf(first, first.from) <= begins);
      const runs = (goesOn ? 1 : 0) + countOf(spans);
      if (last) {
        ends = instantOf(last, last.until - 1) + lasts;
      }
      return { runs, atOnce: Math.min(runs, 1) };
    };
  },

  /** All go beside each other. */
  Allow: (due, lasts) => {
    const most = Math.ceil(lasts / MINUTE / shortestGap(due.minutes));
    /** Spans with runs that may still go. */
    let open: DueSpan[] = [];
    return ({ begins }, spans) => {
      // Those that began so long ago have ended.
      const over = begins - lasts;
      open = open
        .map(span => ({
          ...span,
          from: Math.max(
            span.from,
            due.placeOf(Math.floor((over - span.zero) / MINUTE) + 1),
          ),
        }))
        .filter(span => span.from < span.until);
      const runs = countOf(open) + countOf(spans);
      open.push(...spans);
      return { runs, atOnce: Math.min(runs, most) };
    };
  },
};

function courseOf(
  policy: ConcurrencyPolicy,
  due: DueTimes,
  lasts: number,
): Course {
  return COURSES[policy](due, lasts);
}

function countOf(spans: readonly DueSpan[]): number {
  return sum(spans.map(({ from, until }) => until - from));
}

/** Minutes between two due times, where they come closest: within an hour or from one hour to the next. */
function shortestGap(minutes: readonly number[]): number {
  return Math.min(
    ...minutes.map(
      (minute, place) => (minutes[place + 1] ?? minutes[0] + 60) - minute,
    ),
  );
}
