import { createHash } from 'node:crypto';
import {
  type DatabaseService,
  type LoggerService,
  resolvePackagePath,
} from '@backstage/backend-plugin-api';
import type {
  Endpoint,
  FiguresSinceWarmUp,
  LocustfileException,
  Point,
  RequestError,
  RequestStatistics,
  Run,
  RunEvent,
  Statistics,
} from 'backstage-plugin-locust-common';
import type { Knex } from 'knex';
import { AdmittedRuns } from './AdmittedRuns';
import { ActiveRuns } from './ActiveRuns';
import { buryRuns } from './buryRuns';
import { capLog } from './capLog';
import { DatabaseFreezes } from './DatabaseFreezes';
import { DatabaseRunMarks } from './DatabaseRunMarks';
import {
  addPortion,
  EndpointCourses,
  foldPortions,
  packPortion,
} from './EndpointCourses';
import { FailingTests } from './FailingTests';
import { listEntityRefs } from './listEntityRefs';
import { listLastRuns } from './listLastRuns';
import { keepQuick } from './keepQuick';
import { listRuns } from './listRuns';
import { LocustfileSnapshots } from './LocustfileSnapshots';
import { TERMINAL_RANK, phaseRank } from '../runs/phaseRank';
import { type PointRow, decodePoint } from './PointRow';
import { packJson, unpackJson } from './packedJson';
import { replaceRows } from './replaceRows';
import {
  RUN_COLUMNS,
  type RunRow,
  type StoredNumber,
  type StoredTime,
  decodeCourse,
  decodeRun,
  endedColumns,
  lateColumns,
  progressColumns,
  startColumns,
  storable,
} from './RunRow';
import { RunCounts } from './RunCounts';
import type { EndpointPoints } from '../runs/EndpointPoints';
import { extendCourse } from '../runs/P95Course';
import type { RunMarks } from '../runs/RunMarks';
import { RunRetention } from './RunRetention';
import { RunTrends } from './RunTrends';
import { RunUsage } from './RunUsage';
import type {
  RunFigures,
  RunFilter,
  RunPage,
  RunProgress,
  RunStart,
  RunStore,
  StoredLog,
} from '../runs/RunStore';
import { savePoints } from './savePoints';
import { ToldStates } from './ToldStates';
import { Tombstones } from './Tombstones';
import { UntoldRuns } from './UntoldRuns';
import { visibleRuns } from './visibleRuns';

/** What of a run's row its other rows depend on. */
interface LockedRun {
  readonly point_interval: number;
  readonly p95_course: string | null;
  readonly total_final: boolean | number;
}

/**
 * The record of runs in the plugin's database: SQLite or PostgreSQL.
 *
 * News of a run that has not begun here are kept; it is hidden until it does. Of a run with a tombstone
 * nothing is kept any more.
 */
export class DatabaseRunStore implements RunStore {
  /** What people say of runs. */
  readonly marks: RunMarks;
  readonly trends: RunTrends;
  readonly counts: RunCounts;
  readonly usage: RunUsage;
  readonly admitted: AdmittedRuns;
  readonly freezes: DatabaseFreezes;
  readonly active: ActiveRuns;
  readonly failing: FailingTests;
  readonly locustfiles: LocustfileSnapshots;
  readonly retention: RunRetention;
  readonly tombstones: Tombstones;
  readonly toldStates: ToldStates;
  readonly untold: UntoldRuns;
  private readonly courses: EndpointCourses;

  private constructor(
    private readonly db: Knex,
    private readonly logger: LoggerService | undefined,
    now: () => Date,
  ) {
    this.marks = new DatabaseRunMarks(db);
    this.trends = new RunTrends(db);
    this.counts = new RunCounts(db, () => now().getTime());
    this.usage = new RunUsage(db, now);
    this.admitted = new AdmittedRuns(db);
    this.freezes = new DatabaseFreezes(db);
    this.active = new ActiveRuns(db);
    this.failing = new FailingTests(db, now);
    this.locustfiles = new LocustfileSnapshots(db, now);
    this.retention = new RunRetention(db);
    this.tombstones = new Tombstones(db);
    this.toldStates = new ToldStates(db);
    this.untold = new UntoldRuns(db);
    this.courses = new EndpointCourses(db);
  }

