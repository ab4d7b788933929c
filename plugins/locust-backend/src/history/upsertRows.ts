import type { Knex } from 'knex';

/** What SQLite takes in one statement, well below the limits of its builds: 999 variables, 500 rows. */
const MAX_VARIABLES = 900;
const MAX_ROWS = 400;

/** Inserts rows, or overwrites those that have the same key; in as many statements as it takes. */
export async function upsertRows<T extends object>(
  knex: Knex,
  table: string,
  key: readonly string[],
  rows: readonly T[],
): Promise<void> {
  const batch = Math.min(
    MAX_ROWS,
    Math.floor(MAX_VARIABLES / Object.keys(rows[0] ?? { one: 1 }).length),
  );
  for (let from = 0; from < rows.length; from += batch) {
    await knex(table)
      .insert(rows.slice(from, from + batch))
      .onConflict([...key])
      .merge();
  }
}
