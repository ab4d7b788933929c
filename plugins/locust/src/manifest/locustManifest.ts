import {
  ANNOTATIONS,
  LABELS,
  LOCUST_API_VERSION,
  LOCUST_KIND,
} from 'backstage-plugin-locust-common';
import { stringify } from 'yaml';

/** YAML as a person would write it: long lines stay whole, a locustfile keeps its lines. */
export function toYaml(value: unknown): string {
  return stringify(value, { lineWidth: 0, blockQuote: 'literal' });
}

/** A `Locust` resource to keep in git. */
export function locustManifest(options: {
  readonly name: string;
  readonly namespace?: string;
  readonly test?: string;
  readonly entityRef?: string;
  readonly spec: Readonly<Record<string, unknown>>;
}): string {
  const { name, namespace, test, entityRef, spec } = options;
  return toYaml({
    apiVersion: LOCUST_API_VERSION,
    kind: LOCUST_KIND,
    metadata: {
      name,
      ...(namespace && { namespace }),
      ...(test && test !== name && { labels: { [LABELS.test]: test } }),
      ...(entityRef && { annotations: { [ANNOTATIONS.entityRef]: entityRef } }),
    },
    spec,
  });
}
