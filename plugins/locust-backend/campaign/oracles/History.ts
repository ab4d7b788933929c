import createKnex from 'knex';
import { gunzipSync } from 'node:zlib';
import { PHASES_TABLE } from '../engine/recordPhases';

export interface HistoryRun {
  readonly id: string;
  readonly locustUid: string;
  readonly jobName: string;
  readonly jobUid: string | null;
  readonly phase: string;
  readonly reason: string | null;
}

export interface History {
  readonly runs: readonly HistoryRun[];
  /** Everything else of them, a line each, without times. */
  readonly rows: readonly string[];
  /** The phases that the history was told, by run, in their order. */
  readonly phases: ReadonlyMap<string, readonly string[]>;
}

const RUN_COLUMNS = [
  'cluster',
  'namespace',
  'locust_name',
  'test',
  'entity_ref',
  'scheduled',
  'trigger',
  'spec',
  'run_time_seconds',
  'users',
  'workers_wanted',
  'phase',
  'reason_code',
  'reason_message',
  'verdict',
  'workers_connected',
  'workers_most',
  'exit_code',
  'total',
] as const;

/** What comes from the log. */
const FIGURES: ReadonlySet<string> = new Set([
  'workers_connected',
  'workers_most',
  'exit_code',
  'total',
]);

interface RunRow {
  readonly id: string;
  readonly locust_uid: string;
  readonly job_name: string;
  readonly job_uid: string | null;
  readonly phase: string;
  readonly reason_code: string | null;
  readonly [column: string]: unknown;
}

/** What the engine has left in its database, read straight from the file. */
export async function readHistory(file: string): Promise<History> {
  const db = createKnex({
    client: 'better-sqlite3',
    connection: { filename: file, options: { readonly: true } },
    useNullAsDefault: true,
  });
  try {
    const runs: RunRow[] = await db('runs').select('*');
    const rows: string[] = [];
    for (const run of runs) {
      // Of a run whose resource goes in the middle, what was known by then is kept: how much is a matter of time.
      const wasCutOff = run.reason_code === 'ResourceDeleted';
      const columns = Object.fromEntries(
        RUN_COLUMNS.filter(name => !wasCutOff || !FIGURES.has(name)).map(
          name => [name, run[name]],
        ),
      );
      rows.push(`run/${run.job_name}: ${JSON.stringify(columns)}`);
      if (wasCutOff) {
        continue;
      }
      for (const [table, columnNames] of [
        ['run_requests', ['method', 'name', 'statistics']],
        ['run_errors', ['occurrences', 'method', 'name', 'message']],
        ['run_exceptions', ['occurrences', 'message']],
      ] as const) {
        const found = await db(table)
          .where('run_id', run.id)
          .orderBy('position')
          .select(...columnNames);
        rows.push(`${table}/${run.job_name}: ${JSON.stringify(found)}`);
      }
      const [{ points }] = await db('run_points')
        .where('run_id', run.id)
        .count({ points: '*' });
      rows.push(`run_points/${run.job_name}: ${points}`);
      const log = await db('run_logs').where('run_id', run.id).first();
      rows.push(
        `run_logs/${run.job_name}: ${
          log
            ? JSON.stringify([
                Boolean(log.complete),
                log.omitted,
                JSON.parse(gunzipSync(log.lines).toString('utf8')),
              ])
            : 'none'
        }`,
      );
    }
    const phases = new Map<string, string[]>();
    for (const { run_id: id, phase } of await db(PHASES_TABLE).orderBy('n')) {
      phases.set(id, [...(phases.get(id) ?? []), phase]);
    }
    return {
      runs: runs.map(run => ({
        id: run.id,
        locustUid: run.locust_uid,
        jobName: run.job_name,
        jobUid: run.job_uid,
        phase: run.phase,
        reason: run.reason_code,
      })),
      rows,
      phases,
    };
  } finally {
    await db.destroy();
  }
}
