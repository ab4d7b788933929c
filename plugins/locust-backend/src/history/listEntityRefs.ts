import type { Knex } from 'knex';
import { distinctRuns } from './distinctRuns';

/** The entities that have runs, without repetition. */
export async function listEntityRefs(db: Knex): Promise<readonly string[]> {
  const rows = await distinctRuns(
    db,
    ['entity_ref'],
    'entity_ref is not null',
    'runs_entity_idx',
  ).select<{ entity_ref: string }[]>('entity_ref');
  return rows.map(row => row.entity_ref);
}
