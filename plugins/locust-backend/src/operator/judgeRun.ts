import {
  judgeThresholds,
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

/** Judges a run that has ended. One that was stopped or could not be carried out has shown nothing. */
export function judgeRun(
  thresholds: readonly string[] | undefined,
  phase: Extract<RunAssessment, { kind: 'over' }>['phase'],
  observation: Pick<RunObservation, 'total' | 'requests'> | undefined,
): Judgement {
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
  const { verdict, results } = judgeThresholds(thresholds, {
    total: observation.total,
    requests: observation.requests ?? [],
  });
  const crossed = results.filter(it => !it.passed);
  return {
    verdict,
    thresholds: results,
    message:
      crossed.length === 0
        ? `All thresholds were met: ${thresholds.join('; ')}.`
        : crossed.map(it => it.message).join(' '),
  };
}
