import type { Knex } from 'knex';
import { TERMINAL_RANK } from '../runs/phaseRank';
import { buryRuns } from './buryRuns';
import { listEntityRefs } from './listEntityRefs';
import type { StoredTime } from './RunRow';
import { visibleRuns } from './visibleRuns';

/** Which runs are kept. Those that are pinned or a baseline always are, and count for nothing. */
export interface RetentionPolicy {
  /** Days since a run was created. Undefined: whatever its age. */
  readonly days?: number;
  /** The newest so many of each entity; runs without an entity go by their age alone. Undefined: however many. */
  readonly runsPerEntity?: number;
}

const DAY_MS = 24 * 60 * 60 * 1000;

/** A run has up to 2,000 points, and what is being deleted keeps others from writing. */
const BATCH = 10;

/** Takes away runs that have ended and are not to be kept any more; their tombstones stay. */
export class RunRetention {
  constructor(private readonly db: Knex) {}

  /**
   * Works in small batches, and lets others have the database between them.
   *
   * @param signal - ends it after the batch at hand
   * @returns how many runs were taken away
   */
  async apply(
    policy: RetentionPolicy,
    now: Date,
    signal?: AbortSignal,
  ): Promise<number> {
    let removed = 0;
    if (policy.days !== undefined) {
      const oldest = new Date(now.getTime() - policy.days * DAY_MS);
      removed += await this.bury(
        runs => runs.where('created_at', '<', oldest),
        now,
        signal,
      );
    }
    if (policy.runsPerEntity !== undefined) {
      for (const entityRef of await listEntityRefs(this.db)) {
        if (signal?.aborted) {
          break;
        }
        removed += await this.keepNewest(
          entityRef,
          policy.runsPerEntity,
          now,
          signal,
        );
      }
    }
    return removed;
  }

  private async keepNewest(
    entityRef: string,
    kept: number,
    now: Date,
    signal: AbortSignal | undefined,
  ): Promise<number> {
    const ofEntity = (runs: Knex.QueryBuilder) =>
      runs.where('entity_ref', entityRef);
    const newestToGo = await ofEntity(expirable(this.db))
      .orderBy([
        { column: 'created_at', order: 'desc' },
        { column: 'id', order: 'desc' },
      ])
      .offset(kept)
      .first<{ created_at: StoredTime; id: string } | undefined>(
        'created_at',
        'id',
      );
    return newestToGo
      ? this.bury(
          runs =>
            ofEntity(runs).whereRaw('(created_at, id) <= (?, ?)', [
              newestToGo.created_at,
              newestToGo.id,
            ]),
          now,
          signal,
        )
      : 0;
  }

  private async bury(
    among: (runs: Knex.QueryBuilder) => Knex.QueryBuilder,
    now: Date,
    signal: AbortSignal | undefined,
  ): Promise<number> {
    let removed = 0;
    for (;;) {
      const batch = await this.db.transaction(async trx => {
        // Locked, and asked again what may go: somebody may be pinning one of them.
        const rows: readonly { id: string }[] = await among(expirable(trx))
          .orderBy([{ column: 'created_at' }, { column: 'id' }])
          .limit(BATCH)
          .forUpdate()
          .select('id');
        const ids = rows.map(row => row.id);
        if (ids.length > 0) {
          await buryRuns(trx, ids, now);
        }
        return ids.length;
      });
      removed += batch;
      if (batch < BATCH || signal?.aborted) {
        return removed;
      }
      // SQLite runs in this process: let it serve somebody in between.
      await new Promise(resolve => setImmediate(resolve));
    }
  }
}

function expirable(db: Knex): Knex.QueryBuilder {
  return visibleRuns(db)
    .where('phase_rank', TERMINAL_RANK)
    .whereRaw('not pinned')
    .whereRaw('not is_baseline');
}
