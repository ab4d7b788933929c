import {
  formatDuration,
  type JudgedOutcome,
  judgedOutcome,
  judgeThresholds,
  type Reason,
  type ThresholdResult,
  type Verdict,
} from 'backstage-plugin-locust-common';
import type { RunObservation } from '../runs/RunObserver';
import type { RunAssessment } from './assessRun';

/** What a run has shown. */
export interface Judgement {
  readonly verdict: Verdict;
  /** What the verdict was judged by; undefined where nothing was judged. */
  readonly thresholds?: readonly ThresholdResult[];
  /** For a person: which thresholds were crossed, or why there is no verdict. */
  readonly message: string;
}

const NONE: Omit<Judgement, 'message'> = { verdict: 'none' };

type Seen = Pick<
  RunObservation,
  'total' | 'requests' | 'sinceWarmUp' | 'stopCondition'
>;

/** What a run is to be judged by. */
export interface JudgedBy {
  readonly thresholds?: readonly string[];
  /** As the spec says that the run began with: the reporter has left out nothing else. */
  readonly ignoreFirst?: unknown;
}

/**
 * Judges a run that has ended. One that was stopped by a person or could not be carried out has shown nothing.
 *
 * @param stopCondition - the condition of `stopWhen` that was met: the run has failed by it, also where it has come to
 * its end before it could be stopped, for the engine's own pace must not decide
 */
export function judgeRun(
  by: JudgedBy,
  phase: Extract<RunAssessment, { kind: 'over' }>['phase'],
  observation: Seen | undefined,
  stopCondition?: Reason,
): Judgement {
  const { thresholds, ignoreFirst } = by;
  if (stopCondition && phase !== 'error') {
    return {
      verdict: 'failed',
      thresholds: resultsOf(by, phase, observation),
      message: stopCondition.message,
    };
  }
  if (!thresholds || thresholds.length === 0) {
    return { ...NONE, message: 'The test has no thresholds.' };
  }
  if (phase !== 'finished') {
    return {
      ...NONE,
      message:
        phase === 'stopped'
          ? 'The run was stopped before it had shown anything.'
          : 'The run could not be carried out.',
    };
  }
  if (!observation?.total) {
    return {
      ...NONE,
      message: 'The figures of the run are lost, so nothing could be judged.',
    };
  }
  const outcome = judgedOutcome({
    ignoreFirst,
    total: observation.total,
    requests: observation.requests ?? [],
    sinceWarmUp: observation.sinceWarmUp,
  });
  const { verdict, results } = judgeThresholds(thresholds, outcome);
  const crossed = results.filter(it => !it.passed);
  return {
    verdict,
    thresholds: results,
    message:
      crossed.length === 0
        ? `All thresholds were met${withoutFirst(outcome)}: ${thresholds.join(
            '; ',
          )}.`
        : [...new Set(crossed.map(it => it.message))].join(' '),
  };
}

function withoutFirst({ withoutFirstSeconds }: JudgedOutcome): string {
  return withoutFirstSeconds === undefined
    ? ''
    : ` without the first ${formatDuration(withoutFirstSeconds)}`;
}

/** The condition as what was crossed, behind the thresholds where the run has come to its own end. */
function resultsOf(
  by: JudgedBy,
  phase: 'finished' | 'stopped',
  observation: Seen | undefined,
): readonly ThresholdResult[] | undefined {
  const judged = judgeRun(by, phase, observation).thresholds ?? [];
  const met = observation?.stopCondition;
  const crossed = met
    ? [
        {
          threshold: met.condition,
          passed: false,
          limit: met.limit,
          actual: met.actual,
          message: met.message,
        },
      ]
    : [];
  const results = [...judged, ...crossed];
  return results.length > 0 ? results : undefined;
}
