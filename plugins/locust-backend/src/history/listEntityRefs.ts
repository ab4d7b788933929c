import type { Knex } from 'knex';

/** The entities that have runs, without repetition. */
export async function listEntityRefs(db: Knex): Promise<readonly string[]> {
  // From each to the next by the index: a DISTINCT would read every run there is.
  const next = (after: string) => `
    select entity_ref from runs
    where deleted_at is null and created_at is not null and ${after}
    order by entity_ref limit 1`;
  const rows = await db
    .withRecursive(
      'entities',
      ['entity_ref'],
      db.raw(`
        select * from (${next('entity_ref is not null')}) as first_entity
        union all
        select (${next('entity_ref > entities.entity_ref')})
        from entities where entities.entity_ref is not null`),
    )
    .from('entities')
    .whereNotNull('entity_ref')
    .select<{ entity_ref: string }[]>('entity_ref');
  return rows.map(row => row.entity_ref);
}
