import { type CronExpression, parseCron } from './CronExpression';
import { matchesDay } from './nextScheduleTimes';
import { wallClock } from './timeZone';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** Due times of a schedule within an hour of its own clock: places in the list of the minutes at which it is due. */
export interface DueSpan {
  /** Milliseconds: the instant that is minute 0 of that hour. */
  readonly zero: number;
  readonly from: number;
  readonly until: number;
}

/** How far the clock of a zone is ahead of UTC, remembered, for asking takes its time. Milliseconds. */
export class ZoneOffsets {
  private readonly known = new Map<string, Map<number, number>>();

  at(instant: number, timeZone: string): number {
    let ofZone = this.known.get(timeZone);
    if (!ofZone) {
      ofZone = new Map();
      this.known.set(timeZone, ofZone);
    }
    let offset = ofZone.get(instant);
    if (offset === undefined) {
      offset = wallClock(instant, timeZone) - instant;
      ofZone.set(instant, offset);
    }
    return offset;
  }
}

/**
 * When a schedule is due, found hour by hour in place of time by time: however often it is due in an hour costs one look.
 * The times are those of {@link scheduleInstants}.
 */
export class DueTimes {
  /** Minutes of an hour at which it may be due, in their order. */
  readonly minutes: readonly number[];
  private readonly cron: CronExpression;

  /** @throws CronError for an expression that cannot be read */
  constructor(
    schedule: string,
    private readonly timeZone: string,
    private readonly offsets: ZoneOffsets,
  ) {
    this.cron = parseCron(schedule);
    this.minutes = [...this.cron.minutes].sort((a, b) => a - b);
  }

  /** The due times in a stretch of some hours; the first moment belongs to it and the last does not. Milliseconds. */
  between(begins: number, ends: number): readonly DueSpan[] {
    const offset = this.offsets.at(begins, this.timeZone);
    const last = this.offsets.at(ends - MINUTE, this.timeZone);
    if (offset === last) {
      return this.whileEven(begins, ends, offset);
    }
    const changed = this.firstWith(last, begins, ends - MINUTE);
    return [
      ...this.whileEven(begins, changed, offset),
      ...this.whileEven(changed, ends, last),
    ];
  }

  /** The place of the first minute that is this one or later. */
  placeOf(minute: number): number {
    let low = 0;
    let high = this.minutes.length;
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      if (this.minutes[middle] < minute) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** While the clock neither skips nor repeats anything. */
  private whileEven(
    begins: number,
    ends: number,
    offset: number,
  ): readonly DueSpan[] {
    const spans: DueSpan[] = [];
    const [wall, until] = [begins + offset, ends + offset];
    for (
      let hour = Math.floor(wall / HOUR) * HOUR;
      hour < until;
      hour += HOUR
    ) {
      const shown = new Date(hour);
      if (
        this.cron.hours.has(shown.getUTCHours()) &&
        matchesDay(this.cron, shown)
      ) {
        const span = {
          zero: hour - offset,
          from: this.placeOf((wall - hour) / MINUTE),
          until: this.placeOf((until - hour) / MINUTE),
        };
        if (span.from < span.until) {
          spans.push(span);
        }
      }
    }
    return spans;
  }

  /** The first minute in which the clock is so far ahead; that of `after` is not, that of `at` is. */
  private firstWith(offset: number, after: number, at: number): number {
    let [low, high] = [after, at];
    while (high - low > MINUTE) {
      const middle = low + Math.floor((high - low) / 2 / MINUTE) * MINUTE;
      if (this.offsets.at(middle, this.timeZone) === offset) {
        high = middle;
      } else {
        low = middle;
      }
    }
    return high;
  }
}
