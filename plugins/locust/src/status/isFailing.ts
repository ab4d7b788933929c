import type { Run } from 'backstage-plugin-locust-common';

/** Whether a run has missed its thresholds or could not be carried out. */
export function isFailing({
  phase,
  verdict,
}: Pick<Run, 'phase' | 'verdict'>): boolean {
  return verdict === 'failed' || phase === 'error';
}
