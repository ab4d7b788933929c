import { toError } from '@backstage/errors';
import { useEffect, useState } from 'react';
import { useApi } from '@backstage/core-plugin-api';
import type { Run } from 'backstage-plugin-locust-common';
import { useAction, type Action } from '../action/useAction';
import { locustApiRef, type RunQuery } from '../api/LocustApi';
import { startPolling } from '../live/startPolling';
import { useRunSignals } from '../live/useRunSignals';
import { shareUnchanged } from '../live/shareUnchanged';
import { useEvent } from '../live/useEvent';
import { isActive } from '../status/isActive';
import { appendPage, mergeFirstPage } from './mergeRuns';

/** While something runs the list is renewed as often as figures come; otherwise only to notice scheduled runs. */
const ACTIVE_INTERVAL_MS = 4_000;
const QUIET_INTERVAL_MS = 20_000;
const PAGE_SIZE = 25;

/** A list of runs that renews itself. */
export type RunsState =
  | { readonly status: 'loading' }
  | { readonly status: 'failed'; readonly error: Error }
  | {
      readonly status: 'loaded';
      readonly runs: readonly Run[];
      /** On all pages, where the backend says so. */
      readonly total?: number;
      readonly updatedAt: Date;
      readonly staleBecause?: Error;
    };

interface Known {
  readonly runs: readonly Run[];
  /** Where the next page begins; undefined at the end. */
  readonly cursor?: string;
  readonly total?: number;
  readonly pages: number;
}

/** The runs of a query, newest first, renewed while shown, with further pages on request. */
export function useRuns(query: Omit<RunQuery, 'cursor' | 'limit'>): {
  readonly state: RunsState;
  /** Fetches the next page; absent at the end of the list. */
  readonly loadMore?: Action<readonly []>;
  readonly reload: () => void;
  /** Shows the runs changed, until they are renewed. */
  readonly change: (change: (run: Run) => Run) => void;
} {
  const api = useApi(locustApiRef);
  const signals = useRunSignals(query.entityRef);
  const key = JSON.stringify(query);
  const load = useEvent((page: { readonly cursor?: string }) =>
    api.listRuns({ ...query, ...page, limit: PAGE_SIZE }),
  );
  const [known, setKnown] = useState<{ key: string } & Known>();
  const [outcome, setOutcome] = useState<{
    key: string;
    updatedAt?: Date;
    error?: Error;
  }>();
  const [generation, setGeneration] = useState(0);

  useEffect(
    () =>
      startPolling({
        signals,
        tick: async signal => {
          try {
            const page = await load({});
            if (!signal.aborted) {
              setKnown(before => {
                const same = before?.key === key ? before : undefined;
                const paged = same && same.pages > 1;
                return {
                  key,
                  runs: shareUnchanged(
                    same?.runs,
                    mergeFirstPage(
                      same?.runs ?? [],
                      page.items,
                      !page.nextCursor,
                    ),
                  ),
                  // The cursor of pages already loaded still points after the last of them.
                  cursor: paged ? same.cursor : page.nextCursor,
                  total: page.total,
                  pages: same?.pages ?? 1,
                };
              });
              setOutcome({ key, updatedAt: new Date() });
            }
            return page.items.some(run => isActive(run.phase))
              ? ACTIVE_INTERVAL_MS
              : signals?.interval(QUIET_INTERVAL_MS) ?? QUIET_INTERVAL_MS;
          } catch (thrown) {
            const error = toError(thrown);
            if (!signal.aborted) {
              setOutcome(before => ({
                key,
                updatedAt: before?.key === key ? before.updatedAt : undefined,
                error,
              }));
            }
            throw error;
          }
        },
      }),
    [load, key, generation, signals],
  );

  const more = useAction(async () => {
    const cursor = known?.key === key ? known.cursor : undefined;
    if (!cursor) {
      return;
    }
    const page = await load({ cursor });
    setKnown(before =>
      before?.key === key
        ? {
            key,
            runs: appendPage(before.runs, page.items),
            cursor: page.nextCursor,
            total: page.total,
            pages: before.pages + 1,
          }
        : before,
    );
  });

  const reload = useEvent(() => setGeneration(value => value + 1));
  const change = useEvent((one: (run: Run) => Run) =>
    setKnown(before => before && { ...before, runs: before.runs.map(one) }),
  );
  const current = known?.key === key ? known : undefined;
  const told = outcome?.key === key ? outcome : undefined;
  let state: RunsState = { status: 'loading' };
  if (current && told?.updatedAt) {
    state = {
      status: 'loaded',
      runs: current.runs,
      total: current.total,
      updatedAt: told.updatedAt,
      staleBecause: told.error,
    };
  } else if (told?.error) {
    state = { status: 'failed', error: told.error };
  }
  return {
    state,
    loadMore: current?.cursor ? more : undefined,
    reload,
    change,
  };
}
