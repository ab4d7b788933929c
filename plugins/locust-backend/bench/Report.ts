import type { Figure } from './Bench';
import type { Machine } from './describeMachine';

/** What a bench has come to. */
export type BenchOutcome =
  | {
      readonly bench: string;
      readonly seconds: number;
      readonly figures: readonly Figure[];
      readonly details?: unknown;
    }
  | {
      readonly bench: string;
      readonly seconds: number;
      readonly failure: string;
    };

/** One run of the benchmarks, as it is saved. */
export interface Report {
  readonly at: string;
  readonly machine: Machine;
  readonly full: boolean;
  /** Load average of the last minute before and after: above the number of cores, others were at work too. */
  readonly loadBefore: number;
  readonly loadAfter: number;
  readonly outcomes: readonly BenchOutcome[];
}
