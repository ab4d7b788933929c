import type { Knex } from 'knex';

/** The runs that have begun and have no tombstone: all that anybody is told of. */
export function visibleRuns(db: Knex): Knex.QueryBuilder {
  return db('runs').whereNull('deleted_at').whereNotNull('created_at');
}
