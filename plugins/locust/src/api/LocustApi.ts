import { createApiRef } from '@backstage/core-plugin-api';
import type {
  ClusterHealth,
  ClusterProblem,
  Comparison,
  Endpoint,
  Finding,
  LocustfileException,
  LocustfileFiles,
  Freeze,
  NewFreeze,
  Overview,
  OwnerUsage,
  PlannedSchedule,
  Point,
  Problem,
  RepositoryFolder,
  RequestError,
  RequestStatistics,
  Run,
  RunEvent,
  RunList,
  RunLog,
  Targets,
  Test,
  TestDefinition,
  TestUpdate,
  TestTrend,
  Verdict,
} from 'backstage-plugin-locust-common';

/** Which runs to list. @public */
export interface RunQuery {
  readonly entityRef?: string;
  /** References of who owns the runs' entities, separated by commas. */
  readonly owner?: string;
  readonly cluster?: string;
  readonly namespace?: string;
  readonly test?: string;
  /** One or more phases, separated by commas. */
  readonly phase?: string;
  readonly verdict?: Verdict;
  /** One or more triggers, separated by commas. */
  readonly trigger?: string;
  /** Only runs created at this moment or later. */
  readonly from?: Date;
  /** Only runs that are the baseline of their test, or only those that are not. */
  readonly baseline?: boolean;
  readonly limit?: number;
  readonly cursor?: string;
}

/**
 * The test that runs are of: its name within an entity, or within a namespace where it belongs to none.
 *
 * @public
 */
export type TestIdentity =
  | { readonly test: string; readonly entityRef: string }
  | {
      readonly test: string;
      readonly entityRef?: undefined;
      readonly cluster: string;
      readonly namespace: string;
    };

/** The ways to take a run away, by the names that the backend has for them. @public */
export type RunExportFormat =
  | 'json'
  | 'html'
  | 'junit'
  | 'log'
  | 'csv'
  | 'csv-history'
  | 'csv-failures'
  | 'csv-exceptions';

/** A file that the backend made. @public */
export interface RunFile {
  /** As the backend names it; absent where a browser keeps that from the page. */
  readonly name?: string;
  readonly content: Blob;
}

/** Which scheduled tests to list. @public */
export interface TestQuery {
  readonly entityRef?: string;
  /** Part of a test's name, of what it is of, who answers for it, or where it is. */
  readonly search?: string;
  /** For a page; without it all come. */
  readonly limit?: number;
  readonly cursor?: string;
}

/** Scheduled tests, and the clusters whose tests are missing from the answer. @public */
export interface TestList {
  readonly items: readonly Test[];
  /** On all pages, where the backend says so. */
  readonly total?: number;
  /** Where the next page begins; absent on the last one. */
  readonly nextCursor?: string;
  readonly unavailable: readonly ClusterProblem[];
}

/** What failed in a run. @public */
export interface RunErrors {
  readonly items: readonly RequestError[];
  readonly exceptions: readonly LocustfileException[];
}

/** All that is shown of a run, from one moment. @public */
export interface RunSnapshot {
  readonly run: Run;
  readonly points: readonly Point[];
  readonly requests: readonly RequestStatistics[];
  readonly errors: RunErrors;
}

/**
 * What comes of a watched run: at first everything, then what is new; what is absent of a change is as it was, and its
 * points come after those told before. A further snapshot replaces everything. `alive` comes every few seconds where
 * nothing else does. The end is the last: the run has ended and all was told, was deleted, or may not be read any more.
 *
 * @public
 */
export type RunNews =
  | ({ readonly kind: 'snapshot' } & RunSnapshot)
  | ({ readonly kind: 'change' } & Partial<RunSnapshot>)
  | { readonly kind: 'alive' }
  | {
      readonly kind: 'end';
      readonly reason: 'ended' | 'deleted' | 'refused';
    };

/** A manifest that a definition would become, as YAML. @public */
export interface RenderedManifest {
  readonly kind: string;
  readonly name: string;
  readonly yaml: string;
}

/** The server's dry run: no problem means that it would be accepted. @public */
export interface Validation {
  readonly problems: readonly Problem[];
  readonly manifests: readonly RenderedManifest[];
}

/** A locustfile, or a folder with one, as it lies in a repository. @public */
export interface RepositoryLocustfile {
  readonly path: string;
  /** Where it was read, for a person to follow. */
  readonly url: string;
  /** Of a folder, that of the locustfile in it. */
  readonly content: string;
  readonly folder?: RepositoryFolder;
}

/** A ConfigMap that holds Python files. @public */
export interface LocustfileConfigMap {
  readonly name: string;
  readonly keys: readonly string[];
}

/** Schedules with what their runs take, and the clusters whose schedules are missing from the answer. @public */
export interface Calendar {
  readonly items: readonly PlannedSchedule[];
  /** How many there are; more than two thousand are not told. */
  readonly total: number;
  readonly unavailable: readonly ClusterProblem[];
}

/** What load tests took in a time. @public */
export interface Usage {
  readonly from: Date;
  readonly to: Date;
  readonly items: readonly OwnerUsage[];
}

/** Times in which nothing starts, and what one may do about them. @public */
export interface FreezeList {
  readonly items: readonly Freeze[];
  /** Those that a freeze can be of. */
  readonly clusters: readonly string[];
  readonly mayDeclare: boolean;
}

