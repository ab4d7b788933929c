import type { OpenApiSchema } from './fields/Field';
import {
  LOCUST_GROUP,
  LOCUST_KIND,
  LOCUST_PLURAL,
  LOCUST_VERSION,
  type LocustActiveRun,
  type LocustCondition,
  type LocustPastRun,
  type LocustStatus,
} from './LocustResource';
import { LOCUST_SPEC } from './spec/locustSpecField';

/** Exactly the members of a type: one more or one less does not compile. */
type PropertiesOf<T> = { readonly [K in keyof Required<T>]: OpenApiSchema };

const TEXT: OpenApiSchema = { type: 'string' };
const TIME: OpenApiSchema = { type: 'string', format: 'date-time' };
const COUNT: OpenApiSchema = { type: 'integer', format: 'int64' };

const CONDITION: PropertiesOf<LocustCondition> = {
  type: TEXT,
  status: { type: 'string', enum: ['True', 'False', 'Unknown'] },
  reason: TEXT,
  message: TEXT,
  lastTransitionTime: TIME,
  observedGeneration: COUNT,
};

const ACTIVE_RUN: PropertiesOf<LocustActiveRun> = {
  id: TEXT,
  job: TEXT,
  jobUid: TEXT,
  phase: TEXT,
  startTime: TIME,
  announcedAtVersion: TEXT,
};

const PAST_RUN: PropertiesOf<LocustPastRun> = {
  id: TEXT,
  job: TEXT,
  phase: TEXT,
  verdict: TEXT,
  startTime: TIME,
  endTime: TIME,
  requests: COUNT,
  failureRatio: {
    ...TEXT,
    description: 'Failures per request, with four digits.',
  },
  p95: { ...COUNT, description: 'Milliseconds.' },
};

const STATUS: PropertiesOf<LocustStatus> = {
  observedGeneration: COUNT,
  phase: TEXT,
  message: TEXT,
  verdict: TEXT,
  conditions: listBy(
    'type',
    CONDITION,
    'type',
    'status',
    'reason',
    'message',
    'lastTransitionTime',
  ),
  activeRuns: listBy('id', ACTIVE_RUN, 'id', 'job', 'phase'),
  lastRuns: listBy('id', PAST_RUN, 'id', 'job', 'phase', 'verdict'),
  nextScheduleTime: TIME,
  lastScheduleTime: TIME,
};

function listBy<P extends Readonly<Record<string, OpenApiSchema>>>(
  key: keyof P & string,
  properties: P,
  ...required: readonly (keyof P & string)[]
): OpenApiSchema {
  return {
    type: 'array',
    'x-kubernetes-list-type': 'map',
    'x-kubernetes-list-map-keys': [key],
    items: { type: 'object', required, properties },
  };
}

/** A column of `kubectl get`. */
const column = (
  name: string,
  type: 'string' | 'integer' | 'date',
  jsonPath: string,
) => ({ name, type, jsonPath });

/**
 * The definition of the `Locust` resource for the API server, as an object of `apiextensions.k8s.io/v1`.
 *
 * @public
 */
export function locustDefinition() {
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `${LOCUST_PLURAL}.${LOCUST_GROUP}` },
    spec: {
      group: LOCUST_GROUP,
      scope: 'Namespaced',
      names: {
        plural: LOCUST_PLURAL,
        singular: LOCUST_KIND.toLowerCase(),
        kind: LOCUST_KIND,
        listKind: `${LOCUST_KIND}List`,
        shortNames: ['lct', 'lcts'],
      },
      versions: [
        {
          name: LOCUST_VERSION,
          served: true,
          storage: true,
          subresources: { status: {} },
          additionalPrinterColumns: [
            column('Phase', 'string', '.status.phase'),
            column('Verdict', 'string', '.status.verdict'),
            column('Workers', 'integer', '.spec.workers'),
            column('Schedule', 'string', '.spec.schedule'),
            column('Run time', 'string', '.spec.runTime'),
            column('Last run', 'date', '.status.lastRuns[0].startTime'),
            {
              ...column('Message', 'string', '.status.message'),
              // With -o wide only: it is long.
              priority: 1,
            },
            column('Age', 'date', '.metadata.creationTimestamp'),
          ],
          schema: {
            openAPIV3Schema: {
              description:
                'A load test with Locust, run once or on a schedule.',
              type: 'object',
              properties: {
                apiVersion: TEXT,
                kind: TEXT,
                metadata: { type: 'object' },
                spec: LOCUST_SPEC.schema,
                status: {
                  description: 'Written by the engine.',
                  type: 'object',
                  properties: { ...STATUS },
                },
              },
            },
          },
        },
      ],
    },
  };
}
