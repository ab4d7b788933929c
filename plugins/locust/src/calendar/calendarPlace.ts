import { mondayOf } from 'backstage-plugin-locust-common';

const DAY_MS = 24 * 60 * 60_000;

/** Which week a calendar shows, and which of its hours is looked at closely; lives in the URL. */
export interface CalendarPlace {
  /** The Monday that it begins with: `2026-11-23`. */
  readonly week: string;
  /** From the first hour of the week, 0 to 167. */
  readonly hour?: number;
}

/** What the URL says; where it says nothing, the week in which it is. */
export function placeFrom(
  params: URLSearchParams,
  now: Date,
  timeZone: string,
): CalendarPlace {
  const asked = params.get('week') ?? '';
  const day = new Date(`${asked}T00:00:00Z`);
  const week =
    /^\d{4}-\d\d-\d\d$/.test(asked) && !Number.isNaN(day.getTime())
      ? mondayOf(day, 'UTC')
      : mondayOf(now, timeZone);
  const hour = Number(params.get('hour') || NaN);
  return Number.isInteger(hour) && hour >= 0 && hour < 168
    ? { week, hour }
    : { week };
}

/** The week so many weeks after this one. */
export function weekAfter(week: string, weeks: number): string {
  return new Date(new Date(`${week}T00:00:00Z`).getTime() + weeks * 7 * DAY_MS)
    .toISOString()
    .slice(0, 10);
}

/** A day of a week, as a moment of that day in UTC: to be formatted in UTC. */
export function dayOf(week: string, day: number): Date {
  return new Date(new Date(`${week}T12:00:00Z`).getTime() + day * DAY_MS);
}
