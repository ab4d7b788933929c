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

/** Optional fields of a pod that we set where the resource asks for them. */
const OPTIONAL_POD_FIELDS = [
  'imagePullSecrets',
  'nodeSelector',
  'tolerations',
  'affinity',
  'serviceAccountName',
  // The old name of the same, which the API server fills in and would take back.
  'serviceAccount',
  'automountServiceAccountToken',
  'securityContext',
] as const;

/**
 * What turns the CronJob that is there into the one that is wanted: only our fields, those that are not wanted any
 * more as null. A merge patch replaces lists as a whole but merges objects, so what is in the way there is named too.
 *
 * @param live - the CronJob as the API server has it
 */
export function cronJobPatch(
  locust: LocustObject,
  config: EngineConfig,
  live: unknown,
) {
  const { metadata, spec } = cronJob(locust, config);
  const { template, ...job } = spec.jobTemplate.spec;
  const livePod = at(live, 'spec', 'jobTemplate', 'spec', 'template');
  const wantedPod: Readonly<Record<string, unknown>> = template.spec;
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
            metadata: {
              labels: replacing(
                at(livePod, 'metadata', 'labels'),
                template.metadata.labels,
              ),
              annotations: replacing(
                at(livePod, 'metadata', 'annotations'),
                template.metadata.annotations,
              ),
            },
            spec: {
              ...template.spec,
              ...Object.fromEntries(
                OPTIONAL_POD_FIELDS.map(name => [
                  name,
                  replacing(at(livePod, 'spec', name), wantedPod[name] ?? null),
                ]),
              ),
            },
          },
        },
      },
    },
  };
}

/** A merge patch from one value to the other. */
function replacing(current: unknown, wanted: unknown): unknown {
  const [before, after] = [current, wanted].map(asRecord);
  if (!before || !after) {
    return wanted;
  }
  return Object.fromEntries(
    [...new Set([...Object.keys(before), ...Object.keys(after)])].map(key => [
      key,
      Object.hasOwn(after, key) ? replacing(before[key], after[key]) : null,
    ]),
  );
}

function at(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>((found, key) => asRecord(found)?.[key], value);
}

function asRecord(
  value: unknown,
): Readonly<Record<string, unknown>> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, unknown>>)
    : undefined;
}