/**
 * What the screens ask of the backend. Times are `Date`s. Every call rejects with a `ResponseError`
 * when the backend refuses, and with whatever `fetch` throws when it cannot be reached.
 *
 * @public
 */
export interface LocustApi {
  listRuns(query: RunQuery): Promise<RunList>;
  /** The same `idempotencyKey` again answers with the same run. */
  createRun(definition: TestDefinition, idempotencyKey: string): Promise<Run>;
  getRun(runId: string): Promise<Run>;
  deleteRun(runId: string): Promise<void>;
  /** Asks for a graceful stop; the statistics so far are kept. */
  stopRun(runId: string): Promise<Run>;
  /**
   * Points later than `afterSeconds` since the run's first point; all without it. Of the whole run, or of an endpoint
   * that says `hasPoints`; of another one the backend answers 404.
   */
  getPoints(
    runId: string,
    afterSeconds?: number,
    endpoint?: Endpoint,
  ): Promise<readonly Point[]>;
  getRequests(runId: string): Promise<readonly RequestStatistics[]>;
  getErrors(runId: string): Promise<RunErrors>;
  /**
   * Streams a run until it has ended. A stream that ends without its last news was cut. Throws a `ResponseError` where
   * the backend refuses or has no streams; {@link LocustApi.getRun} and what is beside it tell the same when asked.
   */
  watchRun(runId: string, signal: AbortSignal): AsyncIterable<RunNews>;
  getEvents(runId: string): Promise<readonly RunEvent[]>;
  /** Lines after `afterLine`, the `lastLine` of the answer before; all without it. */
  getLog(runId: string, afterLine?: number): Promise<RunLog>;
  /** What the run ran, as it was then; rejects as not found where none was kept. */
  getRunLocustfile(runId: string): Promise<LocustfileFiles>;
  /** Keeps a run, however old it is. */
  pinRun(runId: string): Promise<Run>;
  unpinRun(runId: string): Promise<Run>;
  /** Makes a run the baseline of its test, in place of the one there was. */
  setBaseline(runId: string): Promise<Run>;
  clearBaseline(runId: string): Promise<Run>;
  /** Writes what a person has to say of a run, in place of what was written. */
  setNote(runId: string, text: string): Promise<Run>;
  removeNote(runId: string): Promise<Run>;
  /** Judges the figures of a run that has ended by other thresholds; its own verdict stays. */
  rejudgeRun(runId: string, thresholds: readonly string[]): Promise<Run>;
  /** Takes the verdict by other thresholds away. */
  removeRejudgement(runId: string): Promise<Run>;
  exportRun(runId: string, format: RunExportFormat): Promise<RunFile>;
  /** Two to ten runs side by side; held against the first, or against `reference`, which is one of them. */
  compareRuns(
    runIds: readonly string[],
    reference?: string,
  ): Promise<Comparison>;
  /** How the last runs of a test came out, the oldest of them first. */
  getTrend(test: TestIdentity, limit?: number): Promise<TestTrend>;
  listTests(query: TestQuery): Promise<TestList>;
  createTest(definition: TestDefinition, idempotencyKey: string): Promise<Test>;
  getTest(testId: string): Promise<Test>;
  /** Writes the spec of a scheduled test anew; refused where the test was changed since that generation. */
  updateTest(testId: string, update: TestUpdate): Promise<Test>;
  deleteTest(testId: string): Promise<void>;
  /** Starts a run of a schedule now, also while that is paused. */
  triggerTest(testId: string, idempotencyKey: string): Promise<Run>;
  pauseTest(testId: string): Promise<Test>;
  resumeTest(testId: string): Promise<Test>;
  validate(definition: TestDefinition): Promise<Validation>;
  getTargets(entityRef?: string): Promise<Targets>;
  /** The locustfile in an entity's repository, as it is there now. */
  getRepositoryLocustfile(entityRef: string): Promise<RepositoryLocustfile>;
  listConfigMaps(query: {
    readonly entityRef?: string;
    readonly cluster: string;
    readonly namespace: string;
  }): Promise<readonly LocustfileConfigMap[]>;
  /** The schedules over all clusters that one may see. */
  getCalendar(): Promise<Calendar>;
  /** What goes on over all clusters, of what one may see. */
  getOverview(): Promise<Overview>;
  /** What the runs that one may see took since that moment, by day and owner. */
  getUsage(from: Date): Promise<Usage>;
  getEngine(): Promise<EngineView>;
  listFreezes(): Promise<FreezeList>;
  /** Lets nothing start for a time; the same `idempotencyKey` again answers with the same freeze. */
  declareFreeze(freeze: NewFreeze, idempotencyKey: string): Promise<Freeze>;
  liftFreeze(freezeId: string): Promise<void>;
}

/** How the engine is. @public */
export interface EngineView {
  readonly clusters: readonly ClusterHealth[];
  /** What is wrong with the replica of the backend that was asked, apart from any cluster. */
  readonly findings: readonly Finding[];
}

/** One reference for both frontend systems. @public */
export const locustApiRef = createApiRef<LocustApi>({
  id: 'plugin.locust.api',
});
