import { wallClock } from './timeZone';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/**
 * An hour of a day as a clock on the wall shows it. On most days it takes an hour; one that the clock skips in spring
 * takes no time, one that it shows twice in autumn takes two hours.
 *
 * @public
 */
export interface CalendarHour {
  /** From the first day of the week, 0 to 6. */
  readonly day: number;
  /** 0 to 23. */
  readonly hour: number;
  readonly begins: Date;
  /** As `begins` where the clock never shows this hour. */
  readonly ends: Date;
}

/**
 * The Monday of the week in which it is, as a clock in that zone has it: `2026-11-23`.
 *
 * @public
 */
export function mondayOf(instant: Date, timeZone: string): string {
  const wall = wallClock(instant.getTime(), timeZone);
  const daysSinceMonday = (new Date(wall).getUTCDay() + 6) % 7;
  return new Date(wall - daysSinceMonday * DAY).toISOString().slice(0, 10);
}

/**
 * The 168 hours of the week that begins with a day, in their order; each ends where the next begins.
 *
 * @param firstDay - such as `2026-11-23`
 * @throws RangeError for what is no day, or an unknown time zone
 * @public
 */
export function calendarWeek(
  firstDay: string,
  timeZone: string,
): readonly CalendarHour[] {
  const midnight = new Date(`${firstDay}T00:00:00Z`).getTime();
  if (Number.isNaN(midnight)) {
    throw new RangeError(`"${firstDay}" is no day such as 2026-11-23`);
  }
  const begins = Array.from({ length: 7 * 24 + 1 }, (_, hour) =>
    firstInstantOf(midnight + hour * HOUR, timeZone),
  );
  return begins.slice(0, -1).map((instant, index) => ({
    day: Math.floor(index / 24),
    hour: index % 24,
    begins: new Date(instant),
    ends: new Date(begins[index + 1]),
  }));
}

/** When a clock in that zone first shows this time or a later one. `wall`: its digits, as UTC. */
function firstInstantOf(wall: number, timeZone: string): number {
  const offsets = [wall - DAY, wall + DAY].map(
    instant => wallClock(instant, timeZone) - instant,
  );
  const candidates = offsets.map(offset => wall - offset).sort((a, b) => a - b);
  const shown = candidates.find(it => wallClock(it, timeZone) === wall);
  if (shown !== undefined) {
    return shown;
  }
  // The clock skips it: it is looked for where the clock goes forward.
  let [before, after] = candidates;
  while (after - before > MINUTE) {
    const middle = before + Math.floor((after - before) / 2 / MINUTE) * MINUTE;
    if (wallClock(middle, timeZone) < wall) {
      before = middle;
    } else {
      after = middle;
    }
  }
  return after;
}
