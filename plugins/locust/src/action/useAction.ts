import { toError } from '@backstage/errors';
import { useState } from 'react';
import { useEvent } from '../live/useEvent';

/** Something a person asked for: whether it is under way, and why it failed. */
export interface Action<A extends readonly unknown[]> {
  readonly pending: boolean;
  readonly error?: Error;
  /** Does it; a second call while the first is under way does nothing. */
  readonly run: (...args: A) => Promise<void>;
  readonly dismiss: () => void;
}

/** Wraps an action with what a button needs to be honest: a pending state and an error. */
export function useAction<A extends readonly unknown[]>(
  act: (...args: A) => Promise<void>,
): Action<A> {
  const [state, setState] = useState<{ pending: boolean; error?: Error }>({
    pending: false,
  });
  const run = useEvent(async (...args: A) => {
    if (state.pending) {
      return;
    }
    setState({ pending: true });
    try {
      await act(...args);
      setState({ pending: false });
    } catch (thrown) {
      setState({
        pending: false,
        error: toError(thrown),
      });
    }
  });
  const dismiss = useEvent(() => setState({ pending: false }));
  return { ...state, run, dismiss };
}
