import { isDeepStrictEqual } from 'node:util';
import type { Point } from 'backstage-plugin-locust-common';
import type { Knex } from 'knex';
import { type PointRow, decodePoint, encodePoint } from './PointRow';
import {
  MAX_POINTS,
  intervalStart,
  onePerInterval,
  thinPoints,
} from '../runs/thinPoints';
import { upsertRows } from './upsertRows';

/** SQLite's limit of variables in one statement, with room for the run's id. */
const DELETED_AT_ONCE = 500;

/**
 * Adds points to those that are stored of a run, thins them, and writes only what is different after that.
 * Needs the run's row to be locked, for what is kept depends on all its points.
 *
 * @param interval - that the stored ones are thinned to
 * @param wanted - that the added ones are thinned to: of those between them only some were told
 * @returns the interval that the points are thinned to now
 */
export async function savePoints(
  trx: Knex.Transaction,
  runId: string,
  points: readonly Point[],
  interval: number,
  wanted: number = interval,
): Promise<number> {
  const added = points.map(point => encodePoint(runId, point));
  const thin = async () => {
    const all = await storedFrom(trx, runId, 0);
    const thinned = thinPoints(merge(all, added), Math.max(interval, wanted));
    await write(trx, runId, all, thinned.kept);
    return thinned.interval;
  };
  if (wanted > interval) {
    return thin();
  }
  if (points.length === 0) {
    return interval;
  }

  // A live run's points come at its end. What lies before the interval of the first that is touched stays as it
  // is, so it need not be read. The newest of the stored is touched too: it may be there only as the newest.
  const newest = await trx('run_points')
    .where('run_id', runId)
    .max<{ second: number | null }[]>('second as second');
  const from = intervalStart(
    {
      second: added.reduce(
        (least, row) => Math.min(least, row.second),
        newest[0].second ?? 0,
      ),
    },
    interval,
  );
  const [{ before }] = await trx('run_points')
    .where('run_id', runId)
    .where('second', '<', from)
    .count<{ before: number | string }[]>('* as before');

  const recent = await storedFrom(trx, runId, from);
  const kept = onePerInterval(merge(recent, added), interval);
  if (Number(before) + kept.length <= MAX_POINTS) {
    await write(trx, runId, recent, kept);
    return interval;
  }

  return thin();
}

async function storedFrom(
  trx: Knex.Transaction,
  runId: string,
  second: number,
): Promise<readonly PointRow[]> {
  return trx('run_points')
    .where('run_id', runId)
    .where('second', '>=', second)
    .select<PointRow[]>();
}

function merge(
  stored: readonly PointRow[],
  added: readonly PointRow[],
): readonly PointRow[] {
  const bySecond = new Map(
    [...stored, ...added].map(row => [row.second, row] as const),
  );
  return [...bySecond.values()].sort((a, b) => a.second - b.second);
}

async function write(
  trx: Knex.Transaction,
  runId: string,
  stored: readonly PointRow[],
  kept: readonly PointRow[],
): Promise<void> {
  const bySecond = new Map(stored.map(row => [row.second, row]));
  const changed = kept.filter(row => {
    const there = bySecond.get(row.second);
    return !there || !isDeepStrictEqual(decodePoint(there), decodePoint(row));
  });
  await upsertRows(trx, 'run_points', ['run_id', 'second'], changed);

  const keptSeconds = new Set(kept.map(row => row.second));
  const dropped = stored
    .map(row => row.second)
    .filter(second => !keptSeconds.has(second));
  for (let from = 0; from < dropped.length; from += DELETED_AT_ONCE) {
    await trx('run_points')
      .where('run_id', runId)
      .whereIn('second', dropped.slice(from, from + DELETED_AT_ONCE))
      .delete();
  }
}
