import { useMemo } from 'react';
import {
  calendarWeek,
  expectedLoad,
  type ExpectedHour,
  type PlannedSchedule,
} from 'backstage-plugin-locust-common';

/** An hour of the calendar. */
export type PlannedHour = ExpectedHour<PlannedSchedule>;

/** The zone of whoever looks at the page. */
export function viewerZone(): string {
  return new Intl.DateTimeFormat().resolvedOptions().timeZone;
}

/** Whether it starts runs: what is paused or cannot be read starts none. */
export function isStarting(schedule: PlannedSchedule): boolean {
  return !schedule.suspended && schedule.problem === undefined;
}

/**
 * The hours of a week with what is expected in each. Reckoned once for the same schedules, not each time that the screen
 * is drawn; what it costs at most is said at {@link expectedLoad}.
 *
 * @param cluster - only of this one; undefined: of all
 */
export function useExpectedWeek(
  week: string,
  timeZone: string,
  schedules: readonly PlannedSchedule[],
  cluster: string | undefined,
): readonly PlannedHour[] {
  return useMemo(
    () =>
      expectedLoad(
        calendarWeek(week, timeZone),
        schedules.filter(
          one =>
            isStarting(one) &&
            (cluster === undefined || one.cluster === cluster),
        ),
      ),
    [week, timeZone, schedules, cluster],
  );
}
