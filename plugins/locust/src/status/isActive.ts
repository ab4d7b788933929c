import type { RunPhase } from 'backstage-plugin-locust-common';

const ACTIVE: ReadonlySet<RunPhase> = new Set<RunPhase>([
  'queued',
  'starting',
  'running',
  'stopping',
]);

/** Whether a run in this phase may still change. */
export function isActive(phase: RunPhase): boolean {
  return ACTIVE.has(phase);
}
