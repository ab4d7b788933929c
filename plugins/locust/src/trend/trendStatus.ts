import type { TestTrendRun } from 'backstage-plugin-locust-common';
import type { StatusShape } from '../status/runStatus';
import type { Tone } from '../status/toneColours';

/** How the outcome of a run that has ended is said, in word, tone and shape. */
export function trendStatus(run: Pick<TestTrendRun, 'phase' | 'verdict'>): {
  readonly word: string;
  readonly tone: Tone;
  readonly shape: StatusShape;
} {
  switch (run.phase) {
    case 'stopped':
      return { word: 'Stopped', tone: 'warning', shape: 'stopped' };
    case 'error':
      return { word: 'Could not run', tone: 'error', shape: 'broken' };
    case 'skipped':
      return { word: 'Skipped', tone: 'neutral', shape: 'skipped' };
    default:
      break;
  }
  switch (run.verdict) {
    case 'passed':
      return { word: 'Passed', tone: 'success', shape: 'passed' };
    case 'failed':
      return { word: 'Failed', tone: 'error', shape: 'failed' };
    default:
      return { word: 'Finished', tone: 'neutral', shape: 'done' };
  }
}
