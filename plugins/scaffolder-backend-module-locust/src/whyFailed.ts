import type { InJson, Run } from 'backstage-plugin-locust-common';

/**
 * Why a step fails by the run that it waited for; undefined: it does not. Without thresholds a run that got to its end
 * has no verdict, and is no reason to fail.
 */
export function whyFailed(run: InJson<Run>): string | undefined {
  const { phase, verdict, reason, thresholds = [] } = run;
  const because = reason ? `: ${reason.message}` : '';
  switch (phase) {
    case 'finished': {
      if (verdict !== 'failed') {
        return undefined;
      }
      const missed = thresholds
        .filter(({ passed }) => !passed)
        .map(({ message }) => message);
      return `The load test failed its thresholds${
        missed.length > 0 ? `: ${missed.join('; ')}` : because
      }`;
    }
    case 'stopped':
      return `The load test was stopped before its end${because}`;
    case 'skipped':
      return `The load test was not run${because}`;
    default:
      return `The load test could not be carried out${because}`;
  }
}
