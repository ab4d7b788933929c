import type { ThresholdResult, Verdict } from 'backstage-plugin-locust-common';

/** A person's words about a run. */
export interface RunNote {
  readonly text: string;
  /** Entity reference of who wrote it. */
  readonly by?: string;
  readonly at: Date;
}

/** A run judged by other thresholds than it had. Its own verdict stays. */
export interface Rejudgement {
  readonly verdict: Verdict;
  readonly thresholds: readonly ThresholdResult[];
  readonly by?: string;
  readonly at: Date;
}

/** What people say of a run, and what its verdict was judged by. */
export interface Marks {
  readonly pinned: boolean;
  readonly baseline: boolean;
  readonly note?: RunNote;
  /** What the run's own verdict was judged by. Absent: it had no thresholds, or has not ended. */
  readonly thresholds?: readonly ThresholdResult[];
  readonly rejudgement?: Rejudgement;
}

/** A test: a name under which runs of an entity are compared, or of a namespace where no entity is known. */
export type TestIdentity =
  | { readonly entityRef: string; readonly test: string }
  | {
      readonly entityRef?: undefined;
      readonly cluster: string;
      readonly namespace: string;
      readonly test: string;
    };

/**
 * What people say of runs. Written by the API on any replica and never by the engine, in columns of its own, so
 * that neither undoes the other. Each writing method resolves to whether there is such a run.
 */
export interface RunMarks {
  /** A run that is pinned is not taken away by age or number. */
  pin(id: string, pinned: boolean): Promise<boolean>;
  /** Makes a run the baseline of its test; the one that was is none any more. */
  setBaseline(id: string): Promise<boolean>;
  clearBaseline(id: string): Promise<boolean>;
  /** Undefined takes the note away. */
  annotate(id: string, note: RunNote | undefined): Promise<boolean>;
  /** Undefined takes it away. The run's own verdict and thresholds stay as they are. */
  rejudge(id: string, rejudgement: Rejudgement | undefined): Promise<boolean>;
  /** Undefined: there is no such run. */
  get(id: string): Promise<Marks | undefined>;
  /** Of the runs of a page, in one query; without those that are not there. */
  ofRuns(ids: readonly string[]): Promise<ReadonlyMap<string, Marks>>;
  /** The id of a test's baseline. */
  baselineOf(test: TestIdentity): Promise<string | undefined>;
}
