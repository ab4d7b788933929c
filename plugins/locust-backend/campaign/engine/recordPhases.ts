import type { Knex } from 'knex';

/** What the history said of a run, one after the other. */
export const PHASES_TABLE = 'campaign_phases';

/** Has the database itself write down every phase that a run is given, so that nothing can slip by. */
export async function recordPhases(db: Knex): Promise<void> {
  await db.raw(
    `CREATE TABLE IF NOT EXISTS ${PHASES_TABLE} (n INTEGER PRIMARY KEY AUTOINCREMENT, run_id TEXT, phase TEXT)`,
  );
  for (const [name, event] of [
    ['inserted', 'INSERT'],
    ['updated', 'UPDATE OF phase'],
  ]) {
    await db.raw(
      `CREATE TRIGGER IF NOT EXISTS campaign_${name} AFTER ${event} ON runs BEGIN
         INSERT INTO ${PHASES_TABLE} (run_id, phase) VALUES (NEW.id, NEW.phase);
       END`,
    );
  }
}
