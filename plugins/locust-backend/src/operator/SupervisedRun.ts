import type { LocustPastRun, Reason } from 'backstage-plugin-locust-common';
import type { RunStart } from '../runs/RunStore';
import type { ActiveRun } from './buildStatus';
import type { LocustObject } from './LocustObject';
import type { JobObject } from './observed/JobObject';

/** A run that was admitted, as the reconciler hands it over. */
export interface SupervisedRun {
  /** Its queue key. */
  readonly key: string;
  readonly locust: LocustObject;
  readonly start: RunStart;
  readonly job?: JobObject;
  /** What Service and workers are named after. */
  readonly owner: string;
  readonly admittedAt: Date;
  readonly stopRequested: boolean;
  /** Where it was not a person's request about this run. */
  readonly stopReason?: Reason;
  /** The Job's UID, if the status names it already. */
  readonly announcedJobUid?: string;
  /** As the status has it. */
  readonly announcedAtVersion?: string;
}

/** What a look at a run has come to. */
export type RunReport =
  | {
      readonly kind: 'going';
      readonly active: ActiveRun;
      readonly recheckMs?: number;
    }
  | {
      readonly kind: 'over';
      readonly past: LocustPastRun;
      readonly message?: string;
      /** A sentence about the verdict. */
      readonly verdictMessage?: string;
      /** The Job would run on, or would start yet: delete it once the end is written. */
      readonly removeJob: boolean;
      readonly recheckMs?: number;
    };
