import type { LocustfileSnapshot } from '../runs/LocustfileSnapshot';
import type { RunProgress, RunStart } from '../runs/RunStore';
import { type Clock, sleep } from '../kube/Clock';
import { errorMessage, isFailure } from '../kube/KubeApiError';
import type { Logger } from '../kube/Logger';
import type { RunObserver } from '../runs/RunObserver';
import { objectRefusal } from './refusalReason';

const LONGEST_WAIT_MS = 1_000;

/**
 * Tells the history what the runs of one cluster are at, each thing once. A database that is away must not keep
 * anybody from running or stopping a test, so a failure is reported and not thrown: the caller looks again later,
 * and closes no run until it could be written down.
 */
export class RunLedger {
  private readonly written = new Map<string, string>();
  /** Runs whose row says why they cannot begin. */
  private readonly stuck = new Set<string>();

  constructor(
    private readonly observer: RunObserver,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {}

  /** Resolves to whether it is written. */
  async record(run: RunStart, progress: RunProgress): Promise<boolean> {
    const line = JSON.stringify([run.jobUid, progress]);
    if (this.written.get(run.id) === line) {
      return true;
    }
    try {
      await this.observer.record(run, progress);
      this.written.set(run.id, line);
      return true;
    } catch (error) {
      this.logger.warn(
        `The run ${run.namespace}/${
          run.jobName
        } could not be recorded and will be tried again: ${errorMessage(
          error,
        )}`,
      );
      return false;
    }
  }

  /**
   * The run is about to begin. Resolves when that is written, so that no run is without a row whatever becomes of this
   * process or of the resource; or, for a slow database must not keep anybody from running, after a second.
   */
  async begin(run: RunStart): Promise<void> {
    if (this.stuck.has(run.id)) {
      return;
    }
    const waiting = new AbortController();
    await Promise.race([
      this.record(run, { phase: 'starting', reason: null }),
      sleep(this.clock, LONGEST_WAIT_MS, waiting.signal),
    ]);
    waiting.abort();
  }

  /**
   * Sees through what comes before the Jobs of runs, beside their being written.
   *
   * @param written - by {@link begin}
   * @throws whatever `announced` fails with, once the runs say so where that lasts
   */
  async beginning(
    runs: readonly RunStart[],
    written: Promise<unknown>,
    announced: Promise<void>,
  ): Promise<void> {
    try {
      await announced;
    } catch (error) {
      await written;
      for (const run of runs) {
        await this.couldNotBegin(run, error);
      }
      throw error;
    }
    await written;
  }

  /**
   * What came before a run's Job has failed, and is tried again. Where the API server forbids it, that lasts until somebody
   * does something about it, so the run says so.
   */
  async couldNotBegin(run: RunStart, error: unknown): Promise<void> {
    if (
      isFailure(error, 'forbidden') &&
      (await this.record(run, {
        phase: 'starting',
        reason: objectRefusal(error),
      }))
    ) {
      this.stuck.add(run.id);
    }
  }

  /** What a run that has begun runs, where that is known. */
  locustfile(run: RunStart, snapshot: LocustfileSnapshot | undefined): void {
    if (snapshot) {
      this.observer.locustfile(run.id, snapshot);
    }
  }

  /** Something happened to a run; lost with a warning where it cannot be written. */
  async event(
    run: RunStart,
    type: 'normal' | 'warning',
    reason: string,
    message: string,
    time: Date,
  ): Promise<void> {
    try {
      await this.observer.event(run.id, { type, reason, message, time });
    } catch (error) {
      this.logger.warn(
        `An event of the run ${run.namespace}/${
          run.jobName
        } was lost: ${errorMessage(error)}`,
      );
    }
  }

  /** The run is closed for good. */
  release(runId: string): void {
    this.written.delete(runId);
    this.stuck.delete(runId);
    this.observer.release(runId);
  }
}
