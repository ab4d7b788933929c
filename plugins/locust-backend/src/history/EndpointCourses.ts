import type { Endpoint, Point } from 'backstage-plugin-locust-common';
import type { Knex } from 'knex';
import {
  EndpointPoints,
  endpointKey,
  MAX_ENDPOINTS,
} from '../runs/EndpointPoints';
import { joinPoints, packPoints, unpackPoints } from './packedPoints';

const TABLE = 'run_endpoint_points';

/** Portions of a run that are put together: those of two minutes, where one comes every two seconds. */
export const MAX_PORTIONS = 60;
/** A portion of so many bytes is put together with the others at once: a log that was read again comes as one. */
const LARGE_PORTION = 64 * 1024;

/** A row of `run_endpoint_points`. */
interface PortionRow {
  readonly run_id: string;
  readonly part: number;
  readonly last_second: number;
  /** JSON: `[method, name]` of each. */
  readonly endpoints: string;
  readonly points: Buffer;
}

/** What of a portion depends on its points alone. */
export type PackedPortion = Pick<
  PortionRow,
  'last_second' | 'endpoints' | 'points'
>;

/** Undefined where there is nothing to be written. */
export async function packPortion(
  endpoints: readonly EndpointPoints[],
): Promise<PackedPortion | undefined> {
  const joined = joinPoints(endpoints).filter(it => it.points.length > 0);
  return joined.length === 0
    ? undefined
    : {
        last_second: joined.reduce(
          (last, { points }) =>
            Math.max(
              last,
              Math.floor(points[points.length - 1].elapsedSeconds),
            ),
          0,
        ),
        endpoints: JSON.stringify(
          joined.map(({ method, name }) => [method, name]),
        ),
        points: await packPoints(joined),
      };
}

/**
 * Adds a portion, and puts all together where that makes too many. Needs the run's row to be locked. What was added
 * before may come again: it is the same when it is put together.
 */
export async function addPortion(
  trx: Knex.Transaction,
  runId: string,
  portion: PackedPortion,
): Promise<void> {
  const next = trx(TABLE)
    .where('run_id', runId)
    .select(trx.raw('coalesce(max(part), -1) + 1'));
  const [{ part }]: readonly Pick<PortionRow, 'part'>[] = await trx(TABLE)
    .insert({ ...portion, run_id: runId, part: next })
    .returning('part');
  const large = portion.points.length >= LARGE_PORTION;
  if (part + 1 >= MAX_PORTIONS || (large && part > 0)) {
    await foldPortions(trx, runId);
  }
}

/** Puts the portions of a run together into one. Needs the run's row to be locked. */
export async function foldPortions(
  trx: Knex.Transaction,
  runId: string,
): Promise<void> {
  const rows = await trx(TABLE)
    .where('run_id', runId)
    .orderBy('part')
    .select<Pick<PortionRow, 'points'>[]>('points');
  if (rows.length < 2) {
    return;
  }
  const folded = await packPortion(await unpackAll(rows));
  await trx(TABLE).where('run_id', runId).delete();
  if (folded) {
    await trx(TABLE).insert({ ...folded, run_id: runId, part: 0 });
  }
}

/** The course of runs for each of their endpoints. */
export class EndpointCourses {
  constructor(private readonly db: Knex) {}

  async of(runId: string): Promise<readonly EndpointPoints[]> {
    const rows = await this.db(TABLE)
      .where('run_id', runId)
      .orderBy('part')
      .select<Pick<PortionRow, 'points'>[]>('points');
    return joinPoints(await unpackAll(rows));
  }

  /** The endpoints that there are points of, in the order in which they were first told of. */
  async endpoints(runId: string): Promise<readonly Endpoint[]> {
    const rows = await this.db(TABLE)
      .where('run_id', runId)
      .groupBy('endpoints')
      .orderByRaw('min(part)')
      .select<Pick<PortionRow, 'endpoints'>[]>('endpoints');
    const named = rows.flatMap(row => endpointsIn(row.endpoints));
    const byKey = new Map(named.map(it => [endpointKey(it), it]));
    return [...byKey.values()].slice(0, MAX_ENDPOINTS);
  }

  /**
   * @param afterSeconds - only points later than this: of a run that goes on that is the newest portion, and only that
   *   is unpacked
   * @returns undefined where there are none of this endpoint at all
   */
  async ofEndpoint(
    runId: string,
    endpoint: Endpoint,
    afterSeconds?: number,
  ): Promise<readonly Point[] | undefined> {
    const after = afterSeconds ?? -Infinity;
    const rows = await this.db(TABLE)
      .where('run_id', runId)
      .orderBy('part')
      .select<
        (Pick<PortionRow, 'endpoints'> & { readonly points: Buffer | null })[]
      >(
        'endpoints',
        afterSeconds === undefined
          ? 'points'
          : this.db.raw(
              'case when last_second >= ? then points end as points',
              [Math.floor(after)],
            ),
      );
    const key = endpointKey(endpoint);
    const its = rows.filter(row =>
      endpointsIn(row.endpoints).some(it => endpointKey(it) === key),
    );
    if (its.length === 0) {
      return undefined;
    }
    const portions = await unpackAll(
      its.flatMap(({ points }) => (points ? [{ points }] : [])),
    );
    const joined = joinPoints(
      portions.filter(portion => endpointKey(portion) === key),
    );
    return joined.flatMap(({ points }) =>
      points.filter(point => point.elapsedSeconds > after),
    );
  }
}

async function unpackAll(
  rows: readonly Pick<PortionRow, 'points'>[],
): Promise<readonly EndpointPoints[]> {
  return (await Promise.all(rows.map(row => unpackPoints(row.points)))).flat();
}

function endpointsIn(json: string): readonly Endpoint[] {
  return (JSON.parse(json) as readonly [string, string][]).map(
    ([method, name]) => ({ method, name }),
  );
}
