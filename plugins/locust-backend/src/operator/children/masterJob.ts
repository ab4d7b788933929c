import {
  ANNOTATIONS,
  LABELS,
  LOCUST_SPEC_DEFAULTS,
  RESERVED_MOUNT_PATH,
} from 'backstage-plugin-locust-common';
import { deadlinesOf } from '../deadlines';
import type { EngineConfig } from '../EngineConfig';
import type { LocustObject } from '../LocustObject';
import { jobName } from '../names';
import { specAsRun, specHash } from '../specAsRun';
import { childAnnotations, childLabels, ownedByLocust } from './childMetadata';
import { envVar, mountOf, podParts } from './podParts';

/** The port that workers connect to. */
export const MASTER_PORT = 5557;
export const WEB_PORT = 8089;

const REPORTER_FOLDER = `${RESERVED_MOUNT_PATH}/reporter`;

/** Annotation by which a changed spec is told from the one that a Job or CronJob was made from. */
export const SPEC_HASH = 'locust-qa.xyz/spec-hash';

/** The Job of a one-off: made admitted, for there is nothing that it should wait for. */
export function masterJob(locust: LocustObject, config: EngineConfig) {
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
    spec: masterJobSpec(locust, config),
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
export function masterJobSpec(locust: LocustObject, config: EngineConfig) {
  const deadlines = deadlinesOf(locust.spec, config);
  const { spec } = locust;
  const parts = podParts(locust, config.image);
  const reporter = spec.reporter === false ? undefined : config.reporter;
  const reporterMount = mountOf(
    'reporter',
    REPORTER_FOLDER,
    // Optional, for a run without live figures is better than a master that never starts.
    reporter && {
      configMap: { name: reporter.configMapName, optional: true },
    },
  );
  return {
    completions: 1,
    parallelism: 1,
    backoffLimit: 0,
    activeDeadlineSeconds: deadlines.job,
    template: {
      metadata: {
        labels: {
          ...childLabels(locust, 'master'),
          [LABELS.app]: jobName(locust.metadata.name),
          [LABELS.role]: 'master',
        },
        annotations: childAnnotations(locust),
      },
      spec: {
        restartPolicy: 'Never',
        activeDeadlineSeconds: deadlines.pod,
        containers: [
          {
            ...parts.container,
            args: [
              '--master',
              '--headless',
              `--expect-workers=${
                spec.workers ?? LOCUST_SPEC_DEFAULTS.workers
              }`,
            ],
            env: [
              ...envVar(
                'LOCUST_RUN_TIME',
                deadlines.runTime === undefined
                  ? undefined
                  : spec.runTime ?? config.runTime,
              ),
              ...envVar('LOCUST_USERS', spec.users),
              ...envVar('LOCUST_SPAWN_RATE', spec.spawnRate),
              ...envVar(
                'LOCUST_EXPECT_WORKERS_MAX_WAIT',
                deadlines.workersReady,
              ),
              ...parts.env,
              ...(reporter
                ? envVar('PYTHONPATH', REPORTER_FOLDER)
                : // Without the reporter the tables that Locust prints while it runs are all there is.
                  envVar('LOCUST_ONLY_SUMMARY', 'false')),
            ],
            ports: [
              { name: 'master', containerPort: MASTER_PORT, protocol: 'TCP' },
              { name: 'web', containerPort: WEB_PORT, protocol: 'TCP' },
            ],
            volumeMounts: [
              ...parts.container.volumeMounts,
              ...reporterMount.map(it => it.mount),
            ],
          },
        ],
        volumes: [...parts.volumes, ...reporterMount.map(it => it.volume)],
        ...(parts.imagePullSecrets && {
          imagePullSecrets: parts.imagePullSecrets,
        }),
      },
    },
  };
}
