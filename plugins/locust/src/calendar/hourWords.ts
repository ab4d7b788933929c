import { formatCount } from '../format/formatNumber';
import { localeOf } from '../translations/localeOf';
import type { Translate } from '../translations/Translate';
import { dayOf } from './calendarPlace';
import type { PlannedHour } from './useExpectedWeek';

const HOUR_MS = 60 * 60_000;

/** `Tue, Nov 24` */
export function dayInWords(week: string, day: number, t: Translate): string {
  return dayOf(week, day).toLocaleDateString(localeOf(t), {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    timeZone: 'UTC',
  });
}

/** `02:00` */
export function hourInWords(hour: number): string {
  return `${String(hour % 24).padStart(2, '0')}:00`;
}

/** What is odd about an hour on a day on which the clock is changed; undefined on others. */
export function clockChange(
  { begins, ends }: PlannedHour,
  t: Translate,
): string | undefined {
  const length = ends.getTime() - begins.getTime();
  if (length === 0) {
    return t('calendar.skipped');
  }
  if (length === HOUR_MS) {
    return undefined;
  }
  return length > HOUR_MS ? t('calendar.repeated') : t('calendar.shortened');
}

/** `3 runs, at most 250 users and 8 workers` */
export function loadInWords(hour: PlannedHour, t: Translate): string {
  return hour.runs === 0
    ? t('calendar.nothing')
    : t('calendar.load', {
        runs: t('calendar.runCount', { count: hour.runs }),
        users: t('terms.userCount', { count: hour.users }),
        workers: t('terms.workerCount', { count: hour.workers }),
      });
}

/** All that a cell says, for those who do not see it. */
export function cellInWords(
  hour: PlannedHour,
  week: string,
  t: Translate,
): string {
  return t('calendar.cell', {
    day: dayInWords(week, hour.day, t),
    hour: hourInWords(hour.hour),
    load: [loadInWords(hour, t), clockChange(hour, t)]
      .filter(Boolean)
      .join('. '),
  });
}

/** Names, of many the first few. */
export function someNames(
  names: readonly string[],
  most: number,
  t: Translate,
): string {
  const shown = names.slice(0, most).join(', ');
  return names.length > most
    ? t('calendar.andMore', {
        names: shown,
        number: formatCount(names.length - most, t),
      })
    : shown;
}
