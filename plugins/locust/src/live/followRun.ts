import { toError } from '@backstage/errors';
import type { Run } from 'backstage-plugin-locust-common';
import type { LocustApi, RunNews, RunSnapshot } from '../api/LocustApi';
import { isActive } from '../status/isActive';
import { askForSnapshot, snapshotAfter } from './nextSnapshot';
import { startPolling, type NextTick } from './startPolling';

/** How often a run that goes is asked for where it is not streamed. */
export const LIVE_INTERVAL_MS = 2_000;
/** A stream tells everything at once; one that says nothing by then is being gathered by something between. */
const FIRST_NEWS_WITHIN_MS = 6_000;
/** The backend says at least every five seconds that it lives. */
const SILENT_AFTER_MS = 12_000;
/** A tab that is left for a moment keeps its stream; one that is left for longer would take up a connection. */
const HIDDEN_AFTER_MS = 30_000;
/** One that is cut sooner every time, as by a proxy with a short limit, is worse than asking. */
const LASTED_MS = 10_000;
const RETRY_MS = 2_000;
const MOST_RETRY_MS = 60_000;

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

/** What is noticed by the browser alone. */
export type ConnectionTrouble = 'offline' | 'silent';

/** A run that is being followed. */
export interface FollowedRun {
  /** Has the run as it is now soon, whatever is under way. */
  refresh(): void;
  /** Takes the run as an answer has it. */
  replace(run: Run): void;
  stop(): void;
}

type Page = Pick<
  Document,
  'hidden' | 'addEventListener' | 'removeEventListener'
>;
type Network = Pick<Window, 'addEventListener' | 'removeEventListener'>;

