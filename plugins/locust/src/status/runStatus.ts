import type { Run } from 'backstage-plugin-locust-common';
import { formatClock } from '../format/formatClock';
import { formatCount } from '../format/formatNumber';
import type { Translate } from '../translations/Translate';
import type { Tone } from './toneColours';

/** A shape beside the word, so that nobody depends on seeing colours. */
export type StatusShape =
  | 'waiting'
  | 'going'
  | 'done'
  | 'passed'
  | 'failed'
  | 'stopped'
  | 'broken'
  | 'skipped';

/** How a run's state is said: a word, what belongs to it, a tone and a shape. */
export interface RunStatus {
  readonly word: string;
  readonly detail?: string;
  readonly tone: Tone;
  readonly shape: StatusShape;
}

/** What of a run its state is said by. */
export type RunToTell = Pick<Run, 'phase'> &
  Partial<
    Pick<
      Run,
      | 'verdict'
      | 'reason'
      | 'startedAt'
      | 'finishedAt'
      | 'runTimeSeconds'
      | 'workersConnected'
      | 'workersWanted'
    >
  >;

/** `ImagePullFailed` as a person would say it: `image pull failed`. */
export function reasonInWords(code: string): string {
  return code
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
    .split(' ')
    .map(word => (/^[A-Z]{2,}$/.test(word) ? word : word.toLowerCase()))
    .join(' ');
}

/** Seconds since the master began, up to the end where there is one; unknown before it began. */
export function secondsRun(run: RunToTell, now: Date): number | undefined {
  if (!run.startedAt) {
    return undefined;
  }
  const end = run.finishedAt ?? now;
  return Math.max(0, (end.getTime() - run.startedAt.getTime()) / 1000);
}

/** `3:12 of 10:00`, or the time alone where the run has no bound. */
export function progressText(
  run: RunToTell,
  now: Date,
  t: Translate,
): string | undefined {
  const seconds = secondsRun(run, now);
  if (seconds === undefined) {
    return undefined;
  }
  return run.runTimeSeconds
    ? t('status.progress', {
        ran: formatClock(Math.min(seconds, run.runTimeSeconds)),
        whole: formatClock(run.runTimeSeconds),
      })
    : formatClock(seconds);
}

/** Decides what a run's chip says. */
export function runStatus(run: RunToTell, now: Date, t: Translate): RunStatus {
  switch (run.phase) {
    case 'queued':
      if (run.reason?.code === 'Invalid') {
        return { word: t('status.invalid'), tone: 'error', shape: 'broken' };
      }
      return { word: t('status.queued'), tone: 'neutral', shape: 'waiting' };
    case 'starting':
      return {
        word: t('status.starting'),
        detail: t('status.workersOf', {
          connected: formatCount(run.workersConnected, t),
          wanted: formatCount(run.workersWanted, t),
        }),
        tone: 'info',
        shape: 'waiting',
      };
    case 'running':
      return {
        word: t('status.running'),
        detail: progressText(run, now, t),
        tone: 'info',
        shape: 'going',
      };
    case 'stopping':
      return { word: t('status.stopping'), tone: 'warning', shape: 'stopped' };
    case 'finished':
      if (run.verdict === 'passed') {
        return { word: t('status.passed'), tone: 'success', shape: 'passed' };
      }
      if (run.verdict === 'failed') {
        return { word: t('status.failed'), tone: 'error', shape: 'failed' };
      }
      return { word: t('status.finished'), tone: 'neutral', shape: 'done' };
    case 'stopped':
      return { word: t('status.stopped'), tone: 'warning', shape: 'stopped' };
    case 'error':
      return {
        word: t('status.couldNotRun'),
        detail: run.reason && reasonInWords(run.reason.code),
        tone: 'error',
        shape: 'broken',
      };
    case 'skipped':
      return { word: t('status.skipped'), tone: 'neutral', shape: 'skipped' };
    default:
      return { word: run.phase, tone: 'neutral', shape: 'waiting' };
  }
}
