import type { Test } from 'backstage-plugin-locust-common';
import type { Tone } from '../status/toneColours';
import type { Translate } from '../translations/Translate';

/** How the state of a schedule is said. */
export function scheduleStatus(
  test: Test,
  t: Translate,
): {
  readonly word: string;
  readonly tone: Tone;
  readonly shape: 'waiting' | 'broken' | 'stopped';
} {
  if (test.problem || test.phase === 'Invalid') {
    return { word: t('schedules.invalid'), tone: 'error', shape: 'broken' };
  }
  return test.suspended
    ? { word: t('schedules.paused'), tone: 'warning', shape: 'stopped' }
    : { word: t('schedules.scheduled'), tone: 'info', shape: 'waiting' };
}