  /** Brings the tables up to date, unless the database service says not to, and opens the store. */
  static async create(options: {
    readonly database: DatabaseService;
    readonly logger?: LoggerService;
    readonly now?: () => Date;
  }): Promise<DatabaseRunStore> {
    const db = await options.database.getClient();
    await keepQuick(db);
    if (!options.database.migrations?.skip) {
      await db.migrate.latest({
        directory: resolvePackagePath(
          'backstage-plugin-locust-backend',
          'migrations',
        ),
      });
    }
    return new DatabaseRunStore(
      db,
      options.logger,
      options.now ?? (() => new Date()),
    );
  }

  /** Resolves when the database has answered; throws where it cannot be asked. */
  async ping(): Promise<void> {
    await this.db.raw('select 1');
  }

  async begin(run: RunStart): Promise<void> {
    const there = await this.db('runs').where('id', run.id).first<
      | {
          created_at: StoredTime | null;
          job_uid: string | null;
          entity_ref: string | null;
        }
      | undefined
    >('created_at', 'job_uid', 'entity_ref');
    if (
      there?.created_at &&
      (there.job_uid || !run.jobUid) &&
      (there.entity_ref || !run.entityRef)
    ) {
      return;
    }
    if (!there && (await this.insertBegun(run))) {
      return;
    }
    // Each statement has its own condition, for another replica may write between them and since the look above.
    if (there?.created_at && (there.entity_ref || !run.entityRef)) {
      await this.db('runs')
        .where('id', run.id)
        .whereNull('deleted_at')
        .whereNull('job_uid')
        .update({ job_uid: run.jobUid });
      return;
    }
    await this.db.transaction(async trx => {
      const mine = () =>
        trx('runs').where('id', run.id).whereNull('deleted_at');
      await mine().whereNull('created_at').update(startColumns(run));
      if (run.jobUid) {
        await mine().whereNull('job_uid').update({ job_uid: run.jobUid });
      }
      if (run.entityRef) {
        await mine()
          .whereNull('entity_ref')
          .update({
            entity_ref: run.entityRef,
            is_baseline: baselineUnlessTaken(trx, run.entityRef),
          });
      }
    });
  }

  /** Nearly always nothing is known of a run that begins. */
  private async insertBegun(run: RunStart): Promise<boolean> {
    const inserted = await this.db('runs')
      .insert({ id: run.id, ...startColumns(run) })
      .onConflict('id')
      .ignore()
      .returning('id');
    return inserted.length > 0;
  }

  async progress(id: string, progress: RunProgress): Promise<void> {
    // The order of the phases is compared by the statement that writes, so of concurrent writers none can undo
    // another.
    const forward = (db: Knex) =>
      db('runs')
        .where('id', id)
        .whereNull('deleted_at')
        .where('phase_rank', '<', TERMINAL_RANK)
        .where('phase_rank', '<=', phaseRank(progress.phase))
        .update(progressColumns(db, progress));

    // Nearly always that is all, and a statement needs no transaction around it.
    if (await forward(this.db)) {
      return;
    }
    await this.db.transaction(async trx => {
      const mine = () => trx('runs').where('id', id).whereNull('deleted_at');
      const open = () => mine().where('phase_rank', '<', TERMINAL_RANK);
      await insertIfMissing(trx, id);
      // Once more, for the row may be here since.
      if (await forward(trx)) {
        return;
      }
      const late = lateColumns(trx, progress);
      if (Object.keys(late).length > 0 && (await open().update(late))) {
        return;
      }
      const missed = endedColumns(trx, progress);
      if (Object.keys(missed).length > 0) {
        await mine().where('phase_rank', TERMINAL_RANK).update(missed);
      }
    });
  }

  async saveFigures(id: string, figures: RunFigures): Promise<void> {
    const sinceWarmUp =
      figures.sinceWarmUp && (await packJson(figures.sinceWarmUp));
    const portion = await packPortion(figures.endpointPoints ?? []);
    await this.write(id, async (trx, run) => {
      const interval = run.point_interval;
      const thinnedTo = await savePoints(
        trx,
        id,
        figures.points,
        interval,
        figures.pointInterval,
      );
      const course = extendCourse(decodeCourse(run.p95_course), figures.points);
      const changed = storable({
        point_interval: thinnedTo === interval ? undefined : thinnedTo,
        p95_course: course && JSON.stringify(course),
      });
      if (
        changed.point_interval !== undefined ||
        (changed.p95_course ?? null) !== run.p95_course
      ) {
        await trx('runs').where({ id }).update(changed);
      }
      if (portion) {
        await addPortion(trx, id, portion);
      }
      if (run.total_final && !figures.final) {
        return;
      }
      await replaceRows(
        trx,
        'run_requests',
        id,
        figures.requests.map((request, position) =>
          storable({
            run_id: id,
            position,
            method: request.method,
            name: request.name,
            statistics: JSON.stringify(request.statistics),
          }),
        ),
      );
      await replaceRows(
        trx,
        'run_errors',
        id,
        figures.errors.map((error, position) =>
          storable({
            run_id: id,
            position,
            occurrences: error.occurrences,
            method: error.method,
            name: error.name,
            message: error.message,
          }),
        ),
      );
      await replaceRows(
        trx,
        'run_exceptions',
        id,
        figures.exceptions.map((exception, position) =>
          storable({
            run_id: id,
            position,
            occurrences: exception.occurrences,
            message: exception.message,
            traceback: exception.traceback,
          }),
        ),
      );
      if (sinceWarmUp) {
        await trx('run_warm_ups')
          .insert({ run_id: id, figures: sinceWarmUp })
          .onConflict('run_id')
          .merge();
      }
    });
  }

