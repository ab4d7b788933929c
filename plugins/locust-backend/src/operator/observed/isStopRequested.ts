import { ANNOTATIONS } from 'backstage-plugin-locust-common';
import type { JobObject } from './JobObject';

/** Whether somebody has asked for this Job's run to be stopped. */
export function isStopRequested(job: JobObject | undefined): boolean {
  const value = job?.metadata.annotations?.[ANNOTATIONS.stop];
  return value !== undefined && value !== 'false';
}
