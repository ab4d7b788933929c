/** One threshold of a run, held against what the run came to. Stored as JSON, so it only ever gains optional fields. */
export interface JudgedThreshold {
  /** As it was written: `p95 < 500ms`. */
  readonly threshold: string;
  readonly passed: boolean;
  /** What was measured, in the metric's own unit: milliseconds, a ratio of 0 to 1, a rate or a count. Absent where nothing was. */
  readonly actual?: number;
  /** One sentence a person can act on. */
  readonly message?: string;
}
