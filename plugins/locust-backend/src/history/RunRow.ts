import type {
  Doubt,
  Run,
  RunPhase,
  Statistics,
  Trigger,
  Verdict,
} from 'backstage-plugin-locust-common';
import type { Knex } from 'knex';
import type { P95Course } from '../runs/P95Course';
import { TERMINAL_RANK, phaseRank } from '../runs/phaseRank';
import { present } from './present';
import type { RunProgress, RunStart } from '../runs/RunStore';

/** A time as a driver gives it: PostgreSQL's a Date, SQLite's the milliseconds that were stored. */
export type StoredTime = Date | number;

/** A number of 64 bits: PostgreSQL's driver gives a string, for it may be more than JavaScript can count. */
export type StoredNumber = number | string;

/** A row of `runs` that has begun. */
export interface RunRow {
  readonly id: string;
  readonly cluster: string;
  readonly namespace: string;
  readonly locust_name: string;
  readonly job_name: string;
  readonly test: string;
  readonly entity_ref: string | null;
  readonly trigger: Trigger;
  readonly requested_by: string | null;
  readonly created_at: StoredTime;
  readonly spec: string | null;
  readonly run_time_seconds: number | null;
  readonly users: StoredNumber | null;
  readonly workers_wanted: number;
  readonly phase: RunPhase;
  readonly phase_rank: number;
  readonly reason_code: string | null;
  readonly reason_message: string | null;
  readonly verdict: Verdict;
  readonly started_at: StoredTime | null;
  readonly users_spawned_at: StoredTime | null;
  readonly finished_at: StoredTime | null;
  readonly workers_connected: number;
  readonly workers_most: number;
  readonly current_users: StoredNumber | null;
  readonly exit_code: number | null;
  readonly total: string | null;
  readonly p95_course: string | null;
  readonly doubts: string | null;
}

/** The columns of a {@link RunRow}. */
export const RUN_COLUMNS = [
  'id',
  'cluster',
  'namespace',
  'locust_name',
  'job_name',
  'test',
  'entity_ref',
  'trigger',
  'requested_by',
  'created_at',
  'spec',
  'run_time_seconds',
  'users',
  'workers_wanted',
  'phase',
  'phase_rank',
  'reason_code',
  'reason_message',
  'verdict',
  'started_at',
  'users_spawned_at',
  'finished_at',
  'workers_connected',
  'workers_most',
  'current_users',
  'exit_code',
  'total',
  'p95_course',
  'doubts',
] as const satisfies readonly (keyof RunRow)[];

/** What people say of a run is read apart from it. */
type UnmarkedRun = Omit<
  Run,
  'pinned' | 'baseline' | 'note' | 'thresholds' | 'rejudgement'
>;

/** The run as the API tells it, without its marks. */
export function decodeRun(row: RunRow): Run {
  return present<UnmarkedRun>({
    id: row.id,
    cluster: row.cluster,
    namespace: row.namespace,
    name: row.locust_name,
    jobName: row.job_name,
    test: row.test,
    entityRef: row.entity_ref,
    trigger: row.trigger,
    requestedBy: row.requested_by,
    phase: row.phase,
    reason:
      row.reason_code === null
        ? null
        : { code: row.reason_code, message: row.reason_message ?? '' },
    verdict: row.verdict,
    createdAt: new Date(row.created_at),
    startedAt: decodeTime(row.started_at),
    usersSpawnedAt: decodeTime(row.users_spawned_at),
    finishedAt: decodeTime(row.finished_at),
    runTimeSeconds: row.run_time_seconds,
    users: decodeNumber(row.users),
    workersWanted: row.workers_wanted,
    workersConnected:
      row.phase_rank === TERMINAL_RANK
        ? row.workers_most
        : row.workers_connected,
    currentUsers: decodeNumber(row.current_users),
    exitCode: row.exit_code,
    total: row.total === null ? null : (JSON.parse(row.total) as Statistics),
    p95OverTime:
      decodeCourse(row.p95_course)?.highest.filter(p95 => p95 !== null) ?? null,
    doubts: row.doubts === null ? null : (JSON.parse(row.doubts) as Doubt[]),
    spec: row.spec === null ? {} : (JSON.parse(row.spec) as Run['spec']),
  });
}

/** The course as it was stored. */
export function decodeCourse(stored: string | null): P95Course | undefined {
  return stored === null ? undefined : (JSON.parse(stored) as P95Course);
}

/** The columns that a run gets when it begins. */
export function startColumns(run: RunStart) {
  return storable({
    cluster: run.cluster,
    cluster_uid: run.clusterUid,
    namespace: run.namespace,
    locust_name: run.locustName,
    locust_uid: run.locustUid,
    job_name: run.jobName,
    job_uid: run.jobUid ?? null,
    test: run.test,
    entity_ref: run.entityRef ?? null,
    scheduled: run.scheduled,
    trigger: run.trigger,
    requested_by: run.requestedBy ?? null,
    created_at: run.createdAt,
    spec: JSON.stringify(run.spec),
    run_time_seconds: run.runTimeSeconds ?? null,
    users: run.users ?? null,
    workers_wanted: run.workersWanted,
  });
}

