import type { Knex } from 'knex';
import type { TestIdentity } from '../runs/RunMarks';

/** The runs that have begun and have no tombstone: all that anybody is told of. */
export function visibleRuns(db: Knex): Knex.QueryBuilder {
  return db('runs').whereNull('deleted_at').whereNotNull('created_at');
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
