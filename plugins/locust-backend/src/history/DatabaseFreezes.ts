import { randomUUID } from 'node:crypto';
import type { Knex } from 'knex';
import type { Freeze, NewFreeze } from '../freezes/Freeze';
import { present } from './present';
import { type StoredTime, storable } from './RunRow';

/** Where and for whom a freeze is. */
type Where = Pick<Freeze, 'clusters' | 'namespaces' | 'owners'>;

interface FreezeRow {
  readonly id: string;
  readonly reason: string;
  readonly concerns: string;
  readonly begins_at: StoredTime;
  readonly ends_at: StoredTime | null;
  readonly stops_runs: boolean | number;
  readonly declared_by: string | null;
}

/** What people have declared, in the plugin's database; of what is over or was lifted a row is left as a record. */
export class DatabaseFreezes {
  constructor(private readonly db: Knex) {}

  /** Those that are in force or to come, the earliest first. */
  async current(now: Date): Promise<readonly Freeze[]> {
    const rows: readonly FreezeRow[] = await this.db('freezes')
      .whereNull('lifted_at')
      .andWhere(it => it.whereNull('ends_at').orWhere('ends_at', '>', now))
      .orderBy(['begins_at', 'id'])
      .select(
        'id',
        'reason',
        'concerns',
        'begins_at',
        'ends_at',
        'stops_runs',
        'declared_by',
      );
    return rows.map(decodeFreeze);
  }

  /** @param id - the same one again changes nothing and gives what there is. Default: one of its own */
  async declare(
    freeze: NewFreeze,
    at: Date,
    id: string = randomUUID(),
  ): Promise<Freeze> {
    const { reason, from, until, stopsRuns, declaredBy, ...where } = freeze;
    await this.db('freezes')
      .insert(
        storable({
          id,
          reason,
          concerns: JSON.stringify(where),
          begins_at: from,
          ends_at: until ?? null,
          stops_runs: stopsRuns,
          declared_by: declaredBy ?? null,
          declared_at: at,
        }),
      )
      .onConflict('id')
      .ignore();
    const row: FreezeRow = await this.db('freezes').where({ id }).first();
    return decodeFreeze(row);
  }

  /** Resolves to whether there was such a freeze that was not lifted before. */
  async lift(id: string, at: Date, by?: string): Promise<boolean> {
    const lifted: number = await this.db('freezes')
      .where({ id })
      .whereNull('lifted_at')
      .update(storable({ lifted_at: at, lifted_by: by ?? null }));
    return lifted > 0;
  }
}

function decodeFreeze(row: FreezeRow): Freeze {
  const where = JSON.parse(row.concerns) as Where;
  const freeze = present<Omit<Freeze, keyof Where>>({
    id: row.id,
    reason: row.reason,
    from: new Date(row.begins_at),
    until: row.ends_at === null ? null : new Date(row.ends_at),
    stopsRuns: Boolean(row.stops_runs),
    declaredBy: row.declared_by,
    configured: false,
  });
  return { ...where, ...freeze };
}
