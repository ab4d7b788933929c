import type { Knex } from 'knex';
import { decodeRunCursor, encodeRunCursor } from './RunCursor';
import { RUN_COLUMNS, type RunRow, decodeRun } from './RunRow';
import type { RunFilter, RunPage } from '../runs/RunStore';
import { amongEntities, visibleRuns } from './visibleRuns';

/** How many entities' newest runs are merged; of more, some have run lately. */
const MERGED_ENTITIES = 100;

/**
 * A page of runs, newest first. The next page begins after the last run of this one, wherever that stands
 * by then, so runs that are added meanwhile move nothing.
 *
 * @throws InputError where the cursor is none that a page gave
 */
export async function listRuns(
  db: Knex,
  filter: RunFilter,
  page: { readonly limit: number; readonly cursor?: string },
): Promise<RunPage> {
  const newest = (query: Knex.QueryBuilder) =>
    ordered(query).limit(page.limit + 1);

  const matching = visibleRuns(db);
  restrict(matching, filter);
  if (page.cursor !== undefined) {
    const after = decodeRunCursor(page.cursor);
    matching.whereRaw('(created_at, id) < (?, ?)', [after.createdAt, after.id]);
  }
  // Which they are is answered by an index alone; rows are read of those only.
  const found = newest(
    newestOfEntities(
      db,
      matching,
      filter.entityRefs && [...new Set(filter.entityRefs)],
      newest,
    ),
  ).select('id');
  const rows: readonly RunRow[] = await ordered(
    db('runs').whereIn('id', found),
  ).select(RUN_COLUMNS);

  const items = rows.slice(0, page.limit).map(decodeRun);
  const last = items.at(-1);
  return rows.length > page.limit && last
    ? { items, nextCursor: encodeRunCursor(last) }
    : { items };
}

function ordered(query: Knex.QueryBuilder): Knex.QueryBuilder {
  return query.orderBy([
    { column: 'created_at', order: 'desc' },
    { column: 'id', order: 'desc' },
  ]);
}

/** The runs that a filter asks for, in any order. */
export function matchingRuns(db: Knex, filter: RunFilter): Knex.QueryBuilder {
  const runs = visibleRuns(db);
  restrict(runs, filter);
  return filter.entityRefs ? amongEntities(db, runs, filter.entityRefs) : runs;
}

/** Narrows runs to what is asked for, but for the entities. */
function restrict(query: Knex.QueryBuilder, filter: RunFilter): void {
  if (filter.phases) {
    query.whereIn('phase', filter.phases);
  }
  if (filter.triggers) {
    query.whereIn('trigger', filter.triggers);
  }
  if (filter.baseline !== undefined) {
    // Found by an index of their own and held against the rest: of rows as wide as these, none is read to look.
    query[filter.baseline ? 'whereIn' : 'whereNotIn']('id', baselines =>
      baselines.from('runs').select('id').whereRaw('is_baseline'),
    );
  }
  if (filter.createdFrom) {
    query.where('created_at', '>=', filter.createdFrom);
  }
  if (filter.createdBefore) {
    query.where('created_at', '<', filter.createdBefore);
  }
  const equal = {
    cluster: filter.cluster,
    namespace: filter.namespace,
    locust_uid: filter.locustUid,
    test: filter.test,
    verdict: filter.verdict,
  };
  for (const [column, value] of Object.entries(equal)) {
    if (value !== undefined) {
      query.where(column, value);
    }
  }
}

/** As {@link amongEntities}, for the newest of them. */
function newestOfEntities(
  db: Knex,
  runs: Knex.QueryBuilder,
  entityRefs: string[] | undefined,
  newest: (query: Knex.QueryBuilder) => Knex.QueryBuilder,
): Knex.QueryBuilder {
  if (!entityRefs) {
    return runs;
  }
  if (
    db.client.config.client !== 'pg' ||
    entityRefs.length === 1 ||
    entityRefs.length > MERGED_ENTITIES
  ) {
    return amongEntities(db, runs, entityRefs);
  }
  // Left to itself, PostgreSQL reads the newest runs of all and hopes to meet these entities soon, which may be
  // after a hundred thousand others. So each entity's newest are taken by the index, and the newest of those.
  return db
    .from(db.raw('unnest(?::text[]) as wanted(ref)', [entityRefs]))
    .crossJoin(
      db.raw('lateral ? as found', [
        newest(runs.whereRaw('entity_ref = wanted.ref')).select(
          'created_at',
          'id',
        ),
      ]),
    );
}
