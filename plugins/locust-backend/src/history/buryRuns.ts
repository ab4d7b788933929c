import type { Knex } from 'knex';

/** The tables of what belongs to a run and goes with it. */
const PARTS = [
  'run_points',
  'run_endpoint_points',
  'run_requests',
  'run_errors',
  'run_exceptions',
  'run_events',
  'run_logs',
  'run_warm_ups',
] as const;

/** Leaves of runs nothing but their tombstones. */
export async function buryRuns(
  trx: Knex.Transaction,
  ids: readonly string[],
  now: Date,
): Promise<void> {
  await trx('runs').whereIn('id', ids).update({
    deleted_at: now,
    spec: null,
    total: null,
    thresholds: null,
    locustfile_hash: null,
    pinned: false,
    is_baseline: false,
    note: null,
    note_by: null,
    note_at: null,
    rejudgement: null,
    doubts: null,
    outcome_due: false,
  });
  for (const part of PARTS) {
    await trx(part).whereIn('run_id', ids).delete();
  }
}
