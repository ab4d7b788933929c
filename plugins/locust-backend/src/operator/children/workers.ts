import { LABELS, LOCUST_SPEC_DEFAULTS } from 'backstage-plugin-locust-common';
import type { EngineConfig } from '../EngineConfig';
import type { LocustObject } from '../LocustObject';
import { replicaSetName, serviceName } from '../names';
import {
  childAnnotations,
  childLabels,
  ownedByJob,
  type OwningJob,
} from './childMetadata';
import { type CostBearer, costLabels } from './costLabels';
import { workerEnvironment } from './environment';
import {
  locustContainer,
  type PodOptions,
  podSettings,
  roleOf,
} from './podParts';
import { podRestriction } from './podRestriction';
import { workerSelector } from './podSelectors';
import { mountedVolumes } from './volumes';

/**
 * The workers of a run.
 *
 * @param owner - what they are named after, as `runOwner` gives it
 */
export function workers(
  locust: LocustObject,
  job: OwningJob,
  owner: string,
  config: EngineConfig,
  costs: CostBearer = {},
) {
  const { spec } = locust;
  const options: PodOptions = {
    role: 'worker',
    image: config.image,
    args: ['--worker', '--headless', `--master-host=${serviceName(owner)}`],
    env: workerEnvironment(spec),
    volumes: mountedVolumes(locust, 'worker'),
    restriction: podRestriction(locust, 'worker', config.pods),
  };
  const { labels, annotations } = roleOf(locust, 'worker');
  const selector = workerSelector(locust, job);
  return {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: {
      name: replicaSetName(owner),
      namespace: locust.metadata.namespace,
      labels: { ...childLabels(locust, 'worker'), [LABELS.jobUid]: job.uid },
      annotations: childAnnotations(locust),
      ownerReferences: ownedByJob(job),
    },
    spec: {
      replicas: spec.workers ?? LOCUST_SPEC_DEFAULTS.workers,
      selector: { matchLabels: selector },
      template: {
        metadata: {
          // The resource's first: validation refuses those that are ours, and this would too.
          labels: {
            ...labels,
            ...childLabels(locust, 'worker'),
            ...selector,
            ...costLabels(costs),
          },
          annotations: { ...annotations, ...childAnnotations(locust) },
        },
        spec: {
          containers: [locustContainer(locust, options)],
          ...podSettings(locust, options),
        },
      },
    },
  };
}
