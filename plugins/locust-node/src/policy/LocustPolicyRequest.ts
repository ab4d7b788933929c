import type { LocustSpec } from 'backstage-plugin-locust-common';

/**
 * Where and for whom a run is to be.
 *
 * @public
 */
export interface LocustPolicyPlace {
  /** Its name in the configuration. */
  readonly cluster: string;
  readonly namespace: string;
  /**
   * Entity reference of who answers for it, where anybody does. Unknown as well until the catalog was read, half a minute
   * after the backend has started; the rule is asked again when it is known.
   */
  readonly owner?: string;
  /** Full reference of the catalog entity that it belongs to, where it belongs to one. */
  readonly entityRef?: string;
}

/**
 * Where a request comes from.
 *
 * - `portal`: from the form or the API. `user` is the entity reference of who has signed in; undefined where it is another
 *   service.
 * - `cluster`: from a resource in the cluster, whoever has put it there. `requestedBy` is who asked for it in the portal as
 *   the resource says; everybody who may write the resource may have written that.
 *
 * @public
 */
export type LocustPolicyOrigin =
  | { readonly kind: 'portal'; readonly user?: string }
  | {
      readonly kind: 'cluster';
      /** Name of the `Locust`. */
      readonly resource: string;
      readonly requestedBy?: string;
    };

/**
 * What a rule is asked about. The spec is valid and within the guardrails of the configuration: what is not is refused
 * without asking.
 *
 * @public
 */
export interface LocustPolicyRequest {
  /**
   * - `run`: a run is to begin now, or as soon as the limits leave room.
   * - `schedule`: a test is put on a schedule, or a scheduled one is changed. Each of its runs is asked about when it is due.
   */
  readonly subject: 'run' | 'schedule';
  /** Name under which the runs are compared. */
  readonly test: string;
  /** Both spellings of the original's fields resolved; what is not said is not there. */
  readonly spec: LocustSpec;
  readonly place: LocustPolicyPlace;
  readonly origin: LocustPolicyOrigin;
}
