import { createHash } from 'node:crypto';
import type { Knex } from 'knex';
import type { OwnerQuota } from '../runs/OwnerQuota';
import { TERMINAL_RANK } from '../runs/phaseRank';
import type { StoredNumber } from './RunRow';

const DAY_MS = 24 * 60 * 60_000;

/** A run that was admitted and of which the history still knows nothing counts as going for so long. */
const BEGINNING_MS = 5 * 60_000;

/**
 * Counts runs against limits that no cluster knows alone. Leaders of several clusters ask at the same time, so an
 * owner's row is locked while their runs are counted.
 */
export class AdmittedRuns {
  constructor(private readonly db: Knex) {}

  /**
   * Admits a run where the quota leaves room; one that was admitted before stays so.
   *
   * @returns the limit that is full; undefined: the run is admitted and counted
   */
  async admit(
    runId: string,
    owner: string,
    quota: OwnerQuota,
    now: Date,
  ): Promise<keyof OwnerQuota | undefined> {
    return this.db.transaction(async trx => {
      await lockOwner(trx, owner);
      const known = await trx('admitted_runs')
        .where({ run_id: runId })
        .first('run_id');
      if (known) {
        return undefined;
      }
      const full = await fullQuota(trx, owner, quota, now);
      if (full === undefined) {
        await forgetOld(trx, owner, now);
        await trx('admitted_runs').insert({
          run_id: runId,
          owner,
          admitted_at: now,
        });
      }
      return full;
    });
  }
}

async function lockOwner(trx: Knex.Transaction, owner: string): Promise<void> {
  const owner_hash = createHash('sha256').update(owner).digest('hex');
  await trx('limited_owners')
    .insert({ owner_hash })
    .onConflict('owner_hash')
    .ignore();
  await trx('limited_owners').where({ owner_hash }).increment('turn', 1);
}

async function fullQuota(
  trx: Knex.Transaction,
  owner: string,
  quota: OwnerQuota,
  now: Date,
): Promise<keyof OwnerQuota | undefined> {
  const { runsPerOwnerPerDay, concurrentRunsPerOwnerAcrossClusters } = quota;
  const midnight = new Date(Math.floor(now.getTime() / DAY_MS) * DAY_MS);
  const today = () =>
    trx('admitted_runs').where({ owner }).where('admitted_at', '>=', midnight);
  if (
    runsPerOwnerPerDay !== undefined &&
    (await countOf(today())) >= runsPerOwnerPerDay
  ) {
    return 'runsPerOwnerPerDay';
  }
  if (
    concurrentRunsPerOwnerAcrossClusters !== undefined &&
    (await countOf(going(trx, owner, now))) >=
      concurrentRunsPerOwnerAcrossClusters
  ) {
    return 'concurrentRunsPerOwnerAcrossClusters';
  }
  return undefined;
}

/** The owner's runs that go, or are about to. */
function going(
  trx: Knex.Transaction,
  owner: string,
  now: Date,
): Knex.QueryBuilder {
  return trx('admitted_runs')
    .leftJoin('runs', 'runs.id', 'admitted_runs.run_id')
    .where({ owner })
    .andWhere(it =>
      it
        .where(begun =>
          begun
            .where('runs.phase_rank', '<', TERMINAL_RANK)
            .whereNull('runs.deleted_at'),
        )
        .orWhere(unknown =>
          unknown
            .whereNull('runs.id')
            .where('admitted_at', '>', new Date(now.getTime() - BEGINNING_MS)),
        ),
    );
}

/** What counts neither for the day nor as going any more. */
async function forgetOld(
  trx: Knex.Transaction,
  owner: string,
  now: Date,
): Promise<void> {
  await trx('admitted_runs')
    .where({ owner })
    .where('admitted_at', '<', new Date(now.getTime() - 2 * DAY_MS))
    .whereNotIn(
      'run_id',
      trx('runs')
        .where('phase_rank', '<', TERMINAL_RANK)
        .whereNull('deleted_at')
        .select('id'),
    )
    .delete();
}

async function countOf(query: Knex.QueryBuilder): Promise<number> {
  const [{ count }] = (await query.count({ count: '*' })) as [
    { count: StoredNumber },
  ];
  return Number(count);
}
