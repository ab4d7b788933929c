import { ServiceUnavailableError } from '@backstage/errors';
import {
  isTerminalPhase,
  type Run,
  type RunWatchEnd,
} from 'backstage-plugin-locust-common';
import { type Clock, sleep } from '../kube/Clock';
import { newsSince, type RunPicture } from './RunPicture';
import { serverSentEvent } from './serverSentEvent';

/** Figures are written every two seconds; looking twice as often, what is shown is never more than three old. */
const INTERVAL_MS = 1_000;
/** After the end of a run its log and its final figures are still being stored; no longer than this, usually. */
const SETTLES_WITHIN_MS = 60_000;
/** One read may fail where a database is busy. */
const FAILURES_IN_A_ROW = 3;
const MOST_VIEWERS = 500;

/** Who watches a run. */
export interface RunViewer {
  /** There is something new; {@link RunWatch.frameSince} says what. */
  changed(): void;
  /** Nothing more will come. Undefined: cut, for the history cannot be read or the process ends. */
  ended(reason: RunWatchEnd['reason'] | undefined): void;
}

/** A run as one viewer watches it. */
export interface RunWatch {
  /** As it was read last; undefined: it was not read yet. */
  readonly picture: RunPicture | undefined;
  /** What leads from the picture told to the one of now, as a server-sent event; made once for all viewers. */
  frameSince(told: RunPicture | undefined): string | undefined;
  /** Ends watching. Nobody is told. */
  leave(): void;
}

interface Watched {
  picture?: RunPicture;
  frames: Map<RunPicture | undefined, string | undefined>;
  readonly viewers: Set<RunViewer>;
  readonly stop: AbortController;
}

/**
 * The runs that are watched by way of this process. The history is read once per run and second, however many watch,
 * and not at all once the last has left: any replica may write a run, so no other place tells of all changes.
 */
export class RunLiveHub {
  readonly #watched = new Map<string, Watched>();
  #viewers = 0;
  #closed = false;

  constructor(
    private readonly parts: {
      /** The next picture; undefined: the run was deleted. */
      readonly read: (
        id: string,
        before: RunPicture | undefined,
      ) => Promise<RunPicture | undefined>;
      /** Whether all of an ended run is stored. */
      readonly isComplete: (id: string) => Promise<boolean>;
      readonly clock: Clock;
      readonly onFailure: (id: string, error: unknown) => void;
      readonly mostViewers?: number;
    },
  ) {}

  /** How many runs are watched. */
  get watched(): number {
    return this.#watched.size;
  }

  /** How many watch. */
  get viewers(): number {
    return this.#viewers;
  }

  /**
   * Begins to watch. A viewer who comes later begins with what was read last.
   *
   * @throws ServiceUnavailableError where too many watch already, or the process is about to end
   */
  watch(id: string, viewer: RunViewer): RunWatch {
    const most = this.parts.mostViewers ?? MOST_VIEWERS;
    if (this.#closed) {
      throw new ServiceUnavailableError('This portal is being shut down');
    }
    if (this.#viewers >= most) {
      throw new ServiceUnavailableError(
        `${most} viewers are being told of runs already; ask for the run every two seconds instead`,
      );
    }
    const watched = this.#watchedRun(id);
    watched.viewers.add(viewer);
    this.#viewers += 1;
    return {
      get picture() {
        return watched.picture;
      },
      frameSince: told => frameSince(watched, told),
      leave: () => this.#leave(id, watched, viewer),
    };
  }

  /** Lets everybody go. */
  close(): void {
    this.#closed = true;
    for (const [id, watched] of this.#watched) {
      this.#end(id, watched, undefined);
    }
  }

  #watchedRun(id: string): Watched {
    const there = this.#watched.get(id);
    if (there) {
      return there;
    }
    const watched: Watched = {
      frames: new Map(),
      viewers: new Set(),
      stop: new AbortController(),
    };
    this.#watched.set(id, watched);
    void this.#follow(id, watched);
    return watched;
  }

  #leave(id: string, watched: Watched, viewer: RunViewer): void {
    if (!watched.viewers.delete(viewer)) {
      return;
    }
    this.#viewers -= 1;
    if (watched.viewers.size === 0) {
      this.#forget(id, watched);
    }
  }

  #end(
    id: string,
    watched: Watched,
    reason: RunWatchEnd['reason'] | undefined,
  ): void {
    const viewers = [...watched.viewers];
    this.#viewers -= viewers.length;
    watched.viewers.clear();
    // First, so that nobody joins who would not be told any more.
    this.#forget(id, watched);
    viewers.forEach(viewer => viewer.ended(reason));
  }

  /** There may be another watch of the same run by now, which stays. */
  #forget(id: string, watched: Watched): void {
    watched.stop.abort();
    if (this.#watched.get(id) === watched) {
      this.#watched.delete(id);
    }
  }

  async #follow(id: string, watched: Watched): Promise<void> {
    const { clock, onFailure } = this.parts;
    const { signal } = watched.stop;
    let failures = 0;
    while (!signal.aborted) {
      try {
        const end = await this.#look(id, watched);
        failures = 0;
        if (end && !signal.aborted) {
          this.#end(id, watched, end);
        }
      } catch (error) {
        failures += 1;
        if (failures >= FAILURES_IN_A_ROW && !signal.aborted) {
          onFailure(id, error);
          // Who asks again is told why by the answer.
          this.#end(id, watched, undefined);
        }
      }
      await sleep(clock, INTERVAL_MS, signal);
    }
  }

  /** Reads once and tells everybody. Resolves to why nothing more will come, if so. */
  async #look(
    id: string,
    watched: Watched,
  ): Promise<RunWatchEnd['reason'] | undefined> {
    const { read, isComplete, clock } = this.parts;
    const before = watched.picture;
    // Asked before the figures are read, so that what is complete is in them.
    const complete =
      (!before || isTerminalPhase(before.run.phase)) && (await isComplete(id));
    const picture = await read(id, before);
    if (!picture) {
      return 'deleted';
    }
    if (picture !== before && !watched.stop.signal.aborted) {
      watched.picture = picture;
      watched.frames = new Map();
      watched.viewers.forEach(viewer => viewer.changed());
    }
    return isTerminalPhase(picture.run.phase) &&
      (complete || endedFor(picture.run, clock) > SETTLES_WITHIN_MS)
      ? 'ended'
      : undefined;
  }
}

/** Milliseconds; of a run that never began since it was made. */
function endedFor(run: Run, clock: Clock): number {
  return clock.wall() - (run.finishedAt ?? run.createdAt).getTime();
}

function frameSince(
  watched: Watched,
  told: RunPicture | undefined,
): string | undefined {
  if (!watched.picture || told === watched.picture) {
    return undefined;
  }
  if (!watched.frames.has(told)) {
    const news = newsSince(told, watched.picture);
    watched.frames.set(told, news && serverSentEvent(news.event, news.update));
  }
  return watched.frames.get(told);
}
