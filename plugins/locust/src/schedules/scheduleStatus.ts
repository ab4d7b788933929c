import type { Test } from 'backstage-plugin-locust-common';
import type { Tone } from '../status/toneColours';

/** How the state of a schedule is said. */
export function scheduleStatus(test: Test): {
  readonly word: string;
  readonly tone: Tone;
  readonly shape: 'waiting' | 'broken' | 'stopped';
} {
  if (test.problem || test.phase === 'Invalid') {
    return { word: 'Invalid', tone: 'error', shape: 'broken' };
  }
  return test.suspended
    ? { word: 'Paused', tone: 'warning', shape: 'stopped' }
    : { word: 'Scheduled', tone: 'info', shape: 'waiting' };
}
