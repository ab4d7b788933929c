import type { Statistics } from 'backstage-plugin-locust-common';
import type {
  LocustfileFolders,
  LocustfileSnapshot,
} from '../../runs/LocustfileSnapshot';
import type {
  MasterPod,
  RunObservation,
  RunObserver,
} from '../../runs/RunObserver';
import type { RunProgress, RunStart } from '../../runs/RunStore';
import type { UnfinishedRuns } from '../UnfinishedRuns';

/** What a run with requests has come to. */
export const TOTAL: Statistics = {
  requests: 1234,
  failures: 0,
  failRatio: 0,
  rps: 61.7,
  failuresPerSecond: 0,
  percentiles: { '50': 20, '95': 87.4, '99': 120 },
};

/** Of a log that was read to its end. */
export const READ_TO_THE_END: Partial<RunObservation> = {
  hasFinalTable: true,
  workersConnected: 1,
  total: TOTAL,
  stored: true,
};

/** A run as it was recorded. */
export interface RecordedRun {
  readonly start: RunStart;
  readonly phases: readonly string[];
  readonly last: RunProgress;
}

const ENDS: readonly string[] = ['finished', 'stopped', 'error', 'skipped'];

/** The outcomes' side and the history, in memory: a test says what the masters' logs tell, for there is no node to run them. */
export class ToldOutcomes
  implements RunObserver, UnfinishedRuns, LocustfileFolders
{
  readonly followed: (MasterPod & { readonly runId: string })[] = [];
  readonly locustfiles = new Map<string, LocustfileSnapshot>();
  /** By their hashes. */
  readonly folders = new Map<string, LocustfileSnapshot>();
  /** The history cannot be written at the moment. */
  away = false;

  private readonly recorded = new Map<string, RecordedRun>();
  private readonly observations = new Map<string, RunObservation>();
  private readonly listeners = new Map<string, () => void>();

  async record(start: RunStart, progress: RunProgress) {
    if (this.away) {
      throw new Error('the history is away');
    }
    const known = this.recorded.get(start.id);
    if (known && ENDS.includes(known.last.phase)) {
      return;
    }
    const phases = known?.phases ?? [];
    this.recorded.set(start.id, {
      start,
      phases:
        phases[phases.length - 1] === progress.phase
          ? phases
          : [...phases, progress.phase],
      last: progress,
    });
  }

  async event() {}

  locustfile(runId: string, snapshot: LocustfileSnapshot) {
    this.locustfiles.set(runId, snapshot);
  }

  async read(hash: string) {
    if (this.away) {
      throw new Error('the history is away');
    }
    return this.folders.get(hash);
  }

  follow(run: RunStart, pod: MasterPod, onChange: () => void) {
    this.followed.push({ ...pod, runId: run.id });
    this.listeners.set(run.id, onChange);
  }

  observation(runId: string) {
    return this.observations.get(runId);
  }

  workerFailure() {
    return undefined;
  }

  release(runId: string) {
    this.listeners.delete(runId);
  }

  stop() {
    this.listeners.clear();
  }

  async unfinished() {
    return [...this.recorded.values()]
      .filter(it => !ENDS.includes(it.last.phase))
      .map(it => it.start);
  }

  async progress(id: string, progress: RunProgress) {
    await this.record(this.recorded.get(id)!.start, progress);
  }

  /** The log has told this much. */
  tell(runId: string, observation: Partial<RunObservation>) {
    this.observations.set(runId, {
      workersConnected: 0,
      hasFinalTable: false,
      stored: false,
      ...this.observations.get(runId),
      ...observation,
    });
    this.listeners.get(runId)?.();
  }

  /** The runs of a resource in the order of their coming. */
  of(locustName: string): readonly RecordedRun[] {
    return [...this.recorded.values()].filter(
      it => it.start.locustName === locustName,
    );
  }

  /** The run of a Job. */
  ofJob(jobName: string): RecordedRun | undefined {
    return [...this.recorded.values()].find(it => it.start.jobName === jobName);
  }
}