  /** As the interface says; but a log that is complete is not replaced by one that is not, which can only be late. */
  async saveLog(id: string, log: StoredLog): Promise<void> {
    const capped = capLog(log.lines);
    if (capped.omitted > 0) {
      this.logger?.debug(
        `The log of run ${id} is over the cap: ${capped.omitted} of its ${log.lines.length} lines are not kept`,
      );
    }
    const row = {
      run_id: id,
      lines: await packJson(capped.lines),
      omitted: log.omitted + capped.omitted,
      complete: log.complete,
    };
    await this.write(id, async trx => {
      if (!log.complete && (await isLogComplete(trx, id))) {
        return;
      }
      await trx('run_logs').insert(row).onConflict('run_id').merge();
      if (log.complete) {
        // It comes last: nothing is added any more.
        await foldPortions(trx, id);
      }
    });
  }

  async addEvent(id: string, event: RunEvent): Promise<void> {
    const digest = createHash('sha256')
      .update(
        JSON.stringify([event.time.getTime(), event.reason, event.message]),
      )
      .digest('hex');
    await this.write(id, async trx => {
      await trx('run_events')
        .insert(
          storable({
            run_id: id,
            digest,
            time: event.time,
            type: event.type,
            reason: event.reason,
            message: event.message,
          }),
        )
        .onConflict(['run_id', 'digest'])
        .ignore();
    });
  }

  async get(id: string): Promise<Run | undefined> {
    const row = await visibleRuns(this.db)
      .where('id', id)
      .first<RunRow | undefined>(RUN_COLUMNS);
    return row && decodeRun(row);
  }

  /** As the interface says. Throws InputError where the cursor is none that a page gave. */
  async list(
    filter: RunFilter,
    page: { readonly limit: number; readonly cursor?: string },
  ): Promise<RunPage> {
    return listRuns(this.db, filter, page);
  }

  async lastRunsOf(
    locustUids: readonly string[],
    limit: number,
  ): Promise<ReadonlyMap<string, readonly Run[]>> {
    return listLastRuns(this.db, locustUids, limit);
  }

  async entityRefs(): Promise<readonly string[]> {
    return listEntityRefs(this.db);
  }

  async unfinished(clusterUid: string) {
    const rows = await visibleRuns(this.db)
      .where('cluster_uid', clusterUid)
      .where('phase_rank', '<', TERMINAL_RANK)
      .orderBy([{ column: 'created_at' }, { column: 'id' }])
      .select<
        {
          id: string;
          locust_uid: string;
          namespace: string;
          locust_name: string;
          job_name: string;
        }[]
      >('id', 'locust_uid', 'namespace', 'locust_name', 'job_name');
    return rows.map(row => ({
      id: row.id,
      locustUid: row.locust_uid,
      namespace: row.namespace,
      locustName: row.locust_name,
      jobName: row.job_name,
    }));
  }

  async points(id: string, afterSeconds?: number): Promise<readonly Point[]> {
    const query = this.db('run_points').where('run_id', id).orderBy('second');
    if (afterSeconds !== undefined) {
      query
        // The key's own column as well, so that only the end of the run is read.
        .where('second', '>=', Math.floor(afterSeconds))
        .where('elapsed_seconds', '>', afterSeconds);
    }
    const rows = await query.select<PointRow[]>();
    return rows.map(decodePoint);
  }

  async endpointsWithPoints(id: string): Promise<readonly Endpoint[]> {
    return this.courses.endpoints(id);
  }

  async pointsOf(
    id: string,
    endpoint: Endpoint,
    afterSeconds?: number,
  ): Promise<readonly Point[] | undefined> {
    return this.courses.ofEndpoint(id, endpoint, afterSeconds);
  }