class RunFollower implements FollowedRun {
  #snapshot: RunSnapshot | undefined;
  #updatedAt: Date | undefined;
  /** The stream that is open or being opened. */
  #stream: AbortController | undefined;
  /** Whether it has told something. */
  #streaming = false;
  /** Whether there is any use in trying. */
  #streamable = true;
  #failures = 0;
  #stopPolling: (() => void) | undefined;
  #over = false;
  /** Everything of a run that has ended was told. */
  #done = false;
  #openedAt = 0;
  #newsAt = 0;
  #silence: ReturnType<typeof setTimeout> | undefined;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #hiding: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly api: LocustApi,
    private readonly runId: string,
    private readonly onChange: (live: LiveRun) => void,
    private readonly page: Page,
    private readonly network: Network,
    private readonly random: () => number,
    private readonly say: (trouble: ConnectionTrouble) => string,
    known: RunSnapshot | undefined,
  ) {
    this.#snapshot = known;
    this.#updatedAt = known && new Date();
  }

  start(): void {
    this.page.addEventListener('visibilitychange', this.#onVisibility);
    this.network.addEventListener('offline', this.#onOffline);
    this.network.addEventListener('online', this.#onOnline);
    this.#connect();
  }

  stop(): void {
    this.#over = true;
    this.#rest();
    clearTimeout(this.#hiding);
    this.page.removeEventListener('visibilitychange', this.#onVisibility);
    this.network.removeEventListener('offline', this.#onOffline);
    this.network.removeEventListener('online', this.#onOnline);
  }

  refresh(): void {
    if (!this.#streaming) {
      this.#again();
      return;
    }
    // The stream goes on; it may be a moment until it tells what was just done.
    this.api.getRun(this.runId).then(
      run => this.replace(run),
      // Not of use to anybody: should the backend be away, the stream ends and says so.
      () => {},
    );
  }

  replace(run: Run): void {
    if (!this.#over && this.#snapshot && run.id === this.runId) {
      this.#snapshot = { ...this.#snapshot, run };
      this.#tell();
    }
  }

  readonly #onVisibility = () => {
    clearTimeout(this.#hiding);
    if (this.#done) {
      return;
    }
    if (this.page.hidden) {
      this.#hiding = setTimeout(() => this.#rest(), HIDDEN_AFTER_MS);
    } else if (
      !this.#stream ||
      // Timers stand still in a tab that sleeps.
      (this.#streaming && Date.now() - this.#newsAt > SILENT_AFTER_MS)
    ) {
      this.#again();
    }
  };

  readonly #onOffline = () => {
    if (this.#done) {
      return;
    }
    this.#rest();
    this.#tell(new Error(this.say('offline')));
  };

  readonly #onOnline = () => {
    if (!this.#done) {
      this.#again();
    }
  };

  #again(): void {
    this.#rest();
    this.#failures = 0;
    this.#connect();
  }

  /** Lets go of everything under way. */
  #rest(): void {
    this.#stream?.abort();
    this.#stream = undefined;
    this.#streaming = false;
    this.#stopPolling?.();
    this.#stopPolling = undefined;
    clearTimeout(this.#silence);
    clearTimeout(this.#retry);
  }

  #connect(): void {
    if (this.#over) {
      return;
    }
    this.#done = false;
    if (!this.#streamable) {
      this.#poll();
      return;
    }
    const stream = new AbortController();
    this.#stream = stream;
    this.#expectNewsWithin(FIRST_NEWS_WITHIN_MS);
    this.#read(stream).then(
      end => {
        if (this.#stream === stream) {
          this.#onEnd(end);
        }
      },
      thrown => {
        if (this.#stream === stream) {
          this.#onCut(toError(thrown));
        }
      },
    );
  }

  async #read(
    stream: AbortController,
  ): Promise<Extract<RunNews, { kind: 'end' }>['reason']> {
    for await (const news of this.api.watchRun(this.runId, stream.signal)) {
      if (this.#stream !== stream) {
        break;
      }
      if (news.kind === 'end') {
        return news.reason;
      }
      if (news.kind === 'alive' && !this.#streaming) {
        // It is open, but what is in it has not come.
        continue;
      }
      this.#onNews(news);
    }
    throw new Error('The connection to the portal was cut.');
  }

  #onNews(news: Exclude<RunNews, { kind: 'end' }>): void {
    this.#newsAt = Date.now();
    this.#expectNewsWithin(SILENT_AFTER_MS);
    if (!this.#streaming) {
      this.#streaming = true;
      this.#openedAt = this.#newsAt;
    } else if (this.#newsAt - this.#openedAt > LASTED_MS) {
      this.#failures = 0;
    }
    this.#stopPolling?.();
    this.#stopPolling = undefined;
    if (news.kind === 'alive') {
      // Nothing is new, so what is shown is as it is now.
      this.#updatedAt = new Date();
      return;
    }
    const snapshot = snapshotAfter(this.#snapshot, news);
    if (snapshot) {
      this.#snapshot = snapshot;
      this.#updatedAt = new Date();
      this.#tell();
    }
  }

  #onEnd(reason: Extract<RunNews, { kind: 'end' }>['reason']): void {
    this.#rest();
    if (reason === 'ended') {
      this.#done = true;
    } else {
      // Whoever asks is told why in words.
      this.#poll();
    }
  }

  #onCut(error: Error): void {
    const lasted = this.#streaming && Date.now() - this.#openedAt > LASTED_MS;
    clearTimeout(this.#silence);
    this.#stream?.abort();
    this.#stream = undefined;
    this.#streaming = false;
    if (hasNoStreams(error)) {
      this.#streamable = false;
      this.#poll();
      return;
    }
    // A stream that was cut (a backend that is replaced, a proxy's limit of time) is there again in a moment.
    if (!lasted) {
      this.#poll();
    }
    const delay = Math.min(RETRY_MS * 2 ** this.#failures, MOST_RETRY_MS);
    this.#failures += 1;
    clearTimeout(this.#retry);
    this.#retry = setTimeout(
      () => {
        // Hidden meanwhile: `onVisibility` goes on.
        if (!this.page.hidden) {
          this.#connect();
        }
      },
      // Those whom one backend leaves come back one by one.
      delay * (0.5 + this.random() / 2),
    );
  }

  #expectNewsWithin(milliseconds: number): void {
    clearTimeout(this.#silence);
    this.#silence = setTimeout(() => {
      const error = new Error(this.say('silent'));
      if (this.#streaming) {
        this.#tell(error);
      }
      this.#onCut(error);
    }, milliseconds);
  }

  #poll(): void {
    if (this.#stopPolling || this.#over) {
      return;
    }
    this.#stopPolling = startPolling({
      retryMs: LIVE_INTERVAL_MS,
      page: this.page,
      tick: signal => this.#ask(signal),
    });
  }

  async #ask(signal: AbortSignal): Promise<NextTick> {
    try {
      const snapshot = await askForSnapshot(
        this.api,
        this.runId,
        this.#snapshot,
      );
      if (signal.aborted) {
        return 'never';
      }
      this.#snapshot = snapshot;
      this.#updatedAt = new Date();
      this.#tell();
      if (isActive(snapshot.run.phase)) {
        return LIVE_INTERVAL_MS;
      }
      this.#rest();
      this.#done = true;
      return 'never';
    } catch (thrown) {
      const error = toError(thrown);
      if (!signal.aborted) {
        this.#tell(error);
      }
      throw error;
    }
  }

  #tell(problem?: Error): void {
    if (this.#over) {
      return;
    }
    if (this.#snapshot && this.#updatedAt) {
      this.onChange({
        status: 'loaded',
        snapshot: this.#snapshot,
        updatedAt: this.#updatedAt,
        ...(problem && { staleBecause: problem }),
      });
    } else if (problem) {
      this.onChange({ status: 'failed', error: problem });
    }
  }
}

/** An older backend, or something between that answers in its place. */
function hasNoStreams(error: Error): boolean {
  const { statusCode } = error as { statusCode?: unknown };
  return (
    error.name === 'NoStreamError' ||
    statusCode === 404 ||
    statusCode === 405 ||
    statusCode === 406 ||
    statusCode === 501
  );
}

/**
 * Follows a run until it has ended: by the stream; while that cannot be had, by asking every two seconds, trying the
 * stream again now and then. A tab that slept and a network that was away are noticed by their events and by silence.
 *
 * @param options.say - words for what no answer tells of
 * @param options.known - what is shown of the run already
 */
export function followRun(options: {
  readonly api: LocustApi;
  readonly runId: string;
  readonly known?: RunSnapshot;
  readonly say: (trouble: ConnectionTrouble) => string;
  readonly onChange: (live: LiveRun) => void;
  readonly page?: Page;
  readonly network?: Network;
  readonly random?: () => number;
}): FollowedRun {
  const follower = new RunFollower(
    options.api,
    options.runId,
    options.onChange,
    options.page ?? document,
    options.network ?? window,
    options.random ?? Math.random,
    options.say,
    options.known,
  );
  follower.start();
  return follower;
}
