import { useState } from 'react';
import { useApi } from '@backstage/core-plugin-api';
import type { Run } from 'backstage-plugin-locust-common';
import { useAction, type Action } from '../action/useAction';
import { locustApiRef } from '../api/LocustApi';
import { useEvent } from '../live/useEvent';
import { sayMark, withMark, type MarkedRun, type RunMark } from './RunMark';

/** What can be said of the runs of a screen. */
export interface RunMarks {
  /** A run as it will be if what was just said is not refused. */
  readonly shown: (run: Run) => Run;
  /** Says it; rejects where it is refused, with everything shown as it was. */
  readonly say: (run: Run, mark: RunMark) => Promise<void>;
  /** The same for a button, which shows the refusal. */
  readonly action: Action<readonly [Run, RunMark]>;
  /** What was said last by `action`. */
  readonly said?: RunMark['kind'];
}

/**
 * Marks runs, and shows the marks before the backend has answered.
 *
 * @param onMarked - told of the run as the backend then has it, to be shown from there on
 */
export function useRunMarks(
  onMarked: (answer: Run, marked: MarkedRun) => void,
): RunMarks {
  const api = useApi(locustApiRef);
  const [asked, setAsked] = useState<MarkedRun>();
  const [said, setSaid] = useState<RunMark['kind']>();

  const say = useEvent(async (run: Run, mark: RunMark) => {
    const marked = { run, mark };
    setAsked(marked);
    try {
      onMarked(await sayMark(api, marked), marked);
    } finally {
      setAsked(undefined);
    }
  });
  const action = useAction(async (run: Run, mark: RunMark) => {
    setSaid(mark.kind);
    await say(run, mark);
  });
  const shown = (run: Run) => (asked ? withMark(run, asked, new Date()) : run);
  return { shown, say, action, said };
}