  async endpointPoints(id: string): Promise<readonly EndpointPoints[]> {
    return this.courses.of(id);
  }

  async requests(id: string): Promise<readonly RequestStatistics[]> {
    const rows = await this.db('run_requests')
      .where('run_id', id)
      .orderBy('position')
      .select<{ method: string; name: string; statistics: string }[]>();
    return rows.map(row => ({
      method: row.method,
      name: row.name,
      statistics: JSON.parse(row.statistics) as Statistics,
    }));
  }

  async errors(id: string): Promise<{
    readonly items: readonly RequestError[];
    readonly exceptions: readonly LocustfileException[];
  }> {
    const errors = await this.db('run_errors')
      .where('run_id', id)
      .orderBy('position')
      .select<
        {
          occurrences: StoredNumber;
          method: string;
          name: string;
          message: string;
        }[]
      >();
    const exceptions = await this.db('run_exceptions')
      .where('run_id', id)
      .orderBy('position')
      .select<
        { occurrences: StoredNumber; message: string; traceback: string }[]
      >();
    return {
      items: errors.map(row => ({
        occurrences: Number(row.occurrences),
        method: row.method,
        name: row.name,
        message: row.message,
      })),
      exceptions: exceptions.map(row => ({
        occurrences: Number(row.occurrences),
        message: row.message,
        traceback: row.traceback,
      })),
    };
  }

  async sinceWarmUp(id: string): Promise<FiguresSinceWarmUp | undefined> {
    const row = await this.db('run_warm_ups')
      .where('run_id', id)
      .first<{ figures: Buffer } | undefined>('figures');
    return row && unpackJson<FiguresSinceWarmUp>(row.figures);
  }

  /** The events of a run in the order of time, and of their coming where the time is the same. */
  async events(id: string): Promise<readonly RunEvent[]> {
    const rows = await this.db('run_events')
      .where('run_id', id)
      .orderBy([{ column: 'time' }, { column: 'id' }])
      .select<
        {
          time: StoredTime;
          type: RunEvent['type'];
          reason: string;
          message: string;
        }[]
      >();
    return rows.map(row => ({
      time: new Date(row.time),
      type: row.type,
      reason: row.reason,
      message: row.message,
    }));
  }

  async log(id: string): Promise<StoredLog | undefined> {
    const row = await this.db('run_logs')
      .where('run_id', id)
      .first<
        | { lines: Buffer; omitted: StoredNumber; complete: boolean | number }
        | undefined
      >();
    return (
      row && {
        lines: await unpackJson<string[]>(row.lines),
        omitted: Number(row.omitted),
        complete: Boolean(row.complete),
      }
    );
  }

  /** A log is marked complete by its last write, which comes after that of the figures read from it. */
  async isComplete(id: string): Promise<boolean> {
    return isLogComplete(this.db, id);
  }

  async delete(id: string): Promise<void> {
    await this.write(id, async trx => {
      await buryRuns(trx, [id], new Date());
    });
  }

  /** Writes what belongs to a run while its row is locked, unless it has a tombstone. */
  private async write(
    id: string,
    change: (trx: Knex.Transaction, run: LockedRun) => Promise<void>,
  ): Promise<void> {
    await this.db.transaction(async trx => {
      await insertIfMissing(trx, id);
      const run = await trx('runs')
        .where({ id })
        .whereNull('deleted_at')
        .forUpdate()
        .first<LockedRun | undefined>(
          'point_interval',
          'p95_course',
          'total_final',
        );
      if (run) {
        await change(trx, run);
      }
    });
  }
}

/**
 * A baseline of a namespace's test becomes one of its entity's when the entity becomes known, unless that has one.
 * In the same statement, for an index sees to it that there is but one.
 */
function baselineUnlessTaken(trx: Knex.Transaction, entityRef: string) {
  return trx.raw(
    `is_baseline and not exists (
       select 1 from runs as other
       where other.entity_ref = ? and other.test = runs.test and other.is_baseline
     )`,
    [entityRef],
  );
}

/** @returns whether the row was missing */
async function insertIfMissing(
  trx: Knex.Transaction,
  id: string,
): Promise<boolean> {
  if (await trx('runs').where({ id }).first('id')) {
    return false;
  }
  await trx('runs').insert({ id }).onConflict('id').ignore();
  return true;
}

async function isLogComplete(db: Knex, id: string): Promise<boolean> {
  const row = await db('run_logs')
    .where('run_id', id)
    .first<{ complete: boolean | number } | undefined>('complete');
  return Boolean(row?.complete);
}
