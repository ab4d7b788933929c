import type { TestTrendRun } from 'backstage-plugin-locust-common';
import type { StatusShape } from '../status/runStatus';
import type { Tone } from '../status/toneColours';
import type { Translate } from '../translations/Translate';

/** How the outcome of a run that has ended is said, in word, tone and shape. */
export function trendStatus(
  run: Pick<TestTrendRun, 'phase' | 'verdict'>,
  t: Translate,
): {
  readonly word: string;
  readonly tone: Tone;
  readonly shape: StatusShape;
} {
  switch (run.phase) {
    case 'stopped':
      return { word: t('status.stopped'), tone: 'warning', shape: 'stopped' };
    case 'error':
      return { word: t('status.couldNotRun'), tone: 'error', shape: 'broken' };
    case 'skipped':
      return { word: t('status.skipped'), tone: 'neutral', shape: 'skipped' };
    default:
      break;
  }
  switch (run.verdict) {
    case 'passed':
      return { word: t('status.passed'), tone: 'success', shape: 'passed' };
    case 'failed':
      return { word: t('status.failed'), tone: 'error', shape: 'failed' };
    default:
      return { word: t('status.finished'), tone: 'neutral', shape: 'done' };
  }
}
