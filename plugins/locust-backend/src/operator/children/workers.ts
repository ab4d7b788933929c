import { LABELS, LOCUST_SPEC_DEFAULTS } from 'backstage-plugin-locust-common';
import type { EngineConfig } from '../EngineConfig';
import type { LocustObject } from '../LocustObject';
import { labelValue, replicaSetName, serviceName } from '../names';
import {
  childAnnotations,
  childLabels,
  ownedByJob,
  type OwningJob,
} from './childMetadata';
import { podParts } from './podParts';

/**
 * The workers of a run. They get what concerns the locustfile and the target, but neither run time nor users: the
 * master decides those, and workers of old versions (2.8.5) exit when given a run time.
 *
 * @param owner - what they are named after: the `Locust` for a one-off, the Job for a scheduled run
 */
export function workers(
  locust: LocustObject,
  job: OwningJob,
  owner: string,
  config: EngineConfig,
) {
  const { name, namespace } = locust.metadata;
  const { spec } = locust;
  const parts = podParts(locust, config.image);
  const selector = {
    [LABELS.locust]: labelValue(name),
    [LABELS.role]: 'worker',
    [LABELS.jobUid]: job.uid,
  };
  return {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: {
      name: replicaSetName(owner),
      namespace,
      labels: { ...childLabels(locust, 'worker'), [LABELS.jobUid]: job.uid },
      annotations: childAnnotations(locust),
      ownerReferences: ownedByJob(job),
    },
    spec: {
      replicas: spec.workers ?? LOCUST_SPEC_DEFAULTS.workers,
      selector: { matchLabels: selector },
      template: {
        metadata: {
          labels: { ...childLabels(locust, 'worker'), ...selector },
          annotations: childAnnotations(locust),
        },
        spec: {
          containers: [
            {
              ...parts.container,
              args: [
                '--worker',
                '--headless',
                `--master-host=${serviceName(owner)}`,
              ],
              ...(parts.env.length > 0 && { env: parts.env }),
            },
          ],
          volumes: parts.volumes,
          ...(parts.imagePullSecrets && {
            imagePullSecrets: parts.imagePullSecrets,
          }),
        },
      },
    },
  };
}
