import { useApi } from '@backstage/core-plugin-api';
import type { Run, RunEvent } from 'backstage-plugin-locust-common';
import { locustApiRef } from '../api/LocustApi';
import { isActive } from '../status/isActive';
import { usePolled, type PolledResource } from './usePolled';

const EVENTS_INTERVAL_MS = 4_000;

/** What happened to a run when, renewed while it goes. */
export function useRunEvents(
  run: Pick<Run, 'id' | 'phase'>,
): PolledResource<readonly RunEvent[]> {
  const api = useApi(locustApiRef);
  // Asked once more when the phase changes, for the last events come with the end.
  return usePolled(
    `${run.id} ${run.phase}`,
    () => api.getEvents(run.id),
    () => (isActive(run.phase) ? EVENTS_INTERVAL_MS : 'never'),
  );
}
