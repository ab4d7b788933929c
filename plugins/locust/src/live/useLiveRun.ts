import { toError } from '@backstage/errors';
import { useEffect, useRef, useState } from 'react';
import { useApi } from '@backstage/core-plugin-api';
import type {
  Point,
  RequestStatistics,
  Run,
} from 'backstage-plugin-locust-common';
import { locustApiRef, type LocustApi, type RunErrors } from '../api/LocustApi';
import { isActive } from '../status/isActive';
import { startPolling } from './startPolling';
import { useEvent } from './useEvent';

/** How often a run that goes is asked for. */
export const LIVE_INTERVAL_MS = 2_000;

/** All that the run page shows of a run, from one moment. */
export interface RunSnapshot {
  readonly run: Run;
  readonly points: readonly Point[];
  readonly requests: readonly RequestStatistics[];
  readonly errors: RunErrors;
}

/** What is known of a run that may be going. */
export type LiveRun =
  | { readonly status: 'loading' }
  | { readonly status: 'failed'; readonly error: Error }
  | {
      readonly status: 'loaded';
      readonly snapshot: RunSnapshot;
      readonly updatedAt: Date;
      /** Why the snapshot is not being renewed, where it should be. */
      readonly staleBecause?: Error;
    };

/** Adds what is new to the points there are; the very same array where nothing is. */
export function appendPoints(
  known: readonly Point[],
  fresh: readonly Point[],
): readonly Point[] {
  const last = known[known.length - 1]?.elapsedSeconds ?? -1;
  const later = fresh.filter(point => point.elapsedSeconds > last);
  return later.length ? [...known, ...later] : known;
}

/**
 * The next snapshot: only what may have changed is asked for while the run goes, everything once it has ended,
 * for Locust's final table replaces the live figures.
 */
async function nextSnapshot(
  api: LocustApi,
  runId: string,
  before: RunSnapshot | undefined,
): Promise<RunSnapshot> {
  const run = await api.getRun(runId);
  if (!before || !isActive(run.phase)) {
    const [points, requests, errors] = await Promise.all([
      api.getPoints(runId),
      api.getRequests(runId),
      api.getErrors(runId),
    ]);
    return { run, points, requests, errors };
  }
  const last = before.points[before.points.length - 1]?.elapsedSeconds;
  const failuresChanged =
    run.total?.failures !== before.run.total?.failures ||
    before.errors.items.length === 0;
  const [fresh, requests, errors] = await Promise.all([
    api.getPoints(runId, last),
    api.getRequests(runId),
    failuresChanged ? api.getErrors(runId) : before.errors,
  ]);
  return { run, points: appendPoints(before.points, fresh), requests, errors };
}

/**
 * A run and its figures, renewed every two seconds until it has ended and everything was fetched once more.
 * The one way in which the run page gets live data: a better transport takes the place of this hook only.
 */
export function useLiveRun(runId: string): LiveRun & {
  /** Asks at once, and goes on from there. */
  readonly refresh: () => void;
  /** Shows the run as an answer has it, and asks for the rest. */
  readonly replace: (run: Run) => void;
} {
  const api = useApi(locustApiRef);
  const [state, setState] = useState<{ runId: string; live: LiveRun }>({
    runId,
    live: { status: 'loading' },
  });
  const [generation, setGeneration] = useState(0);
  const known = useRef<{ runId: string; snapshot: RunSnapshot }>();

  useEffect(
    () =>
      startPolling({
        retryMs: LIVE_INTERVAL_MS,
        tick: async signal => {
          try {
            const before =
              known.current?.runId === runId
                ? known.current.snapshot
                : undefined;
            const snapshot = await nextSnapshot(api, runId, before);
            if (signal.aborted) {
              return 'never';
            }
            known.current = { runId, snapshot };
            setState({
              runId,
              live: { status: 'loaded', snapshot, updatedAt: new Date() },
            });
            return isActive(snapshot.run.phase) ? LIVE_INTERVAL_MS : 'never';
          } catch (thrown) {
            const error = toError(thrown);
            if (!signal.aborted) {
              setState(before => ({
                runId,
                live:
                  before.runId === runId && before.live.status === 'loaded'
                    ? { ...before.live, staleBecause: error }
                    : { status: 'failed', error },
              }));
            }
            throw error;
          }
        },
      }),
    [api, runId, generation],
  );

  const live: LiveRun =
    state.runId === runId ? state.live : { status: 'loading' };
  const refresh = useEvent(() => setGeneration(value => value + 1));
  const replace = useEvent((run: Run) => {
    if (known.current?.runId === run.id) {
      const snapshot = { ...known.current.snapshot, run };
      known.current = { runId: run.id, snapshot };
      setState(before =>
        before.runId === run.id && before.live.status === 'loaded'
          ? { runId: run.id, live: { ...before.live, snapshot } }
          : before,
      );
    }
    refresh();
  });
  return { ...live, refresh, replace };
}
