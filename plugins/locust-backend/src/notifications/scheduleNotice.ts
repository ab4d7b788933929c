import type { Notice } from '../runs/Notice';
import { portalPath } from './portalPath';
import type { WatchedSchedule } from './WatchedSchedule';
import { textOf, titleOf, topicOf } from './wording';

/** Whether a schedule may run. */
export type ScheduleState = 'ok' | 'paused';

/** What the owner of a schedule is told when the engine lets it pause for what it asks for, or does so no more. */
export function scheduleNotice(
  schedule: WatchedSchedule,
  state: ScheduleState,
  owner: string,
): Notice {
  const { test, entityRef, refusal } = schedule;
  const title = (predicate: string) =>
    titleOf(`The schedule of load test ${test}`, schedule, predicate);
  return {
    owner,
    ...(state === 'paused'
      ? {
          title: title('is paused'),
          description: textOf(['It may not run as it is.', refusal ?? '']),
          severity: 'high',
        }
      : {
          title: title('goes on'),
          description: 'It may run as it is.',
          severity: 'normal',
        }),
    link: portalPath(entityRef, entityRef ? '?view=schedules' : ''),
    topic: topicOf(test, schedule),
  };
}
