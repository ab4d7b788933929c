import { tryDuration } from '../duration/tryDuration';
import { formatDuration } from '../duration/formatDuration';
import type { RequestStatistics, Statistics } from '../schema/openapi';
import type { JudgedOutcome } from './judgeThresholds';

/**
 * Why there are no figures without a run's first seconds: it ended within them, the locustfile reset the statistics
 * after them, or the reporter could not tell them.
 *
 * @public
 */
export type MissingSinceWarmUp = 'short' | 'reset' | 'failed';

/** The figures of a run without its first seconds. @public */
export interface FiguresSinceWarmUp {
  /** So many were left out. */
  readonly seconds: number;
  /** Why there are no figures; undefined where there are. */
  readonly missing?: MissingSinceWarmUp;
  readonly total?: Statistics;
  readonly requests: readonly RequestStatistics[];
}

/** @public */
export interface RunFiguresToJudge {
  /** As the spec says that the run began with. */
  readonly ignoreFirst: unknown;
  /** Of the whole run. */
  readonly total?: Statistics;
  readonly requests: readonly RequestStatistics[];
  readonly sinceWarmUp?: FiguresSinceWarmUp;
}

/**
 * What the thresholds of a run are held against: its figures, or those without its warm-up where it has one. These are
 * never replaced by those of the whole run: where they are missing, that is what is judged.
 *
 * @public
 */
export function judgedOutcome(run: RunFiguresToJudge): JudgedOutcome {
  const { ignoreFirst, total, requests, sinceWarmUp } = run;
  const seconds = secondsOf(ignoreFirst);
  if (seconds === 0) {
    return { total, requests };
  }
  const unknown = (unknownBecause: string): JudgedOutcome => ({
    requests: [],
    withoutFirstSeconds: seconds,
    unknownBecause,
  });
  if (seconds === undefined) {
    return unknown(
      'How long the warm-up was to be cannot be read, so the figures without it are not known.',
    );
  }
  const first = `the first ${formatDuration(seconds)}`;
  // The reporter has it from the engine; another number is another resource's.
  if (!sinceWarmUp || sinceWarmUp.seconds !== seconds) {
    return unknown(
      `The figures without ${first} are not known, for the reporter has not given them.`,
    );
  }
  switch (sinceWarmUp.missing) {
    case 'short':
      return unknown(
        `The test ended before ${first} of it were over, so nothing is left to judge.`,
      );
    case 'reset':
      return unknown(
        `The figures without ${first} are not known, for the locustfile reset the statistics after them.`,
      );
    case 'failed':
      return unknown(
        `The figures without ${first} are not known, for the reporter could not tell them; the log says why.`,
      );
    default:
      return {
        total: sinceWarmUp.total,
        requests: sinceWarmUp.requests,
        withoutFirstSeconds: seconds,
      };
  }
}

/** Nought: the whole run is judged. Undefined: it cannot be read. */
function secondsOf(ignoreFirst: unknown): number | undefined {
  return ignoreFirst === undefined || ignoreFirst === null
    ? 0
    : tryDuration(ignoreFirst);
}
