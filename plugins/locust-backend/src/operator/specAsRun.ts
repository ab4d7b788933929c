import type { LocustSpec } from 'backstage-plugin-locust-common';
import type { LocustObject } from './LocustObject';
import { locustfileName, shortHash } from './names';

/** All annotations of an object together take 256 KiB. */
const LONGEST_INLINE = 128 * 1024;

/** Fields that act while a run goes or after it; a change of them is no other test. */
const ACTING: readonly (keyof LocustSpec)[] = [
  'stop',
  'ttlAfterFinished',
  'suspend',
];

/**
 * The spec as a run is started with it, small enough for an annotation: a long inline locustfile is given by the
 * ConfigMap that holds it.
 */
export function specAsRun(locust: LocustObject): LocustSpec {
  const spec = Object.fromEntries(
    Object.entries(locust.spec).filter(
      ([name]) => !ACTING.includes(name as keyof LocustSpec),
    ),
  ) as LocustSpec;
  const source = spec.locustfile;
  return source &&
    'inline' in source &&
    Buffer.byteLength(source.inline) > LONGEST_INLINE
    ? {
        ...spec,
        locustfile: {
          configMap: locustfileName(locust.metadata.name, source.inline),
        },
      }
    : spec;
}

/** Tells one spec from another, whatever the order of their fields. */
export function specHash(locust: LocustObject): string {
  // What a run is judged by may change in its course, and counts at its end.
  const { thresholds: _, ...spec } = specAsRun(locust);
  return shortHash(
    JSON.stringify(Object.entries(spec).sort(([a], [b]) => (a < b ? -1 : 1))),
    16,
  );
}
