import type { PlanRun } from '../PlanRun';

/** What people and the cluster do in a plan, the same each time. */
export interface Workload {
  readonly name: string;
  /** Processes of the engine. Default 1. */
  readonly replicas?: number;
  /** Resolves when everything has happened; what the engine still has to do then is waited for by the oracles. */
  drive(run: PlanRun): Promise<void>;
}
