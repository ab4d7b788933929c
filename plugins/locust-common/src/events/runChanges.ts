import type {
  Run,
  RunPhase,
  ThresholdResult,
  Verdict,
} from '../schema/openapi';

/** The topic of Backstage's events service on which runs tell of themselves. @public */
export const RUN_CHANGE_TOPIC = 'locust.run';

/**
 * A run has gone on to another phase, or has got its verdict. Told once for each, whatever replica sees it; a phase that
 * was over before anybody could tell of it is left out. `running`: the load has begun. `finished`, `stopped`, `error` and
 * `skipped` are ends, of which there is one.
 *
 * @public
 */
export interface RunChange {
  readonly phase: RunPhase;
  readonly verdict: Verdict;
  /** One sentence a person can act on: why the run is in this phase. */
  readonly reason?: string;
  /** What the verdict was judged by; absent where there is nothing. */
  readonly thresholds?: readonly Pick<
    ThresholdResult,
    'threshold' | 'passed' | 'message'
  >[];
  readonly run: Pick<
    Run,
    | 'id'
    | 'cluster'
    | 'namespace'
    | 'name'
    | 'test'
    | 'entityRef'
    | 'trigger'
    | 'requestedBy'
  > & {
    /** ISO 8601, as the other times. */
    readonly createdAt: string;
    readonly startedAt?: string;
    readonly finishedAt?: string;
    /** Where the portal shows it, as far as it knows its own address. */
    readonly url?: string;
  };
  /** Of the whole run; so far, where it still goes. Absent where nothing was asked yet. */
  readonly figures?: {
    readonly requests: number;
    /** Failures per request, 0 to 1. */
    readonly failRatio: number;
    readonly requestsPerSecond: number;
    /** Milliseconds. */
    readonly p95?: number;
  };
}
