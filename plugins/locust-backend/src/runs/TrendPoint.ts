import type { RunPhase, Verdict } from 'backstage-plugin-locust-common';

/** What a run that has ended adds to the trend of its test. */
export interface TrendPoint {
  readonly runId: string;
  readonly createdAt: Date;
  readonly phase: RunPhase;
  readonly verdict: Verdict;
  readonly baseline: boolean;
  readonly users?: number;
  /** Milliseconds. Absent, as the rest, where the run left no figures. */
  readonly p95?: number;
  /** 0 to 1. */
  readonly failRatio?: number;
  readonly rps?: number;
  readonly requests?: number;
}
