import type { Baseline } from '../../Baseline';
import type { KubeJson } from '../../cluster/KubeJson';
import { workloadOf } from '../../workloads/workloads';
import type { Plan } from '../Plan';

/** What an object can look like that passes no schema, or a newer one. */
const MALFORMATIONS: Readonly<
  Record<string, (object: KubeJson) => Record<string, unknown>>
> = {
  'null labels': ({ metadata, ...rest }) => ({
    ...rest,
    metadata: {
      ...metadata,
      labels: null,
      annotations: null,
      ownerReferences: null,
    },
  }),
  'no spec and no status': ({ metadata, apiVersion, kind }) => ({
    apiVersion,
    kind,
    metadata,
  }),
  'wrong types': ({ metadata, apiVersion, kind }) => ({
    apiVersion,
    kind,
    metadata: { ...metadata, labels: 'locust', ownerReferences: {} },
    spec: 7,
    status: ['?'],
  }),
  'a megabyte': ({ metadata, ...rest }) => ({
    ...rest,
    metadata: {
      ...metadata,
      annotations: { ...metadata.annotations, large: 'x'.repeat(1_000_000) },
    },
  }),
};

/** A stranger's malformed object is told on a watch of ours; the run beside it goes on as if it were not there. */
export function malformedPlans(baseline: Baseline): readonly Plan[] {
  const resources = [...new Set(baseline.events.map(it => it.resource))];
  return resources.flatMap(resource =>
    Object.entries(MALFORMATIONS).map(
      ([what, malform]): Plan => ({
        id: `others/success/${resource} with ${what}`,
        class: 'others',
        workload: workloadOf('success'),
        inject: run => {
          let struck = false;
          run.replicas[0].proxy.interceptor = {
            event: (exchange, { object, line }, sink) => {
              if (struck || exchange.resource !== resource) {
                return false;
              }
              struck = true;
              const { namespace, resourceVersion, creationTimestamp } =
                object.metadata;
              const stranger: KubeJson = {
                ...object,
                metadata: {
                  name: 'stranger',
                  namespace,
                  uid: '00000000-0000-4000-8000-000000000000',
                  resourceVersion,
                  creationTimestamp,
                  // None of the run's own: it must not be taken for a part of it.
                  labels: { locust: 'stranger' },
                },
              };
              sink.send(
                `${JSON.stringify({
                  type: 'ADDED',
                  object: malform(stranger),
                })}\n`,
              );
              sink.send(`${line}\n`);
              return true;
            },
          };
          return { struck: () => struck };
        },
      }),
    ),
  );
}
