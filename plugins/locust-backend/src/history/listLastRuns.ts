import type { Run } from 'backstage-plugin-locust-common';
import type { Knex } from 'knex';
import type { RunRow } from './RunRow';
import { COLUMNS_WITHOUT_SPEC, decodeWithoutSpec } from './runWithoutSpec';
import { SHOWN } from './visibleRuns';

/**
 * The newest runs of each of some `Locust` resources, the newest first and without their specs: of all of them in one
 * statement, and of each by an index.
 *
 * @returns by the resource's UID; nothing of those that have none
 */
export async function listLastRuns(
  db: Knex,
  locustUids: readonly string[],
  limit: number,
): Promise<ReadonlyMap<string, readonly Run[]>> {
  const newest = `
    select id from runs
    where ${SHOWN} and locust_uid = wanted.value
    order by created_at desc, id desc limit ${limit}`;
  const found =
    db.client.config.client === 'pg'
      ? db
          .from(db.raw('unnest(?::text[]) as wanted(value)', [[...locustUids]]))
          .crossJoin(db.raw(`lateral (${newest}) as found`))
          .select('found.id')
      : db
          .from(db.raw('json_each(?) as wanted', [JSON.stringify(locustUids)]))
          .joinRaw(`join runs as found on found.id in (${newest})`)
          .select('found.id');
  const rows: readonly (Omit<RunRow, 'spec'> & {
    readonly locust_uid: string;
  })[] = await db('runs')
    .whereIn('id', found)
    .orderBy([
      { column: 'created_at', order: 'desc' },
      { column: 'id', order: 'desc' },
    ])
    .select([...COLUMNS_WITHOUT_SPEC, 'locust_uid']);
  const runs = new Map<string, Run[]>();
  for (const row of rows) {
    const own = runs.get(row.locust_uid) ?? [];
    own.push(decodeWithoutSpec(row));
    runs.set(row.locust_uid, own);
  }
  return runs;
}
