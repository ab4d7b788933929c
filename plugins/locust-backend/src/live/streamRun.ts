import { NotAllowedError } from '@backstage/errors';
import type { RunWatchEnd } from 'backstage-plugin-locust-common';
import type { Clock, Timer } from '../kube/Clock';
import type { RunLiveHub, RunViewer, RunWatch } from './RunLiveHub';
import type { RunPicture } from './RunPicture';
import { HEARTBEAT, serverSentEvent } from './serverSentEvent';

const HEARTBEAT_MS = 5_000;
const AUTHORIZE_AGAIN_MS = 60_000;
/** Whoever takes nothing for so long is gone without a word, or as good as that. */
const STUCK_MS = 60_000;

/** What a stream is written to: of an HTTP response as much as that takes. */
export interface StreamedResponse {
  readonly writableNeedDrain: boolean;
  readonly destroyed: boolean;
  writeHead(status: number, headers: Readonly<Record<string, string>>): unknown;
  write(text: string): boolean;
  end(text?: string): unknown;
  on(event: 'close' | 'drain', listener: () => void): unknown;
}

/** Nothing between may keep the stream, gather it or change it. */
const HEADERS = {
  'Content-Type': 'text/event-stream; charset=utf-8',
  // Backstage's own compression heeds `no-transform`.
  'Cache-Control': 'no-store, no-transform',
  // nginx gathers answers unless told not to.
  'X-Accel-Buffering': 'no',
};

interface StreamOptions {
  readonly clock: Clock;
  /** Rejects with a NotAllowedError where the viewer may not read the run any more. */
  readonly authorize: () => Promise<void>;
  /** When the viewer's token ends; whoever stays comes back with the next one. */
  readonly expiresAt?: Date;
}

class RunStream implements RunViewer {
  readonly #timers = new Map<string, Timer>();
  readonly #watch: RunWatch;
  #told: RunPicture | undefined;
  #wroteAt: number;
  #over = false;

  constructor(
    hub: RunLiveHub,
    id: string,
    private readonly response: StreamedResponse,
    private readonly options: StreamOptions,
  ) {
    this.#wroteAt = options.clock.monotonic();
    this.#watch = hub.watch(id, this);
  }

  begin(): void {
    const { response } = this;
    response.on('close', () => this.ended(undefined));
    response.on('drain', () => this.changed());
    response.writeHead(200, HEADERS);
    // So that the headers go out at once, whatever lies between.
    this.#write(HEARTBEAT);
    this.#later('authorize', AUTHORIZE_AGAIN_MS, () => this.#authorizeAgain());
    this.changed();
  }

  changed(): void {
    if (this.#over || this.response.writableNeedDrain) {
      return; // `drain` tells what is new by then.
    }
    const frame = this.#watch.frameSince(this.#told);
    this.#told = this.#watch.picture;
    if (frame !== undefined) {
      this.#write(frame);
    }
  }

  ended(reason: RunWatchEnd['reason'] | undefined): void {
    if (this.#over) {
      return;
    }
    this.#over = true;
    this.#timers.forEach(timer => timer.cancel());
    this.#watch.leave();
    if (reason === undefined || this.response.destroyed) {
      this.response.end();
      return;
    }
    // What was not told for want of room is told before the end.
    const rest =
      reason === 'ended' ? this.#watch.frameSince(this.#told) ?? '' : '';
    this.response.end(
      rest + serverSentEvent('end', { reason } satisfies RunWatchEnd),
    );
  }

  #write(text: string): void {
    this.response.write(text);
    this.#wroteAt = this.options.clock.monotonic();
    this.#later('heartbeat', HEARTBEAT_MS, () => this.#beat());
  }

  #beat(): void {
    if (!this.response.writableNeedDrain) {
      this.#write(HEARTBEAT);
    } else if (this.options.clock.monotonic() - this.#wroteAt >= STUCK_MS) {
      this.ended(undefined);
    } else {
      this.#later('heartbeat', HEARTBEAT_MS, () => this.#beat());
    }
  }

  async #authorizeAgain(): Promise<void> {
    const { authorize, expiresAt, clock } = this.options;
    if (expiresAt && expiresAt.getTime() <= clock.wall()) {
      this.ended(undefined);
      return;
    }
    try {
      await authorize();
    } catch (error) {
      // Where it cannot be asked nothing is shown either; whoever asks again is told why.
      this.ended(error instanceof NotAllowedError ? 'refused' : undefined);
    }
    if (!this.#over) {
      this.#later('authorize', AUTHORIZE_AGAIN_MS, () =>
        this.#authorizeAgain(),
      );
    }
  }

  #later(name: string, milliseconds: number, action: () => void): void {
    this.#timers.get(name)?.cancel();
    this.#timers.set(name, this.options.clock.setTimer(action, milliseconds));
  }
}

/**
 * Streams a run to one viewer until it has ended, the viewer leaves or may not read it any more. A viewer who reads
 * slower than the run changes is not sent what lies between: once there is room, the newest is told.
 *
 * @throws ServiceUnavailableError where the hub takes nobody more; then nothing was written
 */
export function streamRun(
  hub: RunLiveHub,
  id: string,
  response: StreamedResponse,
  options: StreamOptions,
): void {
  new RunStream(hub, id, response, options).begin();
}
