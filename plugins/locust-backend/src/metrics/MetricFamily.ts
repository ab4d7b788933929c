/** One series of a family as it is now. */
export interface MetricSample {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** How often something took how long, cumulated: `counts[i]` took at most `buckets[i]` seconds. */
export interface HistogramSample {
  readonly labels: Readonly<Record<string, string>>;
  readonly buckets: readonly number[];
  readonly counts: readonly number[];
  readonly count: number;
  readonly sum: number;
}

/** All series of one name. */
export type MetricFamily = {
  readonly name: string;
  readonly help: string;
} & (
  | {
      readonly type: 'gauge' | 'counter';
      readonly samples: readonly MetricSample[];
    }
  | {
      readonly type: 'histogram';
      readonly samples: readonly HistogramSample[];
    }
);
