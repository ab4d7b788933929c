import { useApi } from '@backstage/core-plugin-api';
import type { RequestStatistics, Run } from 'backstage-plugin-locust-common';
import { locustApiRef } from '../api/LocustApi';
import { usePolled, type PolledResource } from '../live/usePolled';
import { testIdentityOf } from '../trend/testIdentity';
import { baselineFor } from './useBaselines';

const BASELINE_INTERVAL_MS = 60_000;

/** The run that another is held against, and its figures per endpoint. */
export interface Baseline {
  readonly run: Run;
  readonly requests: readonly RequestStatistics[];
}

/** The baseline of a run's test; nothing where there is none, and where the run is it. */
export function useBaselineOf(run: Run): PolledResource<Baseline | undefined> {
  const api = useApi(locustApiRef);
  const test = testIdentityOf(run);
  return usePolled(
    JSON.stringify(['baseline', run.id, run.baseline, test]),
    async () => {
      const { items } = await api.listRuns({
        ...test,
        baseline: true,
        limit: 100,
      });
      const baseline = baselineFor(run, items);
      return (
        baseline && {
          run: baseline,
          requests: await api.getRequests(baseline.id),
        }
      );
    },
    () => BASELINE_INTERVAL_MS,
  );
}
