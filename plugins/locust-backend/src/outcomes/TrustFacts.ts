/** How a process stood above 90 % of a core, by the reporter. */
export interface BusyFacts {
  /** Without short peaks. */
  readonly seconds: number;
  /** Percent of a core. */
  readonly most: number;
}

/** What a master's log tells of how far its figures are to be trusted. */
export interface TrustFacts {
  /** Seconds that users made requests. */
  readonly seconds: number;
  /** The test has begun, and there is nothing more to come of it. */
  readonly over: boolean;
  /** Undefined: the reporter does not say. */
  readonly cpu?: {
    readonly master: BusyFacts;
    /** Of the busiest worker at each moment. */
    readonly workers: BusyFacts;
    /** Those that were seen above the limit, the busiest first. */
    readonly busyWorkers: readonly string[];
  };
  /** Locust's own warnings, which come at the first measurement above the limit and only once. */
  readonly cpuWarnings: {
    readonly master: boolean;
    readonly workers: readonly string[];
  };
  readonly mostWorkers: number;
  readonly workersLost: number;
  /** Of the lost ones, as far as they are known. */
  readonly lostWorkers: readonly string[];
  /** Undefined: it is not known how many there were to be, or the test was ended before they could be. */
  readonly users?: {
    readonly wanted: number;
    readonly reached: number;
    /** As many were wanted all the time: no load shape. */
    readonly steady: boolean;
  };
  /** Lines of the reporter that are not in the log. */
  readonly missingLines: {
    readonly beginning: number;
    readonly between: number;
  };
}