/** The columns that news of a run set, where its phase is not behind the stored one. */
export function progressColumns(knex: Knex, progress: RunProgress) {
  return storable({
    phase: progress.phase,
    phase_rank: phaseRank(progress.phase),
    reason_code: progress.reason === null ? null : progress.reason?.code,
    reason_message: progress.reason === null ? null : progress.reason?.message,
    verdict: progress.verdict,
    started_at: progress.startedAt,
    users_spawned_at: progress.usersSpawnedAt,
    finished_at: progress.finishedAt,
    workers_connected: progress.workersConnected,
    workers_most: atLeast(knex, 'workers_most', progress.workersConnected),
    current_users: progress.currentUsers,
    exit_code: progress.exitCode,
    thresholds: progress.thresholds && JSON.stringify(progress.thresholds),
    doubts: progress.doubts && JSON.stringify(progress.doubts),
    outcome_due: phaseRank(progress.phase) === TERMINAL_RANK || undefined,
    ...totalColumns(knex, progress),
  });
}

/**
 * The columns that news of a run set although its phase is behind the stored one. They tell of moments that
 * have passed, so late news of them are as true as ever, while those of the present are not.
 */
export function lateColumns(knex: Knex, progress: RunProgress) {
  return storable({
    started_at: unlessKnown(knex, 'started_at', progress.startedAt),
    users_spawned_at: unlessKnown(
      knex,
      'users_spawned_at',
      progress.usersSpawnedAt,
    ),
    workers_most: atLeast(knex, 'workers_most', progress.workersConnected),
  });
}

const UNJUDGED = "verdict = 'none' and thresholds is null";

/**
 * The columns that news of a run set although it has ended: those that are empty, such as the figures of a run that
 * was closed before its log could be read. A verdict is one only with the thresholds that it was judged by.
 */
export function endedColumns(knex: Knex, progress: RunProgress) {
  const { thresholds, verdict } = progress;
  return storable({
    ...lateColumns(knex, progress),
    finished_at: unlessKnown(knex, 'finished_at', progress.finishedAt),
    exit_code: unlessKnown(knex, 'exit_code', progress.exitCode),
    thresholds: unlessKnown(
      knex,
      'thresholds',
      thresholds && JSON.stringify(thresholds),
    ),
    ...(thresholds &&
      verdict && {
        verdict: knex.raw(`case when ${UNJUDGED} then ? else verdict end`, [
          verdict,
        ]),
        outcome_due: knex.raw(`outcome_due or (${UNJUDGED})`),
      }),
    doubts: lateDoubts(knex, progress),
    ...lateTotalColumns(knex, progress),
  });
}

/** Figures of a moment do not replace final ones. */
function totalColumns(knex: Knex, { total, totalFinal }: RunProgress) {
  if (!total) {
    return {};
  }
  return totalFinal
    ? { total: storableText(JSON.stringify(total)), total_final: true }
    : {
        total: knex.raw('case when total_final then total else ? end', [
          storableText(JSON.stringify(total)),
        ]),
      };
}

/** Final figures replace those of a moment. */
function lateTotalColumns(knex: Knex, { total, totalFinal }: RunProgress) {
  if (!total) {
    return {};
  }
  const text = storableText(JSON.stringify(total));
  return totalFinal
    ? {
        total: knex.raw('case when total_final then total else ? end', [text]),
        total_final: true,
      }
    : { total: unlessKnown(knex, 'total', text) };
}

/** Those that go with final figures are of the whole run. */
function lateDoubts(knex: Knex, { doubts, totalFinal }: RunProgress) {
  const text = doubts && JSON.stringify(doubts);
  return totalFinal ? text : unlessKnown(knex, 'doubts', text);
}

/** A time as JavaScript has it. */
export function decodeTime(stored: StoredTime | null): Date | null {
  return stored === null ? null : new Date(stored);
}

/** A number as JavaScript has it. */
export function decodeNumber(stored: StoredNumber | null): number | null {
  return stored === null ? null : Number(stored);
}

/**
 * Leaves out columns that nothing is known of. PostgreSQL takes no NUL in a text, and names and messages come
 * from whoever wrote the locustfile, so it is replaced.
 */
export function storable<T extends Readonly<Record<string, unknown>>>(
  columns: T,
): T {
  return Object.fromEntries(
    Object.entries(columns)
      .filter(([, value]) => value !== undefined)
      .map(([column, value]) => [
        column,
        typeof value === 'string' ? storableText(value) : value,
      ]),
  ) as T;
}

/** For values that do not pass through {@link storable} by themselves. */
function storableText(text: string): string {
  return text.replaceAll('\0', '\uFFFD');
}

function atLeast(knex: Knex, column: string, value: number | undefined) {
  return value === undefined
    ? undefined
    : knex.raw('case when ?? < ? then ? else ?? end', [
        column,
        value,
        value,
        column,
      ]);
}

function unlessKnown(
  knex: Knex,
  column: string,
  value: Date | string | number | undefined,
) {
  return value === undefined
    ? undefined
    : knex.raw('coalesce(??, ?)', [
        column,
        typeof value === 'string' ? storableText(value) : value,
      ]);
}
