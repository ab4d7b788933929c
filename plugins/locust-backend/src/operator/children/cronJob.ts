import { LABELS, LOCUST_SPEC_DEFAULTS } from 'backstage-plugin-locust-common';
import type { EngineConfig } from '../EngineConfig';
import type { LocustObject } from '../LocustObject';
import { cronJobName, shortHash } from '../names';
import { childAnnotations, childLabels, ownedByLocust } from './childMetadata';
import { jobAnnotations, masterJobSpec, SPEC_HASH } from './masterJob';

/** Ended Jobs that Kubernetes keeps. We remove them ourselves once recorded; this must not come first. */
const KEPT_JOBS = 50;

/**
 * The CronJob of a scheduled resource. Its Jobs are born suspended: the engine admits each one when it has a Service
 * and workers, so that no master burns its deadline waiting for an engine that is down.
 */
export function cronJob(locust: LocustObject, config: EngineConfig) {
  const { name, namespace } = locust.metadata;
  const spec = cronJobSpec(locust, config);
  return {
    apiVersion: 'batch/v1',
    kind: 'CronJob',
    metadata: {
      name: cronJobName(name),
      namespace,
      labels: childLabels(locust, 'schedule'),
      annotations: {
        ...childAnnotations(locust),
        [SPEC_HASH]: shortHash(JSON.stringify(spec), 16),
      },
      ownerReferences: ownedByLocust(locust),
    },
    spec,
  };
}

function cronJobSpec(locust: LocustObject, config: EngineConfig) {
  const { spec } = locust;
  return {
    schedule: spec.schedule,
    // Written out: without it the controller manager's own zone would count.
    timeZone: spec.timeZone ?? LOCUST_SPEC_DEFAULTS.timeZone,
    suspend: spec.suspend === true,
    // Kubernetes' Forbid and Replace look only at its own list, and Replace deletes the log: the engine does both.
    concurrencyPolicy: 'Allow',
    successfulJobsHistoryLimit: KEPT_JOBS,
    failedJobsHistoryLimit: KEPT_JOBS,
    ...(spec.startingDeadlineSeconds !== undefined && {
      startingDeadlineSeconds: spec.startingDeadlineSeconds,
    }),
    jobTemplate: {
      metadata: {
        labels: {
          ...childLabels(locust, 'master'),
          [LABELS.issuedBy]: 'cronjob',
        },
        annotations: jobAnnotations(locust),
      },
      spec: { suspend: true, ...masterJobSpec(locust, config) },
    },
  };
}

/**
 * What turns the CronJob that is there into the one that is wanted: only our fields, those that are not wanted any
 * more as null. Lists are replaced as a whole by a merge patch.
 */
export function cronJobPatch(locust: LocustObject, config: EngineConfig) {
  const { metadata, spec } = cronJob(locust, config);
  const { template, ...job } = spec.jobTemplate.spec;
  return {
    metadata: {
      labels: metadata.labels,
      annotations: metadata.annotations,
    },
    spec: {
      startingDeadlineSeconds: null,
      ...spec,
      jobTemplate: {
        ...spec.jobTemplate,
        spec: {
          ...job,
          template: {
            ...template,
            spec: { imagePullSecrets: null, ...template.spec },
          },
        },
      },
    },
  };
}
