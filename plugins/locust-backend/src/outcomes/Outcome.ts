import type {
  Doubt,
  FiguresSinceWarmUp,
  LocustfileException,
  Point,
  RequestError,
  RequestStatistics,
  Statistics,
} from 'backstage-plugin-locust-common';
import type { EndpointPoints } from '../runs/EndpointPoints';
import { describeFailure, type LocustFailure } from '../runs/LocustFailure';
import type { MetStopCondition } from '../runs/RunObserver';

/** Where a run stands by its master's log. */
export interface OutcomeStanding {
  /** Locust's exit code, as it said itself. */
  readonly exitCode?: number;
  /** How many users there were when all were spawned; undefined until then. */
  readonly usersSpawned?: number;
  readonly usersSpawnedAt?: Date;
  readonly currentUsers: number;
  /** Workers connected now, or the most there were once the test is shutting down. */
  readonly workersConnected: number;
  /** The test has begun: users are being spawned, or were. */
  readonly started: boolean;
  /** Interim figures have the last ten seconds' rates, final ones the whole run's. */
  readonly total?: Statistics;
  /** The final figures are there: Locust's own final table, or the reporter's last line, which comes after it. */
  readonly final: boolean;
  /** Why Locust did not get as far as a test. */
  readonly failure?: LocustFailure;
  /** Of the conditions to stop the run the one that was met first. */
  readonly stopCondition?: MetStopCondition;
  /** What makes the figures less to be trusted, so far. */
  readonly doubts: readonly Doubt[];
}

/** What a master's log tells of its run, so far or in the end, but for its course. */
export interface OutcomeFigures extends OutcomeStanding {
  readonly requests: readonly RequestStatistics[];
  readonly errors: readonly RequestError[];
  readonly exceptions: readonly LocustfileException[];
  /** At the end, where a warm-up was to be left out and the reporter has the last word. */
  readonly sinceWarmUp?: FiguresSinceWarmUp;
}

/** What a master's log tells of its run, so far or in the end. */
export interface Outcome extends OutcomeFigures {
  readonly points: readonly Point[];
  /** Of the first endpoints; see {@link EndpointPoints}. */
  readonly endpointPoints: readonly EndpointPoints[];
}

/** An outcome as JSON with the statistics of an endpoint beside its name, for people and scripts. */
export function outcomeToJson(outcome: Outcome): unknown {
  return {
    exitCode: outcome.exitCode ?? null,
    usersSpawned: outcome.usersSpawned ?? null,
    final: outcome.final,
    ...(outcome.failure && { failure: describeFailure(outcome.failure) }),
    workers: outcome.workersConnected,
    points: outcome.points,
    total: outcome.total ?? null,
    requests: outcome.requests.map(({ method, name, statistics }) => ({
      method,
      name,
      ...statistics,
    })),
    errors: outcome.errors,
    exceptions: outcome.exceptions,
    doubts: outcome.doubts,
    ...(outcome.sinceWarmUp && { sinceWarmUp: outcome.sinceWarmUp }),
  };
}
