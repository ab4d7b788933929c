import type {
  FiguresSinceWarmUp,
  RequestStatistics,
  Statistics,
} from 'backstage-plugin-locust-common';
import type { LocustFailure } from './LocustFailure';
import type { LocustfileSnapshot } from './LocustfileSnapshot';
import type { RunProgress, RunStart } from './RunStore';
import type { UnreachableHost } from './UnreachableHost';

/** Where the log of a run's master is. */
export interface MasterPod {
  readonly namespace: string;
  readonly podName: string;
  readonly container: string;
  /** The container has ended: its log will not grow any more. */
  readonly ended: boolean;
}

/** Where the log of a worker is whose container has ended. */
export interface WorkerPod {
  readonly namespace: string;
  readonly podName: string;
  readonly container: string;
  /** Kubernetes has begun the container again, or is about to: what has ended is the instance before. */
  readonly restarted: boolean;
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
  /** Where the master failed before it began. */
  readonly failure?: LocustFailure;
  /** All requests so far have failed, for their host was not there. */
  readonly unreachable?: UnreachableHost;
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
  /**
   * Why the container of a worker has ended, by its log. Returns at once: the first time something is asked of a
   * pod its log begins to be read, and `onRead` fires once there is an answer.
   */
  workerFailure(pod: WorkerPod, onRead: () => void): LocustFailure | undefined;
  /** The run's outcome is settled; releases what is held for it. */
  release(runId: string): void;
  /** This process does not lead any more: lets go of everything. Whoever leads next reads the logs again. */
  stop(): void;
}
