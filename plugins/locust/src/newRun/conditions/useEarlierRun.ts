import { useApi } from '@backstage/core-plugin-api';
import { locustApiRef } from '../../api/LocustApi';
import { usePolled, type Polled } from '../../live/usePolled';
import type { EarlierRun } from './suggestCondition';

/** The newest run of the test that Locust finished, else of the entity; undefined where there is none. */
export function useEarlierRun(
  entityRef: string | undefined,
  test: string,
): Polled<EarlierRun | undefined> {
  const api = useApi(locustApiRef);
  return usePolled(
    `${entityRef} ${test}`,
    async () => {
      const newest = async (of: { readonly test?: string }) =>
        (await api.listRuns({ entityRef, phase: 'finished', limit: 1, ...of }))
          .items[0];
      const run = (test && (await newest({ test }))) || (await newest({}));
      return run && { run, requests: await api.getRequests(run.id) };
    },
    () => 'never',
  );
}
