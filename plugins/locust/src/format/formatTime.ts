import { localeOf } from '../translations/localeOf';
import type { Translate } from '../translations/Translate';

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** How long ago or how soon, in the chosen language: `8 hours ago`, `in 5 minutes`. */
export function formatRelative(time: Date, now: Date, t: Translate): string {
  const seconds = (time.getTime() - now.getTime()) / 1000;
  const size = Math.abs(seconds);
  if (size < 45) {
    return seconds <= 0 ? t('format.justNow') : t('format.inAMoment');
  }
  const format = new Intl.RelativeTimeFormat(localeOf(t), {
    numeric: 'auto',
  });
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
export function formatAbsolute(time: Date, t: Translate): string {
  return time.toLocaleString(localeOf(t), {
    dateStyle: 'full',
    timeStyle: 'long',
  });
}

/** Hours and minutes in the viewer's zone. */
export function formatTimeOfDay(time: Date, t: Translate): string {
  return time.toLocaleTimeString(localeOf(t), {
    hour: '2-digit',
    minute: '2-digit',
  });
}

/** Hours, minutes and seconds in the viewer's zone. */
export function formatTimeWithSeconds(time: Date, t: Translate): string {
  return time.toLocaleTimeString(localeOf(t), {
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  });
}

/** Day and month, short, in the viewer's zone: `Nov 22`. */
export function formatDay(time: Date, t: Translate): string {
  return time.toLocaleDateString(localeOf(t), {
    day: 'numeric',
    month: 'short',
  });
}

/** Day and time, short, in the zone named; in the viewer's without one. */
export function formatDayAndTime(
  time: Date,
  timeZone: string | undefined,
  t: Translate,
): string {
  return time.toLocaleString(localeOf(t), {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
    timeZone,
  });
}
