import type { EndedRun } from '../runs/EndedRun';

/**
 * How a test stands.
 *
 * - `ok`: its last run has shown nothing against it, or it has not run yet
 * - `failed`: its last run that was judged has failed
 * - `broken`: its last run could not be carried out
 */
export type TestState = 'ok' | 'failed' | 'broken';

/**
 * How a test stands after one more run; undefined: as before. A run that somebody stopped, or that was skipped, has
 * shown nothing. One that ended and was not judged shows that the test can be run, and not that it passes.
 */
export function stateAfter(
  before: TestState,
  { phase, verdict }: Pick<EndedRun, 'phase' | 'verdict'>,
): TestState | undefined {
  if (verdict === 'failed') {
    return 'failed';
  }
  if (phase === 'error') {
    return 'broken';
  }
  if (phase !== 'finished' || (verdict === 'none' && before === 'failed')) {
    return undefined;
  }
  return 'ok';
}
