import type { Run } from 'backstage-plugin-locust-common';
import type { Knex } from 'knex';
import { TERMINAL_RANK } from '../runs/phaseRank';
import { present } from './present';
import type { RunRow, StoredNumber } from './RunRow';
import { COLUMNS_WITHOUT_SPEC, decodeWithoutSpec } from './runWithoutSpec';
import { amongEntities, visibleRuns } from './visibleRuns';

/** How many runs of an entity in a namespace have not ended. */
export interface ActiveRunCount {
  readonly entityRef?: string;
  readonly cluster: string;
  readonly namespace: string;
  /** Runs that have begun. */
  readonly running: number;
  readonly queued: number;
  /** Of the queued ones, those that begin by themselves; the others are invalid. */
  readonly waiting: number;
}

interface CountRow {
  readonly entity_ref: string | null;
  readonly cluster: string;
  readonly namespace: string;
  readonly running: StoredNumber;
  readonly queued: StoredNumber;
  readonly waiting: StoredNumber;
}

/**
 * The runs that have not ended, found and counted by an index of them alone.
 *
 * In all of this, `entityRefs` says to look only at runs of these; undefined: at all, those of none included.
 */
export class ActiveRuns {
  constructor(private readonly db: Knex) {}

  async counts(
    entityRefs?: readonly string[],
  ): Promise<readonly ActiveRunCount[]> {
    const keys = ['entity_ref', 'cluster', 'namespace'];
    const sum = (condition: string) =>
      this.db.raw(`sum(case when ${condition} then 1 else 0 end)`);
    const rows: readonly CountRow[] = await this.active(entityRefs)
      .groupBy(keys)
      .orderBy(['cluster', 'namespace', 'entity_ref'])
      .select(keys)
      .select({
        running: sum(`phase <> 'queued'`),
        queued: sum(`phase = 'queued'`),
        waiting: sum(
          `phase = 'queued' and coalesce(reason_code, '') <> 'Invalid'`,
        ),
      });
    return rows.map(row =>
      present<ActiveRunCount>({
        entityRef: row.entity_ref,
        cluster: row.cluster,
        namespace: row.namespace,
        running: Number(row.running),
        queued: Number(row.queued),
        waiting: Number(row.waiting),
      }),
    );
  }

  /** Runs that have begun, the newest first, without their specs. */
  async running(
    limit: number,
    entityRefs?: readonly string[],
  ): Promise<readonly Run[]> {
    return this.list('<>', 'desc', limit, entityRefs);
  }

  /** Runs that have not begun, those first that have waited for the longest, without their specs. */
  async queued(
    limit: number,
    entityRefs?: readonly string[],
  ): Promise<readonly Run[]> {
    return this.list('=', 'asc', limit, entityRefs);
  }

  private async list(
    queued: '=' | '<>',
    order: 'asc' | 'desc',
    limit: number,
    entityRefs: readonly string[] | undefined,
  ): Promise<readonly Run[]> {
    const ordered = (query: Knex.QueryBuilder) =>
      query.orderBy([
        { column: 'created_at', order },
        { column: 'id', order },
      ]);
    const found = ordered(
      this.active(entityRefs).where('phase', queued, 'queued'),
    ).limit(limit);
    const rows: readonly Omit<RunRow, 'spec'>[] = await ordered(
      this.db('runs').whereIn('id', found.select('id')),
    ).select(COLUMNS_WITHOUT_SPEC);
    return rows.map(decodeWithoutSpec);
  }

  private active(entityRefs: readonly string[] | undefined): Knex.QueryBuilder {
    const runs = visibleRuns(this.db, 'runs_active_idx')
      // Written out, so that the database sees that the index holds just these.
      .whereRaw(`phase_rank < ${TERMINAL_RANK}`);
    return entityRefs ? amongEntities(this.db, runs, entityRefs) : runs;
  }
}
