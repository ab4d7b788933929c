import type { PlanRun } from '../PlanRun';
import type { Baseline } from '../Baseline';
import type { Workload } from '../workloads/Workload';

export const FAULT_CLASSES = [
  'crash',
  'watch',
  'stale',
  'answers',
  'leaders',
  'database',
  'others',
  'isolation',
] as const;

export type FaultClass = (typeof FAULT_CLASSES)[number];

/** What a fault does in a run, put in place before the engine starts. */
export interface Fault {
  /** Whether it has struck; a plan whose fault did not strike proves nothing. */
  readonly struck: () => boolean;
  /** Undoes what would keep the run from its end; called after the workload. */
  readonly lift?: () => Promise<void>;
}

export interface Plan {
  /** `crash/success/before create jobs/job-demo #1`. */
  readonly id: string;
  readonly class: FaultClass;
  readonly workload: Workload;
  /** Replicas, if other than the workload's. */
  readonly replicas?: number;
  /** A namespace that each process looks after as a second cluster. */
  readonly another?: string;
  /** The lease lies in another namespace, for the plan's own goes. */
  readonly leaseElsewhere?: boolean;
  /** What is somebody else's by now and stays: `services/service-demo`. */
  readonly leaves?: RegExp;
  /** A write that arrives late, perhaps after what it made was removed: that may come and go once more. `services/service-demo`. */
  readonly comesLate?: string;
  /** Hits every namespace: runs alone. */
  readonly exclusive?: boolean;
  /** The engine's time runs as fast as everybody's. */
  readonly realTime?: boolean;
  readonly inject: (run: PlanRun, baseline: Baseline) => Promise<Fault> | Fault;
  /**
   * For plans whose end is not the clean run's: what is wrong with the end, empty if it is as it should be. Asked
   * again until then.
   */
  readonly expected?: (run: PlanRun) => Promise<readonly string[]>;
  /** Further oracles of this plan alone, at the very end. */
  readonly also?: (
    run: PlanRun,
    baseline: Baseline,
  ) => Promise<readonly string[]> | readonly string[];
}
