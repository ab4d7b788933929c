import { createHash, randomBytes } from 'node:crypto';
import { ANNOTATIONS } from 'backstage-plugin-locust-common';
import type { KubeObject } from '../kube/KubeObject';
import { STARTED_BY_HAND } from './observed/JobObject';

/** A CronJob as the API server sends it, as far as a Job is made of it. */
export interface RawSchedule extends KubeObject {
  readonly spec?: {
    readonly jobTemplate?: {
      readonly metadata?: {
        readonly labels?: Readonly<Record<string, string>>;
        readonly annotations?: Readonly<Record<string, string>>;
      };
      readonly spec?: unknown;
    };
  };
}

/** With the dash before it the Job's name is as long as the CronJob controller's own. */
const SUFFIX_LENGTH = 10;

/**
 * The Job of a run that somebody starts beside the schedule, as `kubectl create job --from=cronjob/…` makes it: from
 * the CronJob's template and owned by it. The template is suspended, so the engine decides when it may go.
 *
 * @param idempotencyKey - bound to the caller; the same key names the same Job. Undefined: every call makes another
 */
export function jobFromSchedule(
  schedule: RawSchedule,
  options: {
    readonly requestedBy?: string;
    readonly idempotencyKey?: string;
  },
) {
  const { name, namespace, uid } = schedule.metadata;
  const { requestedBy, idempotencyKey } = options;
  const template = schedule.spec?.jobTemplate;
  const suffix =
    idempotencyKey === undefined
      ? randomBytes(SUFFIX_LENGTH).toString('hex')
      : createHash('sha256').update(idempotencyKey).digest('hex');
  return {
    metadata: {
      name: `${name}-${suffix.slice(0, SUFFIX_LENGTH)}`,
      namespace: namespace ?? 'default',
      labels: template?.metadata?.labels ?? {},
      annotations: {
        ...template?.metadata?.annotations,
        [STARTED_BY_HAND]: 'manual',
        ...(requestedBy !== undefined && {
          [ANNOTATIONS.requestedBy]: requestedBy,
        }),
      },
      ownerReferences: [
        {
          apiVersion: 'batch/v1',
          kind: 'CronJob',
          name,
          uid,
          controller: true,
          // True would need the right to update the CronJob's finalizers.
          blockOwnerDeletion: false,
        },
      ],
    },
    spec: template?.spec,
  };
}
