import type { Run } from 'backstage-plugin-locust-common';
import { isActive } from '../status/isActive';
import { isFailing } from '../status/isFailing';
import { testIdentityOf } from '../trend/testIdentity';

/** How many of each are shown; a home page has room for little. */
const MOST = 5;

/** What a home page shows of somebody's runs; each run at one place. */
export interface HomeRuns {
  /** The last runs of tests that missed their thresholds, or could not be carried out. */
  readonly failing: readonly Run[];
  readonly running: readonly Run[];
  /** The last runs of the other tests. */
  readonly last: readonly Run[];
}

/** @param runs - newest first */
export function homeRuns(runs: readonly Run[]): HomeRuns {
  const running = runs.filter(run => isActive(run.phase));
  const seen = new Set<string>();
  const newestEnds = runs.filter(run => {
    const test = JSON.stringify(testIdentityOf(run));
    if (isActive(run.phase) || seen.has(test)) {
      return false;
    }
    seen.add(test);
    return true;
  });
  return {
    failing: newestEnds.filter(isFailing).slice(0, MOST),
    running: running.slice(0, MOST),
    last: newestEnds.filter(run => !isFailing(run)).slice(0, MOST),
  };
}
