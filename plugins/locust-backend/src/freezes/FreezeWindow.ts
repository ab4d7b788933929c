import { nextScheduleTimes } from 'backstage-plugin-locust-common';
import type { Concerned } from '../policy/concerns';
import type { Freeze } from './Freeze';

/** A freeze that the configuration declares: once, or again and again. */
export interface FreezeWindow extends Concerned {
  readonly reason: string;
  readonly stopsRuns: boolean;
  readonly when:
    | { readonly from: Date; readonly until: Date }
    | {
        /** A cron expression: when it begins. */
        readonly schedule: string;
        readonly timeZone?: string;
        readonly durationSeconds: number;
      };
}

/**
 * The time of a window that is going on, or else the next one; undefined: there is none any more.
 *
 * @param index - among the windows of the configuration, for the id
 */
export function occurrence(
  window: FreezeWindow,
  index: number,
  now: Date,
): Freeze | undefined {
  const { when, ...rest } = window;
  const time = 'schedule' in when ? recurring(when, now) : when;
  return time && time.until > now
    ? {
        ...rest,
        id: `configured-${index}`,
        from: time.from,
        until: time.until,
        configured: true,
      }
    : undefined;
}

function recurring(
  when: {
    readonly schedule: string;
    readonly timeZone?: string;
    readonly durationSeconds: number;
  },
  now: Date,
): { readonly from: Date; readonly until: Date } | undefined {
  const lasts = when.durationSeconds * 1000;
  // The first that has not ended: it began at most so long ago.
  const [from] = nextScheduleTimes(
    when.schedule,
    when.timeZone,
    new Date(now.getTime() - lasts),
    1,
  );
  return from && { from, until: new Date(from.getTime() + lasts) };
}
