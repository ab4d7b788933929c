import { useApi } from '@backstage/core-plugin-api';
import type { Run } from 'backstage-plugin-locust-common';
import { locustApiRef } from '../api/LocustApi';
import { usePolled } from '../live/usePolled';
import { isSameTest } from '../trend/testIdentity';

const BASELINES_INTERVAL_MS = 60_000;
const PAGE_SIZE = 100;

/** Enough for a thousand tests; a list of more shows the others without a delta. */
const MOST_PAGES = 10;

/**
 * The run that another one is held against: the baseline of its test. A baseline is held against nothing.
 *
 * @param baselines - of any tests
 */
export function baselineFor(
  run: Run,
  baselines: readonly Run[],
): Run | undefined {
  return run.baseline
    ? undefined
    : baselines.find(one => one.id !== run.id && isSameTest(one, run));
}

/** The baselines of an entity's tests, or of all tests. None until they are known: a list of runs waits for nobody. */
export function useBaselines(entityRef: string | undefined): {
  readonly baselines: readonly Run[];
  readonly reload: () => void;
} {
  const api = useApi(locustApiRef);
  const polled = usePolled(
    `baselines ${entityRef}`,
    async () => {
      const baselines: Run[] = [];
      let cursor: string | undefined;
      for (let page = 0; page < MOST_PAGES; page++) {
        const list = await api.listRuns({
          entityRef,
          baseline: true,
          limit: PAGE_SIZE,
          cursor,
        });
        baselines.push(...list.items);
        cursor = list.nextCursor;
        if (!cursor) {
          break;
        }
      }
      return baselines;
    },
    () => BASELINES_INTERVAL_MS,
  );
  return {
    baselines: polled.status === 'loaded' ? polled.value : [],
    reload: polled.reload,
  };
}
