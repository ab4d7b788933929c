import type { Reason } from 'backstage-plugin-locust-common';
import type { LocustObject } from './LocustObject';

/** What decides beside the limits of a cluster whether runs of a resource may begin, and go on. */
export interface StartGate {
  /** Why nothing of it may begin for now, for what waits and for what was due and is left out; undefined: it may. */
  frozen(
    locust: LocustObject,
  ): { readonly waits: Reason; readonly skipped: Reason } | undefined;
  /** Why its runs are to be stopped; undefined: they may go on. */
  halted(locust: LocustObject): Reason | undefined;
  /**
   * Counts a run that is about to begin, the same run once however often it is asked for.
   *
   * @returns why it may not begin yet; undefined: it is counted and may
   */
  count(runId: string, locust: LocustObject): Promise<Reason | undefined>;
}

/** Where nothing is frozen and nothing is counted. */
export const OPEN_GATE: StartGate = {
  frozen: () => undefined,
  halted: () => undefined,
  count: async () => undefined,
};
