import type {
  FiguresSinceWarmUp,
  RequestStatistics,
  Statistics,
} from 'backstage-plugin-locust-common';
import type { LocustfileSnapshot } from './LocustfileSnapshot';
import type { RunProgress, RunStart } from './RunStore';

/** Where the log of a run's master is. */
export interface MasterPod {
  readonly namespace: string;
  readonly podName: string;
  readonly container: string;
  /** The container has ended: its log will not grow any more. */
  readonly ended: boolean;
}

/** A condition of a run's `stopWhen` that has held for its duration. */
export interface MetStopCondition {
  /** As it was written. */
  readonly condition: string;
  readonly limit: number;
  /** The figure at the moment when the condition was met, in the unit of the limit. */
  readonly actual: number;
  /** For a person. */
  readonly message: string;
}

/** What the log has told so far. */
export interface RunObservation {
  readonly workersConnected: number;
  readonly usersSpawnedAt?: Date;
  /** Locust printed its final table. */
  readonly hasFinalTable: boolean;
  readonly exitCode?: number;
  readonly total?: Statistics;
  /** Per endpoint, once the log is read to its end. */
  readonly requests?: readonly RequestStatistics[];
  /** Without the warm-up, once the log is read to its end, where the reporter has told it. */
  readonly sinceWarmUp?: FiguresSinceWarmUp;
  /** Last lines of a Python traceback or of Locust's own refusal, where the master failed before it began. */
  readonly failure?: string;
  /** The first of the conditions that the run began with to be met; the same whenever the log is read. */
  readonly stopCondition?: MetStopCondition;
  /** The log was read to its end and everything in it is stored. */
  readonly stored: boolean;
}

/**
 * What the reconciler asks of the outcomes side. Everything here is safe to call again with the same
 * arguments; nothing blocks on a log.
 */
export interface RunObserver {
  /** The run exists, or moved on. Written to the history before it resolves. */
  record(run: RunStart, progress: RunProgress): Promise<void>;
  /** Something a person would want to know happened to the run. Written once per (run, reason, message). */
  event(
    runId: string,
    event: {
      readonly type: 'normal' | 'warning';
      readonly reason: string;
      readonly message: string;
      readonly time: Date;
    },
  ): Promise<void>;
  /**
   * What a run that was recorded runs. Returns at once; tried once, behind what was recorded before, and lost with a
   * warning where it cannot be written.
   */
  locustfile(runId: string, snapshot: LocustfileSnapshot): void;
  /** Makes sure the master's log is followed. `onChange` fires (coalesced) when the observation changed. */
  follow(run: RunStart, pod: MasterPod, onChange: () => void): void;
  /** What is known of a run that is followed or was. Undefined: nothing was followed since the start of this process. */
  observation(runId: string): RunObservation | undefined;
  /** The run's outcome is settled; releases what is held for it. */
  release(runId: string): void;
  /** This process does not lead any more: lets go of everything. Whoever leads next reads the logs again. */
  stop(): void;
}
