import type { LocustfileSource } from 'backstage-plugin-locust-common';
import type { LocustObject } from '../LocustObject';
import { locustfileConfigMap } from '../names';
import { childAnnotations, childLabels, ownedByLocust } from './childMetadata';

/**
 * The ConfigMap that the pods of a resource have their locustfile from. Named after its content and immutable: an edit
 * makes another one, and a run keeps the file that it started with.
 */
export function locustfileHolder(
  locust: LocustObject,
  source: LocustfileSource,
  contents: {
    readonly data: Readonly<Record<string, string>>;
    readonly binaryData?: Readonly<Record<string, string>>;
  },
) {
  const { name, namespace } = locust.metadata;
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: {
      name: locustfileConfigMap(name, source),
      namespace,
      labels: childLabels(locust, 'locustfile'),
      annotations: childAnnotations(locust),
      ownerReferences: ownedByLocust(locust),
    },
    immutable: true,
    ...contents,
  };
}
