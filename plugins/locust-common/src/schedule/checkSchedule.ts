import { CronError, parseCron } from './CronExpression';
import { nextScheduleTimes } from './nextScheduleTimes';
import { checkTimeZone } from './timeZone';

/**
 * Says what is wrong with a schedule in one sentence: what was refused, why, and what would be accepted.
 *
 * @returns undefined where the CronJob controller would take it and it comes at least once in five years
 * @public
 */
export function checkSchedule(
  schedule: string,
  timeZone?: string,
): string | undefined {
  try {
    parseCron(schedule);
  } catch (error) {
    if (error instanceof CronError) {
      return error.message;
    }
    throw error;
  }
  const zoneProblem = timeZone ? checkTimeZone(timeZone) : undefined;
  if (zoneProblem) {
    return zoneProblem;
  }
  const [next] = nextScheduleTimes(schedule, timeZone, new Date(), 1);
  return next
    ? undefined
    : `"${schedule}" never comes: no date matches it in the next five years.`;
}
