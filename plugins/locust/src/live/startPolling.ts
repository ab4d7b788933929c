/** What a tick says about the next one: after how many milliseconds, or never again. */
export type NextTick = number | 'never';

/**
 * Calls `tick` again and again, one at a time, until it says `never` or the returned function is called.
 * Nothing is asked while the page is hidden; when it shows again, or the network is back, it asks at once, so that a
 * tab that slept is right immediately. A tick that throws is tried again after `retryMs`, twice as long each time up
 * to `maxRetryMs`.
 *
 * @param options.signals - asks at once when they tell of a change
 */
export function startPolling(options: {
  readonly tick: (signal: AbortSignal) => Promise<NextTick>;
  readonly retryMs?: number;
  readonly maxRetryMs?: number;
  readonly page?: Pick<
    Document,
    'hidden' | 'addEventListener' | 'removeEventListener'
  >;
  readonly network?: Pick<Window, 'addEventListener' | 'removeEventListener'>;
  readonly signals?: { subscribe(onChange: () => void): () => void };
}): () => void {
  const {
    tick,
    retryMs = 2_000,
    maxRetryMs = 15_000,
    page = document,
    network = window,
    signals,
  } = options;
  const controller = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let failures = 0;
  let busy = false;
  let ended = false;
  /** Something changed since the tick under way has asked. */
  let outdated = false;

  const askNow = () => {
    if (ended || page.hidden) {
      return;
    }
    if (busy) {
      outdated = true;
      return;
    }
    clearTimeout(timer);
    run();
  };
  const onVisibility = () => {
    // What is being asked when a page shows again is new enough.
    if (!busy) {
      askNow();
    }
  };
  const unsubscribe = signals?.subscribe(askNow);

  const end = () => {
    ended = true;
    clearTimeout(timer);
    unsubscribe?.();
    page.removeEventListener('visibilitychange', onVisibility);
    network.removeEventListener('online', askNow);
  };

  function run(): void {
    busy = true;
    outdated = false;
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
          timer = setTimeout(
            () => {
              // Hidden meanwhile: `onVisibility` goes on.
              if (!page.hidden) {
                run();
              }
            },
            outdated && failures === 0 ? 0 : next,
          );
        }
      });
  }

  page.addEventListener('visibilitychange', onVisibility);
  network.addEventListener('online', askNow);
  run();
  return () => {
    controller.abort();
    end();
  };
}
