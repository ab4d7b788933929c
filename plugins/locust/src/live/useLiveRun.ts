import { useEffect, useRef, useState } from 'react';
import { useApi } from '@backstage/core-plugin-api';
import type { Run } from 'backstage-plugin-locust-common';
import { locustApiRef, type RunSnapshot } from '../api/LocustApi';
import {
  followRun,
  type ConnectionTrouble,
  type FollowedRun,
  type LiveRun,
} from './followRun';
import { useTranslate } from '../translations/useTranslate';
import { useEvent } from './useEvent';

/**
 * A run and its figures, renewed as they come until it has ended. The one way in which the run page gets live data;
 * {@link followRun} decides how.
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
  const translate = useTranslate();
  const say = useEvent((trouble: ConnectionTrouble) =>
    translate(`live.${trouble}`),
  );
  const follower = useRef<FollowedRun>();
  const known = useRef<RunSnapshot>();

  useEffect(() => {
    const followed = followRun({
      api,
      runId,
      say,
      known: known.current?.run.id === runId ? known.current : undefined,
      onChange: live => {
        known.current = live.status === 'loaded' ? live.snapshot : undefined;
        setState({ runId, live });
      },
    });
    follower.current = followed;
    return () => followed.stop();
  }, [api, runId, say]);

  const live: LiveRun =
    state.runId === runId ? state.live : { status: 'loading' };
  const refresh = useEvent(() => follower.current?.refresh());
  const replace = useEvent((run: Run) => {
    follower.current?.replace(run);
    refresh();
  });
  return { ...live, refresh, replace };
}
