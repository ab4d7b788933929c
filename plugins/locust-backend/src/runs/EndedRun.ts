import type {
  RunPhase,
  ThresholdResult,
  Verdict,
} from 'backstage-plugin-locust-common';

/** How a run came out, as far as others are told of it. */
export interface EndedRun {
  readonly id: string;
  readonly cluster: string;
  readonly namespace: string;
  readonly test: string;
  readonly entityRef?: string;
  readonly createdAt: Date;
  readonly phase: RunPhase;
  readonly verdict: Verdict;
  /** A sentence why it ended so, where there is one. */
  readonly message?: string;
  /** What the verdict was judged by. */
  readonly thresholds: readonly ThresholdResult[];
}
