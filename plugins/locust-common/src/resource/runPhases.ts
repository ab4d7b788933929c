import type { RunPhase } from '../schema/openapi';

/** The phases of a run in the order that they are gone through; the last four are ends. @public */
export const PHASES: readonly RunPhase[] = [
  'queued',
  'starting',
  'running',
  'stopping',
  'finished',
  'stopped',
  'error',
  'skipped',
];

/** Whether a run in this phase has ended and will not change any more. @public */
export function isTerminalPhase(phase: RunPhase): boolean {
  return PHASES.indexOf(phase) >= PHASES.indexOf('finished');
}
