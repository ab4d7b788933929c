import { LABELS } from 'backstage-plugin-locust-common';
import type { LocustObject } from '../LocustObject';
import { jobName, labelValue } from '../names';
import { JOB_CONTROLLER_UID } from '../observed/PodObject';
import type { OwningJob } from './childMetadata';

/** Labels of the master's pod of one Job alone: the Job controller puts the Job's UID on it. */
export function masterSelector(
  { metadata: { name } }: LocustObject,
  job: OwningJob,
): Readonly<Record<string, string>> {
  return { [LABELS.app]: jobName(name), [JOB_CONTROLLER_UID]: job.uid };
}

/** Labels of the pods of the workers that serve one Job. */
export function workerSelector(
  { metadata: { name } }: LocustObject,
  job: OwningJob,
): Readonly<Record<string, string>> {
  return {
    [LABELS.locust]: labelValue(name),
    [LABELS.role]: 'worker',
    [LABELS.jobUid]: job.uid,
  };
}
