import type { RunPhase } from 'backstage-plugin-locust-common';
import type {
  LocustfileSnapshot,
  LocustfileStore,
} from '../runs/LocustfileSnapshot';
import { phaseRank } from '../runs/phaseRank';
import type { RunProgress, RunStart, RunStore } from '../runs/RunStore';
import { Clock, sleep, systemClock } from '../kube/Clock';
import type { LocustFailure } from '../runs/LocustFailure';
import { errorMessage } from '../kube/KubeApiError';
import type { KubeClient } from '../kube/client/KubeClient';
import type { Logger } from '../kube/Logger';
import type {
  MasterPod,
  RunObservation,
  RunObserver,
  WorkerPod,
} from '../runs/RunObserver';
import { FollowedRun } from './FollowedRun';
import { OrderedWrites } from './OrderedWrites';
import { WorkerLogs } from './WorkerLogs';

export interface LogCollectorOptions {
  /** Of the cluster whose runs are followed; it needs `pods/log`. */
  readonly client: Pick<KubeClient, 'podLog'>;
  readonly store: RunStore;
  /** Undefined: nobody keeps what runs ran. */
  readonly locustfiles?: LocustfileStore;
  readonly logger: Logger;
  /** Told when something of a run was written, for those who watch it. */
  readonly notify?: (runId: string) => void;
  readonly clock?: Clock;
}

/** What is held for a run. */
interface Held {
  readonly writes: OrderedWrites;
  /** As the history has it from the reconciler. */
  phase?: RunPhase;
  followed?: FollowedRun;
  /** `reason` and message of the events that were written. */
  events?: Set<string>;
  /** What waits to be written, by its content: the reconciler tells the same again until it is written. */
  readonly waiting: Map<string, Promise<void>>;
}

/** The reconciler is not kept longer than this by a database that is away: runs are to start and stop meanwhile. */
const PATIENCE_MS = 5_000;

/** The history could not be reached in time. What was to be written is written as soon as it can be. */
export class HistoryAwayError extends Error {
  constructor(runId: string) {
    super(
      `The history of run ${runId} cannot be written at the moment; it is tried on`,
    );
    this.name = 'HistoryAwayError';
  }
}

/** Runs that nobody released and nothing is written of any more are forgotten above this. */
const MAX_HELD = 2_000;

/**
 * The outcomes' side of one cluster's engine: follows the masters' logs and writes what they and the reconciler tell
 * to the history. Everything of a run is written in order and tried until it is done.
 *
 * To be stopped ({@link LogCollector.stop}) when the engine is not the leader any more; it may be used again after that.
 */
export class LogCollector implements RunObserver {
  private readonly held = new Map<string, Held>();
  /** Of the present leadership; another one may follow. */
  private stopped = new AbortController();
  private readonly clock: Clock;
  private readonly workerLogs: WorkerLogs;

  constructor(private readonly options: LogCollectorOptions) {
    this.clock = options.clock ?? systemClock;
    this.workerLogs = new WorkerLogs(options);
  }

  /** @throws HistoryAwayError - not written yet, but it will be, in its order */
  async record(run: RunStart, progress: RunProgress): Promise<void> {
    const { store, notify } = this.options;
    const held = this.hold(run.id);
    const written = this.once(
      held,
      JSON.stringify([run.jobUid, progress]),
      async () => {
        await held.writes.write('the progress', async () => {
          await store.begin(run);
          await store.progress(run.id, progress);
          // Only now: figures that go ahead of it with a phase that is an end would leave the end without its reason.
          if (
            !held.phase ||
            phaseRank(progress.phase) > phaseRank(held.phase)
          ) {
            held.phase = progress.phase;
          }
        });
        notify?.(run.id);
      },
    );
    if (!(await this.inTime(written))) {
      throw new HistoryAwayError(run.id);
    }
  }

