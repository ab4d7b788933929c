import {
  ANNOTATIONS,
  LABELS,
  LOCUST_SPEC_DEFAULTS,
} from 'backstage-plugin-locust-common';
import { deadlinesOf } from '../deadlines';
import type { EngineConfig } from '../EngineConfig';
import type { LocustObject } from '../LocustObject';
import { jobName } from '../names';
import { specAsRun, specHash } from '../specAsRun';
import { warmUpSeconds } from '../warmUpSeconds';
import { childAnnotations, childLabels, ownedByLocust } from './childMetadata';
import { type CostBearer, costLabels } from './costLabels';
import { masterEnvironment, REPORTER_FOLDER } from './environment';
import {
  locustContainer,
  type PodOptions,
  podSettings,
  roleOf,
} from './podParts';
import { podRestriction } from './podRestriction';
import { mountedVolumes, readOnly } from './volumes';

/** The port that workers connect to. */
export const MASTER_PORT = 5557;
export const WEB_PORT = 8089;

/** On Jobs and CronJobs: by which a changed spec is told from the one that they were made from. */
export const SPEC_HASH = 'locust-qa.xyz/spec-hash';

/**
 * The Job of a one-off: made admitted, for there is nothing that it should wait for, unless there are to be network
 * policies, which have to be there before anything of it runs and are its children.
 */
export function masterJob(
  locust: LocustObject,
  config: EngineConfig,
  costs: CostBearer = {},
) {
  const { name, namespace } = locust.metadata;
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: {
      name: jobName(name),
      namespace,
      labels: { ...childLabels(locust, 'master'), [LABELS.issuedBy]: 'locust' },
      annotations: jobAnnotations(locust),
      ownerReferences: ownedByLocust(locust),
    },
    spec: {
      ...(config.networkPolicy && { suspend: true }),
      ...masterJobSpec(locust, config, costs),
    },
  };
}

/** Carried by every master Job, a scheduled one's coming from its CronJob's template. */
export function jobAnnotations(
  locust: LocustObject,
): Readonly<Record<string, string>> {
  return {
    ...childAnnotations(locust),
    [ANNOTATIONS.spec]: JSON.stringify(specAsRun(locust)),
    [SPEC_HASH]: specHash(locust),
  };
}

/** The Job of one run: one master pod, never tried again. */
export function masterJobSpec(
  locust: LocustObject,
  config: EngineConfig,
  costs: CostBearer = {},
) {
  const deadlines = deadlinesOf(locust.spec, config);
  const options = masterPod(locust, config);
  const { labels, annotations } = roleOf(locust, 'master');
  return {
    completions: 1,
    parallelism: 1,
    backoffLimit: 0,
    activeDeadlineSeconds: deadlines.job,
    template: {
      metadata: {
        // The resource's first: validation refuses those that are ours, and this would too.
        labels: {
          ...labels,
          ...childLabels(locust, 'master'),
          [LABELS.app]: jobName(locust.metadata.name),
          [LABELS.role]: 'master',
          ...costLabels(costs),
        },
        annotations: { ...annotations, ...childAnnotations(locust) },
      },
      spec: {
        restartPolicy: 'Never',
        activeDeadlineSeconds: deadlines.pod,
        containers: [
          {
            ...locustContainer(locust, options),
            ports: [
              { name: 'master', containerPort: MASTER_PORT, protocol: 'TCP' },
              { name: 'web', containerPort: WEB_PORT, protocol: 'TCP' },
            ],
          },
        ],
        ...podSettings(locust, options),
      },
    },
  };
}

function masterPod(locust: LocustObject, config: EngineConfig): PodOptions {
  const { spec } = locust;
  const deadlines = deadlinesOf(spec, config);
  const reporter = spec.reporter === false ? undefined : config.reporter;
  return {
    role: 'master',
    image: config.image,
    args: [
      '--master',
      '--headless',
      `--expect-workers=${spec.workers ?? LOCUST_SPEC_DEFAULTS.workers}`,
    ],
    env: masterEnvironment(spec, {
      ...(deadlines.runTime !== undefined && {
        runTime: spec.runTime ?? config.runTime,
      }),
      workersReady: deadlines.workersReady,
      reporter: reporter !== undefined,
      warmUp: warmUpSeconds(spec),
    }),
    volumes: [
      ...mountedVolumes(locust, 'master'),
      ...(reporter
        ? [
            readOnly('reporter', REPORTER_FOLDER, {
              // Optional, for a run without live figures is better than a master that never starts.
              configMap: { name: reporter.configMapName, optional: true },
            }),
          ]
        : []),
    ],
    restriction: podRestriction(locust, 'master', config.pods),
  };
}
