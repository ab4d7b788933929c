import type {
  RunPhase,
  Statistics,
  Verdict,
} from 'backstage-plugin-locust-common';
import type { Knex } from 'knex';
import { TERMINAL_RANK } from '../runs/phaseRank';
import type { TestIdentity } from '../runs/RunMarks';
import type { TrendPoint } from '../runs/TrendPoint';
import { present } from './present';
import { type StoredNumber, type StoredTime, decodeNumber } from './RunRow';
import { ofTest, visibleRuns } from './visibleRuns';

interface TrendRow {
  readonly id: string;
  readonly created_at: StoredTime;
  readonly phase: RunPhase;
  readonly verdict: Verdict;
  readonly is_baseline: boolean | number;
  readonly users: StoredNumber | null;
  readonly total: string | null;
}

/** How the runs of a test came out, one after the other. */
export class RunTrends {
  constructor(private readonly db: Knex) {}

  /**
   * The last runs of a test that have ended, the oldest of them first.
   *
   * @param before - only runs created before this moment
   */
  async of(
    test: TestIdentity,
    limit: number,
    before?: Date,
  ): Promise<readonly TrendPoint[]> {
    const runs = ofTest(visibleRuns(this.db), test).where(
      'phase_rank',
      TERMINAL_RANK,
    );
    if (before) {
      runs.where('created_at', '<', before);
    }
    const rows: readonly TrendRow[] = await runs
      .orderBy([
        { column: 'created_at', order: 'desc' },
        { column: 'id', order: 'desc' },
      ])
      .limit(limit)
      .select([
        'id',
        'created_at',
        'phase',
        'verdict',
        'is_baseline',
        'users',
        'total',
      ] satisfies (keyof TrendRow)[]);
    return rows.map(decodeTrendPoint).reverse();
  }
}

function decodeTrendPoint(row: TrendRow): TrendPoint {
  const total =
    row.total === null ? undefined : (JSON.parse(row.total) as Statistics);
  return present<TrendPoint>({
    runId: row.id,
    createdAt: new Date(row.created_at),
    phase: row.phase,
    verdict: row.verdict,
    baseline: Boolean(row.is_baseline),
    users: decodeNumber(row.users),
    p95: total?.percentiles['95'] ?? null,
    failRatio: total?.failRatio ?? null,
    rps: total?.rps ?? null,
    requests: total?.requests ?? null,
  });
}
