/** What a tick says about the next one: after how many milliseconds, or never again. */
export type NextTick = number | 'never';

/**
 * Calls `tick` again and again, one at a time, until it says `never` or the returned function is called.
 * Nothing is asked while the page is hidden; when it shows again, it asks at once, so that a tab that slept
 * is right immediately. A tick that throws is tried again after `retryMs`, twice as long each time up to `maxRetryMs`.
 */
export function startPolling(options: {
  readonly tick: (signal: AbortSignal) => Promise<NextTick>;
  readonly retryMs?: number;
  readonly maxRetryMs?: number;
  readonly page?: Pick<
    Document,
    'hidden' | 'addEventListener' | 'removeEventListener'
  >;
}): () => void {
  const {
    tick,
    retryMs = 2_000,
    maxRetryMs = 15_000,
    page = document,
  } = options;
  const controller = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let failures = 0;
  let busy = false;
  let ended = false;

  const onVisibility = () => {
    if (!page.hidden && !busy && !ended) {
      clearTimeout(timer);
      run();
    }
  };

  const end = () => {
    ended = true;
    clearTimeout(timer);
    page.removeEventListener('visibilitychange', onVisibility);
  };

  function run(): void {
    busy = true;
    tick(controller.signal)
      .then(
        next => {
          failures = 0;
          return next;
        },
        () => Math.min(retryMs * 2 ** failures++, maxRetryMs),
      )
      .then(next => {
        busy = false;
        if (ended) {
          return;
        }
        if (next === 'never') {
          end();
        } else if (!page.hidden) {
          timer = setTimeout(() => {
            // Hidden meanwhile: `onVisibility` goes on.
            if (!page.hidden) {
              run();
            }
          }, next);
        }
      });
  }

  page.addEventListener('visibilitychange', onVisibility);
  run();
  return () => {
    controller.abort();
    end();
  };
}
