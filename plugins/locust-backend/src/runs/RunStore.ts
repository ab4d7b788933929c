import type {
  Doubt,
  Endpoint,
  FiguresSinceWarmUp,
  LocustfileException,
  Point,
  Reason,
  RequestError,
  RequestStatistics,
  Run,
  RunEvent,
  RunPhase,
  Statistics,
  ThresholdResult,
  Trigger,
  Verdict,
} from 'backstage-plugin-locust-common';
import type { EndpointPoints } from './EndpointPoints';

/** What identifies a run and was decided when it began. Never changes afterwards, but for
 * `jobUid` and `entityRef`, which may become known later. */
export interface RunStart {
  readonly id: string;
  readonly cluster: string;
  /** UID of the cluster's `kube-system` namespace: what stays when the cluster is renamed. */
  readonly clusterUid: string;
  readonly namespace: string;
  readonly locustName: string;
  readonly locustUid: string;
  readonly jobName: string;
  readonly jobUid?: string;
  readonly test: string;
  readonly entityRef?: string;
  readonly scheduled: boolean;
  readonly trigger: Trigger;
  readonly requestedBy?: string;
  readonly createdAt: Date;
  readonly spec: Readonly<Record<string, unknown>>;
  readonly runTimeSeconds?: number;
  readonly users?: number;
  readonly workersWanted: number;
}

/** What is known of a run's course. Absent fields leave what is stored as it is. */
export interface RunProgress {
  readonly phase: RunPhase;
  /** Null: there is none any more, the trouble has passed. */
  readonly reason?: Reason | null;
  readonly verdict?: Verdict;
  readonly startedAt?: Date;
  readonly usersSpawnedAt?: Date;
  readonly finishedAt?: Date;
  readonly workersConnected?: number;
  readonly currentUsers?: number;
  readonly exitCode?: number;
  readonly total?: Statistics;
  /** The total is Locust's own at its end, which no figures of a moment replace, and which replaces those even late. */
  readonly totalFinal?: boolean;
  /** What the verdict was judged by. */
  readonly thresholds?: readonly ThresholdResult[];
  /** What makes the figures less to be trusted, so far; final where the total is. */
  readonly doubts?: readonly Doubt[];
}

/**
 * What a master's log says, gathered so far. Written as a whole each time: an outcome is a pure function
 * of the log, so that writing it twice, or after reading the log again, changes nothing.
 */
export interface RunFigures {
  readonly points: readonly Point[];
  /** Seconds of which one of the points is kept by now, where they are thinned; those stored before are then too. */
  readonly pointInterval?: number;
  /** What has come since the last time; the same again changes nothing. */
  readonly endpointPoints?: readonly EndpointPoints[];
  readonly requests: readonly RequestStatistics[];
  readonly errors: readonly RequestError[];
  readonly exceptions: readonly LocustfileException[];
  /** Of the whole run. Those of a moment do not replace them. */
  readonly final?: boolean;
  /** What thresholds are judged on where the run has a warm-up; undefined leaves what is stored. */
  readonly sinceWarmUp?: FiguresSinceWarmUp;
}

/** A stretch of the master's log as people read it. */
export interface StoredLog {
  readonly lines: readonly string[];
  /** Lines left out of the middle. */
  readonly omitted: number;
  readonly complete: boolean;
}

export interface RunFilter {
  /** Undefined: no restriction. Otherwise only runs of these entities (a permission's result). */
  readonly entityRefs?: readonly string[];
  readonly cluster?: string;
  readonly namespace?: string;
  readonly locustUid?: string;
  readonly test?: string;
  readonly phases?: readonly RunPhase[];
  readonly verdict?: Verdict;
  readonly triggers?: readonly Trigger[];
  /** Whether they are the baseline of their test. */
  readonly baseline?: boolean;
  /** Created at this moment or later. */
  readonly createdFrom?: Date;
  /** Created before this moment. */
  readonly createdBefore?: Date;
}

export interface RunPage {
  readonly items: readonly Run[];
  readonly nextCursor?: string;
}

/**
 * The record of runs that outlives the cluster's objects. Rows are unique by run id; every write is an
 * upsert that may come in any order and any number of times. A phase only moves forward
 * (queued → starting → running → stopping → finished | stopped | error | skipped), so that a deposed
 * leader or a late write cannot undo an end.
 */
export interface RunStore {
  /** Makes the row if there is none; fills `jobUid` and `entityRef` in when they become known. A tombstone stays dead. */
  begin(run: RunStart): Promise<void>;
  /**
   * Moves a run on. A phase behind the stored one is ignored. Once the phase is terminal it stays, and so does all
   * that is known; what is not known yet is still filled in, and final figures replace those of a moment.
   */
  progress(id: string, progress: RunProgress): Promise<void>;
  /**
   * Adds points (upsert by elapsed second) and replaces per-endpoint statistics and errors, unless these are of a moment
   * and the run's final total is there: then a reader is late, or reads the log again.
   */
  saveFigures(id: string, figures: RunFigures): Promise<void>;
  /** Replaces the stored log. Compressed; head and tail are kept where it is over the cap. */
  saveLog(id: string, log: StoredLog): Promise<void>;
  /** Adds an event; the same (time, reason, message) again changes nothing. */
  addEvent(id: string, event: RunEvent): Promise<void>;

  get(id: string): Promise<Run | undefined>;
  list(
    filter: RunFilter,
    page: { readonly limit: number; readonly cursor?: string },
  ): Promise<RunPage>;
  /** The newest runs of each of some `Locust` resources, by their UIDs, the newest first and without their specs. */
  lastRunsOf(
    locustUids: readonly string[],
    limit: number,
  ): Promise<ReadonlyMap<string, readonly Run[]>>;
  /** The entities that have runs, without repetition: what a conditional permission is resolved for. */
  entityRefs(): Promise<readonly string[]>;
  /** Runs of a cluster that have no terminal phase: what a new leader has to look after. */
  unfinished(clusterUid: string): Promise<
    readonly {
      readonly id: string;
      readonly locustUid: string;
      readonly namespace: string;
      readonly locustName: string;
      readonly jobName: string;
    }[]
  >;
  points(id: string, afterSeconds?: number): Promise<readonly Point[]>;
  /** The endpoints that points are kept of. */
  endpointsWithPoints(id: string): Promise<readonly Endpoint[]>;
  /** Undefined: none are kept of this endpoint. */
  pointsOf(
    id: string,
    endpoint: Endpoint,
    afterSeconds?: number,
  ): Promise<readonly Point[] | undefined>;
  endpointPoints(id: string): Promise<readonly EndpointPoints[]>;
  requests(id: string): Promise<readonly RequestStatistics[]>;
  errors(id: string): Promise<{
    readonly items: readonly RequestError[];
    readonly exceptions: readonly LocustfileException[];
  }>;
  /** Undefined: the run had no warm-up, or nobody has told its figures without it. */
  sinceWarmUp(id: string): Promise<FiguresSinceWarmUp | undefined>;
  events(id: string): Promise<readonly RunEvent[]>;
  log(id: string): Promise<StoredLog | undefined>;
  /** Whether the whole log and the final figures are stored, so that the Job may go. */
  isComplete(id: string): Promise<boolean>;
  /** Removes a run's figures and hides it; leaves a tombstone so that its cluster objects do not bring it back. */
  delete(id: string): Promise<void>;
}
