import {
  LOCUST_GROUP,
  LOCUST_KIND,
  LOCUST_PLURAL,
  LOCUST_VERSION,
  type LocustSpec,
  type LocustStatus,
  normalizeLocustSpec,
} from 'backstage-plugin-locust-common';
import type { KubeObject, ObjectMeta, ResourceType } from '../kube/KubeObject';
import { decodeMetadata } from './observed/decodeMetadata';

/** Where `Locust` resources are served. */
export const LOCUSTS: ResourceType = {
  group: LOCUST_GROUP,
  version: LOCUST_VERSION,
  plural: LOCUST_PLURAL,
  kind: LOCUST_KIND,
  namespaced: true,
};

/** A `Locust` as the API server sends it: nothing in it is sure. */
export interface RawLocust extends KubeObject {
  readonly spec?: unknown;
  readonly status?: unknown;
}

/** A `Locust`, decoded. */
export interface LocustObject {
  readonly metadata: ObjectMeta & { readonly namespace: string };
  /** Both spellings resolved; values of a wrong type are missing. */
  readonly spec: LocustSpec;
  /** As it was written, for validation. */
  readonly writtenSpec: unknown;
  readonly status: LocustStatus;
}

/**
 * Reads a `Locust`, malformed ones too: what is wrong with the spec is found by validation and shown in the status.
 *
 * @throws TypeError only where there is no name, namespace or UID
 */
export function decodeLocust(raw: unknown): LocustObject {
  const { metadata, spec, status } = raw as RawLocust;
  return {
    metadata: decodeMetadata(metadata),
    spec: normalizeLocustSpec(spec),
    writtenSpec: spec ?? {},
    status:
      typeof status === 'object' && status !== null
        ? (status as LocustStatus)
        : {},
  };
}

/** Whether it is on a schedule, and not a one-off. */
export function isScheduled(locust: Pick<LocustObject, 'spec'>): boolean {
  return Boolean(locust.spec.schedule);
}
