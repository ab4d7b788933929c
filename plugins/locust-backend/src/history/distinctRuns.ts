import type { Knex } from 'knex';
import { runsBy, SHOWN } from './visibleRuns';

/**
 * The combinations of values that runs have in columns, without repetition, as a table `combinations`. From each to
 * the next by an index, for a DISTINCT would read every run there is.
 *
 * @param columns - none of them null in these runs
 * @param of - which of the runs that are shown
 * @param index - begins with the columns, and holds all of these runs
 */
export function distinctRuns(
  db: Knex,
  columns: readonly string[],
  of: string,
  index: string,
): Knex.QueryBuilder {
  const query = db.queryBuilder();
  columns.forEach((column, level) => {
    const before = columns.slice(0, level);
    // The least value of the column behind `after`, beside the values that `table` has in the columns before.
    const next = (table: string, after: string) => {
      const same = before
        .map(it => `and runs.${it} = ${table}.${it}`)
        .join(' ');
      return `(select runs.${column} from ${runsBy(db, index)}
        where ${SHOWN} and ${of} ${same} and ${after}
        order by runs.${column} limit 1)`;
    };
    const name = tableOf(level);
    const above = tableOf(level - 1);
    const columnsOf = (table: string) =>
      before.map(it => `${table}.${it}, `).join('');
    const first = `select ${columnsOf(above)}${next(
      above,
      `runs.${column} is not null`,
    )}${
      level > 0
        ? ` from ${above} where ${above}.${before[level - 1]} is not null`
        : ''
    }`;
    query.withRecursive(
      name,
      [...before, column],
      db.raw(`
        ${first}
        union all
        select ${columnsOf(name)}${next(
        name,
        `runs.${column} > ${name}.${column}`,
      )}
        from ${name} where ${name}.${column} is not null`),
    );
  });
  const last = tableOf(columns.length - 1);
  return query
    .from(`${last} as combinations`)
    .whereNotNull(`combinations.${columns[columns.length - 1]}`);
}

function tableOf(level: number): string {
  return `combinations_${level}`;
}
