import { ANNOTATIONS, type Reason } from 'backstage-plugin-locust-common';
import type { JobObject } from './JobObject';

/** Whether somebody has asked for this Job's run to be stopped. */
export function isStopRequested(job: JobObject | undefined): boolean {
  const value = job?.metadata.annotations?.[ANNOTATIONS.stop];
  return value !== undefined && value !== 'false';
}

/** Why the engine itself was told to stop this Job's run, among others. */
export function haltReason(job: JobObject | undefined): Reason | undefined {
  const message = job?.metadata.annotations?.[ANNOTATIONS.stopReason];
  return message === undefined ? undefined : { code: 'EmergencyStop', message };
}
