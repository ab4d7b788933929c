import type { Knex } from 'knex';
import type { StoredTime } from './RunRow';

/** A run that was deleted, remembered so that what the cluster still has of it does not bring it back. */
export interface Tombstone {
  readonly id: string;
  readonly clusterUid: string;
  readonly namespace: string;
  readonly locustName: string;
  readonly locustUid: string;
  readonly jobName: string;
  readonly scheduled: boolean;
}

/**
 * Whether the cluster has nothing any more that a run could be begun from: no such `Locust`, or, of a schedule, no
 * such Job. False too where the cluster cannot be asked.
 */
export type IsGone = (tombstone: Tombstone) => Promise<boolean>;

interface TombstoneRow {
  readonly id: string;
  readonly deleted_at: StoredTime;
  readonly cluster_uid: string | null;
  readonly namespace: string | null;
  readonly locust_name: string | null;
  readonly locust_uid: string | null;
  readonly job_name: string | null;
  readonly scheduled: boolean | number | null;
}

/** By then a write, or a look at the cluster, that began before the run was deleted has come through. */
const SETTLED_MS = 60 * 60 * 1000;

/** How many are read at once. */
const PAGE = 200;

/** Removes tombstones once the cluster has nothing any more that could bring their runs back. */
export class Tombstones {
  constructor(private readonly db: Knex) {}

  /** @returns how many were removed */
  async sweep(
    isGone: IsGone,
    now: Date,
    signal?: AbortSignal,
  ): Promise<number> {
    const settledAt = new Date(now.getTime() - SETTLED_MS);
    let removed = 0;
    let after: TombstoneRow | undefined;
    do {
      const rows = await this.page(settledAt, after);
      for (const row of rows) {
        if (signal?.aborted) {
          return removed;
        }
        const tombstone = decodeTombstone(row);
        // Of one that never began here nobody knows any objects.
        if (!tombstone || (await isGone(tombstone))) {
          removed += await this.db('runs')
            .where('id', row.id)
            .whereNotNull('deleted_at')
            .delete();
        }
      }
      after = rows.length === PAGE ? rows.at(-1) : undefined;
    } while (after);
    return removed;
  }

  private async page(
    settledAt: Date,
    after: TombstoneRow | undefined,
  ): Promise<readonly TombstoneRow[]> {
    const query = this.db('runs')
      .whereNotNull('deleted_at')
      .where('deleted_at', '<', settledAt)
      .orderBy([{ column: 'deleted_at' }, { column: 'id' }])
      .limit(PAGE);
    if (after) {
      query.whereRaw('(deleted_at, id) > (?, ?)', [after.deleted_at, after.id]);
    }
    return query.select([
      'id',
      'deleted_at',
      'cluster_uid',
      'namespace',
      'locust_name',
      'locust_uid',
      'job_name',
      'scheduled',
    ] satisfies (keyof TombstoneRow)[]);
  }
}

function decodeTombstone(row: TombstoneRow): Tombstone | undefined {
  const { cluster_uid, namespace, locust_name, locust_uid, job_name } = row;
  return cluster_uid === null ||
    namespace === null ||
    locust_name === null ||
    locust_uid === null ||
    job_name === null
    ? undefined
    : {
        id: row.id,
        clusterUid: cluster_uid,
        namespace,
        locustName: locust_name,
        locustUid: locust_uid,
        jobName: job_name,
        scheduled: Boolean(row.scheduled),
      };
}
