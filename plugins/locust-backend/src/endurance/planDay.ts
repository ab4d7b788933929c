import type { ConcurrencyPolicy } from 'backstage-plugin-locust-common';

export const MINUTES_A_DAY = 24 * 60;

/** Minutes in which no engine is looking: `[from, to)`. */
export interface Outage {
  readonly from: number;
  readonly to: number;
}

/** What is to become of the Job of one minute. */
export type Fate = 'finished' | 'stopped' | 'StillRunning' | 'Replaced';

/** How long the run of a minute goes on where nobody stops it; more than one and it overlaps with the next ones. */
export function minutesOfRun(minute: number): number {
  return [1, 1, 3, 1, 2, 1, 1, 4, 1, 1][minute % 10];
}

/**
 * What is to become of every Job of a day, from what the policies mean and nothing of how the engine does it.
 *
 * Jobs of an outage wait. When it is over, Forbid begins the oldest, Replace the newest, Allow all of them; a run that
 * has come to its end meanwhile is in nobody's way.
 */
export function planDay(
  policy: ConcurrencyPolicy,
  outage: Outage,
  minutes: number = MINUTES_A_DAY,
): readonly Fate[] {
  const fates: Fate[] = [];
  let waiting: number[] = [];
  let going: { readonly minute: number; readonly endsAt: number }[] = [];
  for (let minute = 0; minute < minutes; minute += 1) {
    going = going.filter(it => it.endsAt > minute);
    waiting.push(minute);
    const isOut = minute >= outage.from && minute < outage.to;
    if (!isOut) {
      decide(minute, waiting);
      waiting = [];
    }
  }
  return fates;

  function decide(now: number, due: readonly number[]) {
    const [oldest] = due;
    const newest = due[due.length - 1];
    for (const minute of due) {
      const begins =
        policy === 'Allow' ||
        (policy === 'Forbid' && minute === oldest && going.length === 0) ||
        (policy === 'Replace' && minute === newest);
      if (!begins) {
        fates[minute] = policy === 'Forbid' ? 'StillRunning' : 'Replaced';
        continue;
      }
      if (policy === 'Replace') {
        for (const older of going) {
          fates[older.minute] = 'stopped';
        }
        going = [];
      }
      fates[minute] = 'finished';
      going.push({ minute, endsAt: now + minutesOfRun(minute) });
    }
  }
}
