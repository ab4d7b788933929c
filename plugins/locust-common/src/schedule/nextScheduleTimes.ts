import { CronExpression, parseCron } from './CronExpression';
import { wallClock } from './timeZone';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** The CronJob controller's library gives up after five years as well. */
const SEARCHED_DAYS = 5 * 366;

/**
 * The next times of a cron expression after `from`, as the CronJob controller reckons them: a run is due at every
 * instant whose wall clock matches. So a time that is skipped in spring does not come that day, and one that is
 * there twice in autumn comes twice.
 *
 * @returns at most `count` times; fewer where the expression hardly ever or never matches
 * @throws CronError for an expression that {@link checkSchedule} refuses, RangeError for an unknown time zone
 * @public
 */
export function nextScheduleTimes(
  schedule: string,
  timeZone: string | undefined,
  from: Date,
  count: number,
): Date[] {
  const times: Date[] = [];
  for (const instant of scheduleInstants(schedule, timeZone, from.getTime())) {
    if (times.length >= count) {
      break;
    }
    times.push(new Date(instant));
  }
  return times;
}

/** As {@link nextScheduleTimes}, one after the other and in milliseconds. */
export function* scheduleInstants(
  schedule: string,
  timeZone: string | undefined,
  from: number,
): Generator<number> {
  const cron = parseCron(schedule);
  const zone = timeZone || 'UTC';
  const firstDay = Math.floor(wallClock(from, zone) / DAY) * DAY;
  for (let day = 0; day < SEARCHED_DAYS; day += 1) {
    const midnight = firstDay + day * DAY;
    if (matchesDay(cron, new Date(midnight))) {
      for (const instant of instantsOfDay(cron, midnight, zone)) {
        if (instant > from) {
          yield instant;
        }
      }
    }
  }
}

/** `day`: any time of it, its digits as UTC. */
export function matchesDay(cron: CronExpression, day: Date): boolean {
  if (!cron.months.has(day.getUTCMonth() + 1)) {
    return false;
  }
  const ofMonth = cron.daysOfMonth.has(day.getUTCDate());
  const ofWeek = cron.daysOfWeek.has(day.getUTCDay());
  return cron.eitherDay ? ofMonth || ofWeek : ofMonth && ofWeek;
}

/** All instants of a day whose wall clock matches, in order. `midnight`: the day's first digits, as UTC. */
function instantsOfDay(
  cron: CronExpression,
  midnight: number,
  zone: string,
): readonly number[] {
  // A clock change on this day shows as two offsets; each time of day is then tried with both.
  const offsets = new Set(
    [midnight - DAY, midnight + 2 * DAY].map(
      instant => wallClock(instant, zone) - instant,
    ),
  );
  const instants: number[] = [];
  for (const hour of cron.hours) {
    for (const minute of cron.minutes) {
      const wall = midnight + (hour * 60 + minute) * MINUTE;
      for (const offset of offsets) {
        if (offsets.size === 1 || wallClock(wall - offset, zone) === wall) {
          instants.push(wall - offset);
        }
      }
    }
  }
  return instants.sort((a, b) => a - b);
}
