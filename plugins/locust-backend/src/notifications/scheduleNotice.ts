import type { Notice } from '../runs/Notice';
import { portalPath } from './portalPath';
import type { WatchedSchedule } from './WatchedSchedule';
import { textOf, titleOf, topicOf } from './wording';

/** Whether a schedule may run. */
export type ScheduleState = 'ok' | 'paused';

/** What the owner of a schedule is told when policy keeps it from running, or does so no more. */
export function scheduleNotice(
  schedule: WatchedSchedule,
  state: ScheduleState,
  owner: string,
): Notice {
  const { test, entityRef, problems } = schedule;
  const title = (predicate: string) =>
    titleOf(`The schedule of load test ${test}`, schedule, predicate);
  return {
    owner,
    ...(state === 'paused'
      ? {
          title: title('is paused by policy'),
          description: textOf(problems.map(it => it.message)),
          severity: 'high',
        }
      : {
          title: title('goes on'),
          description: 'What it asks for is allowed again.',
          severity: 'normal',
        }),
    link: portalPath(entityRef, entityRef ? '?view=schedules' : ''),
    topic: topicOf(test, schedule),
  };
}
