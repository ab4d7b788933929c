import type { Knex } from 'knex';
import type { TestIdentity } from '../runs/RunMarks';

/** What holds of {@link visibleRuns}, for statements that are written out. */
export const SHOWN = 'deleted_at is null and created_at is not null';

/**
 * The runs that have begun and have no tombstone: all that anybody is told of.
 *
 * @param index - as {@link runsBy} has it; undefined: whichever the database takes
 */
export function visibleRuns(db: Knex, index?: string): Knex.QueryBuilder {
  const runs: Knex.QueryBuilder =
    index === undefined ? db('runs') : db.from(db.raw(runsBy(db, index)));
  return runs.whereNull('deleted_at').whereNotNull('created_at');
}

/**
 * The table of runs, to be read by an index. SQLite keeps no statistics unless somebody asks for them, and without
 * any takes by chance an index that holds all runs in place of one that holds few; PostgreSQL knows better.
 */
export function runsBy(db: Knex, index: string): string {
  return db.client.config.client === 'pg' ? 'runs' : `runs indexed by ${index}`;
}

/** Narrows runs to those of a test. */
export function ofTest(
  runs: Knex.QueryBuilder,
  test: TestIdentity,
): Knex.QueryBuilder {
  return test.entityRef === undefined
    ? runs.whereNull('entity_ref').where({
        cluster: test.cluster,
        namespace: test.namespace,
        test: test.test,
      })
    : runs.where({ entity_ref: test.entityRef, test: test.test });
}

/** Narrows runs to those of entities. However many there are, they are one variable of the statement. */
export function amongEntities(
  db: Knex,
  runs: Knex.QueryBuilder,
  entityRefs: readonly string[],
): Knex.QueryBuilder {
  const wanted = [...new Set(entityRefs)];
  if (wanted.length === 1) {
    return runs.where('entity_ref', wanted[0]);
  }
  return db.client.config.client === 'pg'
    ? runs.whereRaw('entity_ref = any(?)', [wanted])
    : runs.whereRaw('entity_ref in (select value from json_each(?))', [
        JSON.stringify(wanted),
      ]);
}
