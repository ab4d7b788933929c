import { toError } from '@backstage/errors';
import { useEffect, useRef, useState } from 'react';
import { useEvent } from '../../live/useEvent';
import type { NewRunForm } from '../NewRunForm';
import type { DraftStore } from './DraftStore';

/** How long typing has to rest before it is kept. */
const REST_MS = 400;

/** What is kept of a form: the repository is read anew. */
function kept({ repository, ...form }: NewRunForm): NewRunForm {
  return form;
}

/** The form as it is typed, kept over a reload. */
export interface Draft {
  /** Why it could not be kept. */
  readonly problem?: Error;
  /** Removes what is kept; what is typed after is kept again. */
  readonly forget: () => Promise<void>;
}

/**
 * Keeps a form while it differs from how it began.
 *
 * @param store - undefined where nothing is to be kept
 * @param restored - whether the form was kept before
 */
export function useDraft(
  store: DraftStore | undefined,
  start: NewRunForm,
  form: NewRunForm,
  restored: boolean,
): Draft {
  const [problem, setProblem] = useState<Error>();
  const waiting = useRef<{
    readonly timer: ReturnType<typeof setTimeout>;
    readonly write: () => void;
  }>();
  const stored = useRef(restored);
  const text = JSON.stringify(kept(form));
  const begun = JSON.stringify(kept(start));

  const write = useEvent(async () => {
    waiting.current = undefined;
    try {
      if (text !== begun) {
        stored.current = true;
        await store?.write(kept(form));
      } else {
        stored.current = false;
        await store?.remove();
      }
      setProblem(undefined);
    } catch (thrown) {
      setProblem(toError(thrown));
    }
  });

  useEffect(() => {
    if (store && (text !== begun || stored.current)) {
      waiting.current = { timer: setTimeout(write, REST_MS), write };
    }
    return () => {
      if (waiting.current) {
        clearTimeout(waiting.current.timer);
      }
    };
  }, [store, text, begun, write]);

  // Who leaves before typing has rested finds it all the same.
  useEffect(() => {
    const flush = () => {
      if (waiting.current) {
        clearTimeout(waiting.current.timer);
        waiting.current.write();
      }
    };
    window.addEventListener('pagehide', flush);
    return () => {
      window.removeEventListener('pagehide', flush);
      flush();
    };
  }, []);

  const forget = useEvent(async () => {
    if (waiting.current) {
      clearTimeout(waiting.current.timer);
      waiting.current = undefined;
    }
    stored.current = false;
    await store?.remove();
  });
  return { problem, forget };
}
