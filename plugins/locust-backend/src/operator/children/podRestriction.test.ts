import { ANNOTATIONS } from 'backstage-plugin-locust-common';
import { type EngineConfig, ENGINE_DEFAULTS } from '../EngineConfig';
import { cronJob } from './cronJob';
import { masterJob } from './masterJob';
import {
  completedResources,
  type ContainerResources,
  POD_DEFAULTS,
  type PodSettings,
} from './podRestriction';
import { aLocust, JOB } from './testing/aLocust';
import { FIELD_EXAMPLES } from './testing/fieldExamples';
import { workers } from './workers';

const OF_PORTAL = { annotations: { [ANNOTATIONS.createdBy]: 'portal' } };

interface PodSpec {
  readonly automountServiceAccountToken?: boolean;
  readonly securityContext?: object;
  readonly volumes: readonly object[];
  readonly containers: readonly {
    readonly securityContext?: object;
    readonly resources?: ContainerResources;
  }[];
}

const podsOf = (
  spec: object,
  metadata: object,
  pods: Partial<PodSettings> = {},
): readonly PodSpec[] => {
  const config: EngineConfig = {
    ...ENGINE_DEFAULTS,
    pods: { ...POD_DEFAULTS, ...pods },
  };
  const locust = aLocust(spec, metadata);
  const scheduled = aLocust({ ...spec, schedule: '@daily' }, metadata);
  return [
    masterJob(locust, config).spec.template.spec,
    cronJob(scheduled, config).spec.jobTemplate.spec.template.spec,
    workers(locust, JOB, 'x', config).spec.template.spec,
  ];
};

/**
 * What the Pod Security Standard "restricted" of Kubernetes 1.36 asks of pods for Linux, as far as one can be made that has
 * none of it: https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted
 */
const RESTRICTED = {
  securityContext: {
    runAsNonRoot: true,
    runAsUser: 1000,
    runAsGroup: 1000,
    fsGroup: 1000,
    fsGroupChangePolicy: 'OnRootMismatch',
    seccompProfile: { type: 'RuntimeDefault' },
  },
  automountServiceAccountToken: false,
  containers: [
    {
      securityContext: {
        allowPrivilegeEscalation: false,
        capabilities: { drop: ['ALL'] },
      },
      resources: POD_DEFAULTS.resources.master,
    },
  ],
};

describe('the pods of what the portal has made', () => {
  it('are as the standard asks, without a token, with requests and limits', () => {
    for (const pod of podsOf({}, OF_PORTAL)) {
      expect(pod).toMatchObject(RESTRICTED);
    }
  });

  it.each(Object.entries(FIELD_EXAMPLES))(
    'are so whatever %s says',
    (_field, { spec }) => {
      for (const pod of podsOf(spec, OF_PORTAL)) {
        const { resources, ...container } = pod.containers[0];
        expect({ ...pod, containers: [container] }).toMatchObject({
          ...RESTRICTED,
          containers: [
            { securityContext: RESTRICTED.containers[0].securityContext },
          ],
        });
        expect(resources).toEqual({
          requests: expect.objectContaining({
            cpu: expect.any(String),
            memory: expect.any(String),
          }),
          limits: expect.objectContaining({
            cpu: expect.any(String),
            memory: expect.any(String),
          }),
        });
        // No volume but those that the standard allows.
        for (const volume of pod.volumes) {
          const [kind] = Object.keys(volume).filter(key => key !== 'name');
          expect(['configMap', 'secret', 'persistentVolumeClaim']).toContain(
            kind,
          );
        }
      }
    },
  );

  it('run as the configured user', () => {
    for (const pod of podsOf({}, OF_PORTAL, { runAsUser: 10001 })) {
      expect(pod.securityContext).toMatchObject({
        runAsUser: 10001,
        runAsGroup: 10001,
        fsGroup: 10001,
      });
    }
  });
});

describe('whose pods are restricted', () => {
  const isRestricted = (metadata: object, pods?: Partial<PodSettings>) =>
    podsOf({}, metadata, pods).map(pod => pod.securityContext !== undefined);

  it.each([
    ['portal', OF_PORTAL, true],
    ['portal', {}, false],
    ['all', {}, true],
    ['none', OF_PORTAL, false],
  ] as const)('%s: of %j %p', (restricted, metadata, expected) => {
    expect(new Set(isRestricted(metadata, { restricted }))).toEqual(
      new Set([expected]),
    );
  });

  it('nothing is added to the others, of whichever field', () => {
    for (const { spec } of Object.values(FIELD_EXAMPLES)) {
      for (const pod of podsOf(spec, {})) {
        expect(pod).not.toHaveProperty('securityContext');
        expect(pod).not.toHaveProperty('automountServiceAccountToken');
        expect(pod.containers[0]).not.toHaveProperty('securityContext');
      }
    }
  });
});

describe('requests and limits', () => {
  const DEFAULTS = {
    requests: { cpu: '100m', memory: '128Mi' },
    limits: { cpu: '1', memory: '1Gi' },
  };

  it.each<[string, ContainerResources, ContainerResources]>([
    ['are those by default where there are none', {}, DEFAULTS],
    [
      'are the given ones',
      {
        requests: { cpu: '2', memory: '4Gi' },
        limits: { cpu: '3', memory: '5Gi' },
      },
      {
        requests: { cpu: '2', memory: '4Gi' },
        limits: { cpu: '3', memory: '5Gi' },
      },
    ],
    [
      'let no limit be less than a request',
      { requests: { cpu: '1500m', memory: '512Mi' } },
      {
        requests: { cpu: '1500m', memory: '512Mi' },
        limits: { cpu: '1500m', memory: '1Gi' },
      },
    ],
    [
      'let no request be more than a limit',
      { limits: { cpu: '50m', memory: '2Gi' } },
      {
        requests: { cpu: '50m', memory: '128Mi' },
        limits: { cpu: '50m', memory: '2Gi' },
      },
    ],
    [
      'keep what else there is',
      { limits: { 'nvidia.com/gpu': '1', 'ephemeral-storage': '1Gi' } },
      {
        requests: DEFAULTS.requests,
        limits: {
          ...DEFAULTS.limits,
          'nvidia.com/gpu': '1',
          'ephemeral-storage': '1Gi',
        },
      },
    ],
  ])('%s', (_what, given, expected) => {
    expect(completedResources(given, DEFAULTS)).toEqual(expected);
  });
});
