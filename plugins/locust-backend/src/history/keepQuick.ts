import type { Knex } from 'knex';

/**
 * Keeps SQLite from holding the event loop: its driver is synchronous, and as it comes it waits for the disk several
 * times at every commit, which stops the whole process for 5 to 50 ms each time, the leases of all clusters included.
 *
 * With a write-ahead log and without that wait a crash of the process loses nothing. A crash of the machine may lose
 * what was written last; the cluster still has it, and it is written again when the engine looks next. Other databases
 * write in their own processes and are left as they are.
 */
export async function keepQuick(db: Knex): Promise<void> {
  if (/sqlite/.test(db.client.config.client)) {
    await db.raw('PRAGMA journal_mode = WAL');
    await db.raw('PRAGMA synchronous = NORMAL');
  }
}
