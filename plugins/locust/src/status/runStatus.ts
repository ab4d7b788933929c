import type { Run } from 'backstage-plugin-locust-common';
import { formatClock } from '../format/formatClock';
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
export function secondsRun(run: Run, now: Date): number | undefined {
  if (!run.startedAt) {
    return undefined;
  }
  const end = run.finishedAt ?? now;
  return Math.max(0, (end.getTime() - run.startedAt.getTime()) / 1000);
}

/** `3:12 of 10:00`, or the time alone where the run has no bound. */
export function progressText(run: Run, now: Date): string | undefined {
  const seconds = secondsRun(run, now);
  if (seconds === undefined) {
    return undefined;
  }
  return run.runTimeSeconds
    ? `${formatClock(Math.min(seconds, run.runTimeSeconds))} of ${formatClock(
        run.runTimeSeconds,
      )}`
    : formatClock(seconds);
}

/** Decides what a run's chip says. */
export function runStatus(run: Run, now: Date): RunStatus {
  switch (run.phase) {
    case 'queued':
      if (run.reason?.code === 'Invalid') {
        return { word: 'Invalid', tone: 'error', shape: 'broken' };
      }
      return { word: 'Queued', tone: 'neutral', shape: 'waiting' };
    case 'starting':
      return {
        word: 'Starting',
        detail: `${run.workersConnected} of ${run.workersWanted} workers`,
        tone: 'info',
        shape: 'waiting',
      };
    case 'running':
      return {
        word: 'Running',
        detail: progressText(run, now),
        tone: 'info',
        shape: 'going',
      };
    case 'stopping':
      return { word: 'Stopping', tone: 'warning', shape: 'stopped' };
    case 'finished':
      if (run.verdict === 'passed') {
        return { word: 'Passed', tone: 'success', shape: 'passed' };
      }
      if (run.verdict === 'failed') {
        return { word: 'Failed', tone: 'error', shape: 'failed' };
      }
      return { word: 'Finished', tone: 'neutral', shape: 'done' };
    case 'stopped':
      return { word: 'Stopped', tone: 'warning', shape: 'stopped' };
    case 'error':
      return {
        word: 'Could not run',
        detail: run.reason && reasonInWords(run.reason.code),
        tone: 'error',
        shape: 'broken',
      };
    case 'skipped':
      return { word: 'Skipped', tone: 'neutral', shape: 'skipped' };
    default:
      return { word: run.phase, tone: 'neutral', shape: 'waiting' };
  }
}
