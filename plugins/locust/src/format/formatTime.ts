const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** How long ago or how soon, in the viewer's language: `8 hours ago`, `in 5 minutes`. */
export function formatRelative(time: Date, now: Date): string {
  const seconds = (time.getTime() - now.getTime()) / 1000;
  const size = Math.abs(seconds);
  const format = new Intl.RelativeTimeFormat(undefined, { numeric: 'auto' });
  if (size < 45) {
    return seconds <= 0 ? 'just now' : 'in a moment';
  }
  if (size < 50 * MINUTE) {
    return format.format(Math.round(seconds / MINUTE), 'minute');
  }
  if (size < 22 * HOUR) {
    return format.format(Math.round(seconds / HOUR), 'hour');
  }
  if (size < 60 * DAY) {
    return format.format(Math.round(seconds / DAY), 'day');
  }
  return format.format(Math.round(seconds / (30 * DAY)), 'month');
}

/** The whole truth about a moment, in the viewer's zone, for titles. */
export function formatAbsolute(time: Date): string {
  return time.toLocaleString(undefined, {
    dateStyle: 'full',
    timeStyle: 'long',
  });
}

/** Hours and minutes in the viewer's zone. */
export function formatTimeOfDay(time: Date): string {
  return time.toLocaleTimeString(undefined, {
    hour: '2-digit',
    minute: '2-digit',
  });
}

/** Hours, minutes and seconds in the viewer's zone. */
export function formatTimeWithSeconds(time: Date): string {
  return time.toLocaleTimeString(undefined, {
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  });
}

/** Day and time, short, in the zone named; in the viewer's without one. */
export function formatDayAndTime(time: Date, timeZone?: string): string {
  return time.toLocaleString(undefined, {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
    timeZone,
  });
}
