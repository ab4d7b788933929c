import { LOCUST_SPEC_DEFAULTS } from 'backstage-plugin-locust-common';
import type { LocustObject } from '../LocustObject';
import { locustfileName } from '../names';
import { childAnnotations, childLabels, ownedByLocust } from './childMetadata';

/**
 * The ConfigMap that holds an inline locustfile; undefined where the resource has none. Named after its content and
 * immutable: an edit makes another one, and a run keeps the file that it started with.
 */
export function inlineLocustfile(locust: LocustObject) {
  const { name, namespace } = locust.metadata;
  const source = locust.spec.locustfile;
  if (!source || !('inline' in source)) {
    return undefined;
  }
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: {
      name: locustfileName(name, source.inline),
      namespace,
      labels: childLabels(locust, 'locustfile'),
      annotations: childAnnotations(locust),
      ownerReferences: ownedByLocust(locust),
    },
    immutable: true,
    data: { [LOCUST_SPEC_DEFAULTS.locustfileKey]: source.inline },
  };
}
