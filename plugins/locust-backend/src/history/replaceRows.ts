import type { Knex } from 'knex';
import { upsertRows } from './upsertRows';

/** A row that is told apart by its run and its place in the list. */
export interface ListedRow {
  readonly run_id: string;
  readonly position: number;
}

/** Makes the list of a run what is given, touching only the rows that are not so already. */
export async function replaceRows<T extends ListedRow>(
  knex: Knex,
  table: string,
  runId: string,
  rows: readonly T[],
): Promise<void> {
  const stored = await knex(table)
    .where('run_id', runId)
    .select<Record<string, unknown>[]>();
  const byPosition = new Map(stored.map(row => [row.position, row]));

  const isStored = (row: T) => {
    const there = byPosition.get(row.position);
    // As text, because a number of 64 bits comes as one.
    return (
      there !== undefined &&
      Object.entries(row).every(
        ([column, value]) => String(there[column]) === String(value),
      )
    );
  };
  await upsertRows(
    knex,
    table,
    ['run_id', 'position'],
    rows.filter(row => !isStored(row)),
  );
  if (stored.length > rows.length) {
    await knex(table)
      .where('run_id', runId)
      .where('position', '>=', rows.length)
      .delete();
  }
}
