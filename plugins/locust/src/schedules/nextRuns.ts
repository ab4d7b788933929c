import type { Test } from 'backstage-plugin-locust-common';

/** The next times of a schedule. The generated model leaves times within lists as text. */
export function nextRuns(test: Test): readonly Date[] {
  return test.nextRunsAt.map(time => new Date(time));
}