  async event(
    runId: string,
    event: {
      readonly type: 'normal' | 'warning';
      readonly reason: string;
      readonly message: string;
      readonly time: Date;
    },
  ): Promise<void> {
    const { store, notify } = this.options;
    const held = this.hold(runId);
    const key = `${event.reason}\0${event.message}`;
    const written = this.once(held, key, async () => {
      const isNew = await held.writes.write('an event', async () => {
        // What an earlier process wrote has another time, so the history could not tell that it is the same.
        held.events ??= new Set(
          (await store.events(runId)).map(it => `${it.reason}\0${it.message}`),
        );
        if (held.events.has(key)) {
          return false;
        }
        await store.addEvent(runId, event);
        held.events.add(key);
        return true;
      });
      if (isNew) {
        notify?.(runId);
      }
    });
    // It is not lost where it takes longer.
    await this.inTime(written);
  }

  locustfile(runId: string, snapshot: LocustfileSnapshot): void {
    const { locustfiles, logger } = this.options;
    const written = this.hold(runId).writes.write(
      'the locustfile',
      async () => {
        try {
          await locustfiles?.save(runId, snapshot);
        } catch (error) {
          // Once only: what comes behind it, the outcome, must not wait for what is nice to have.
          logger.warn(
            `The locustfile of run ${runId} was not kept: ${errorMessage(
              error,
            )}`,
          );
        }
      },
    );
    // Stopped: the run goes without.
    written.catch(() => {});
  }

  follow(run: RunStart, pod: MasterPod, onChange: () => void): void {
    const held = this.hold(run.id);
    if (held.followed) {
      held.followed.update(pod, onChange);
      return;
    }
    const { client, store, logger, notify } = this.options;
    held.followed = new FollowedRun(pod, {
      runId: run.id,
      stopWhen: run.spec.stopWhen,
      client,
      store,
      logger,
      clock: this.clock,
      writes: held.writes,
      recordedPhase: () => held.phase,
      onWritten: () => notify?.(run.id),
    });
    held.followed.update(pod, onChange);
    held.followed.start();
  }

  observation(runId: string): RunObservation | undefined {
    return this.held.get(runId)?.followed?.observation();
  }

  workerFailure(pod: WorkerPod, onRead: () => void): LocustFailure | undefined {
    return this.workerLogs.failure(pod, onRead, this.stopped.signal);
  }

  release(runId: string): void {
    const held = this.held.get(runId);
    held?.followed?.stop();
    // What is still being written holds what it needs itself.
    this.held.delete(runId);
  }

  /**
   * Cuts all streams and gives up what is not written yet: whoever follows next, another replica or this one, reads
   * the logs again.
   */
  stop(): void {
    this.stopped.abort();
    this.stopped = new AbortController();
    for (const { followed } of this.held.values()) {
      followed?.stop();
    }
    this.held.clear();
  }

  /** Begins a write unless the same one waits already. */
  private once(
    held: Held,
    key: string,
    write: () => Promise<void>,
  ): Promise<void> {
    const same = held.waiting.get(key);
    if (same) {
      return same;
    }
    const written = write().finally(() => held.waiting.delete(key));
    held.waiting.set(key, written);
    // Whoever waits for it is told; where nobody does any more, stopping is no news.
    written.catch(() => {});
    return written;
  }

  private async inTime(written: Promise<void>): Promise<boolean> {
    const patience = new AbortController();
    try {
      return await Promise.race([
        written.then(() => true),
        sleep(this.clock, PATIENCE_MS, patience.signal).then(() => false),
      ]);
    } finally {
      patience.abort();
    }
  }

  private hold(runId: string): Held {
    const there = this.held.get(runId);
    if (there) {
      return there;
    }
    if (this.held.size >= MAX_HELD) {
      for (const [id, { followed, writes }] of this.held) {
        if (!followed && writes.idle) {
          this.held.delete(id);
          break;
        }
      }
    }
    const held: Held = {
      waiting: new Map(),
      writes: new OrderedWrites(runId, {
        clock: this.clock,
        logger: this.options.logger,
        signal: this.stopped.signal,
      }),
    };
    this.held.set(runId, held);
    return held;
  }
}
