import { toError } from '@backstage/errors';
import { useEffect, useState } from 'react';
import { useApi } from '@backstage/core-plugin-api';
import { locustApiRef } from '../api/LocustApi';
import { LIVE_INTERVAL_MS } from './followRun';
import { startPolling } from './startPolling';

/** A log that may be growing. */
export type RunLogState =
  | { readonly status: 'loading' }
  | { readonly status: 'failed'; readonly error: Error }
  | {
      readonly status: 'loaded';
      readonly lines: readonly string[];
      readonly complete: boolean;
      /** Lines left out of the middle. */
      readonly omitted: number;
      readonly staleBecause?: Error;
    };

/** The master's log, followed line by line until it is complete. */
export function useRunLog(runId: string): RunLogState {
  const api = useApi(locustApiRef);
  const [state, setState] = useState<RunLogState>({ status: 'loading' });

  useEffect(() => {
    setState({ status: 'loading' });
    let lines: readonly string[] = [];
    let lastLine: number | undefined;
    let omitted = 0;
    return startPolling({
      tick: async signal => {
        try {
          const log = await api.getLog(runId, lastLine);
          lines = log.lines.length ? [...lines, ...log.lines] : lines;
          lastLine = log.lastLine;
          omitted = log.omitted ?? omitted;
          if (!signal.aborted) {
            setState({
              status: 'loaded',
              lines,
              complete: log.complete,
              omitted,
            });
          }
          return log.complete ? 'never' : LIVE_INTERVAL_MS;
        } catch (thrown) {
          const error = toError(thrown);
          if (!signal.aborted) {
            setState(before =>
              before.status === 'loaded'
                ? { ...before, staleBecause: error }
                : { status: 'failed', error },
            );
          }
          throw error;
        }
      },
    });
  }, [api, runId]);

  return state;
}
