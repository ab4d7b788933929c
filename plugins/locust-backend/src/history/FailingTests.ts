import type {
  Reason,
  RunPhase,
  ThresholdResult,
  Verdict,
} from 'backstage-plugin-locust-common';
import type { Knex } from 'knex';
import { distinctRuns } from './distinctRuns';
import { present } from './present';
import type { StoredNumber, StoredTime } from './RunRow';
import { runsBy, SHOWN } from './visibleRuns';

/** The last run of a test, which failed its thresholds or could not be carried out. */
export interface FailingRun {
  readonly id: string;
  readonly test: string;
  readonly entityRef?: string;
  readonly cluster: string;
  readonly namespace: string;
  readonly createdAt: Date;
  readonly phase: RunPhase;
  readonly verdict: Verdict;
  readonly reason?: Reason;
}

/** Runs of a test that failed one after the other, up to the last one. */
export interface FailingStreak {
  readonly inARow: number;
  /** When the first of them was created. */
  readonly since: Date;
  /** Whether all runs that were looked at fail, so that there may be more before them. */
  readonly orMore: boolean;
}

/** A test that fails, and since when. */
export interface FailingTest extends FailingRun, FailingStreak {
  /** Thresholds that its last run failed, as they were written. */
  readonly missed: readonly string[];
}

/** How many of the last runs of a test are looked at to say how many failed in a row. */
export const STREAK_RUNS = 50;

/** Tests that did not run for so long are no news; whatever runs once a month still is. */
export const FAILING_DAYS = 35;

/** How long the answer is told again, to all who ask. */
const FRESH_MS = 15_000;

const DAY_MS = 24 * 60 * 60_000;

/** Stopped and skipped runs say nothing of what was tested. */
const TELLING = `(verdict <> 'none' or phase in ('finished', 'error'))`;

const FAILING = `(verdict = 'failed' or phase = 'error')`;

/** The two ways in which runs are of a test: the columns that tell tests apart, and the index that has them. */
const TESTS = [
  {
    of: 'entity_ref is not null',
    identity: ['entity_ref', 'test'],
    index: 'runs_trend_idx',
  },
  {
    of: 'entity_ref is null',
    identity: ['cluster', 'namespace', 'test'],
    index: 'runs_place_idx',
  },
] as const;

interface StreakRow {
  readonly id: string;
  readonly in_a_row: StoredNumber;
  readonly since: StoredTime | null;
}

interface FailingRow {
  readonly id: string;
  readonly test: string;
  readonly entity_ref: string | null;
  readonly cluster: string;
  readonly namespace: string;
  readonly created_at: StoredTime;
  readonly phase: RunPhase;
  readonly verdict: Verdict;
  readonly reason_code: string | null;
  readonly reason_message: string | null;
}

/**
 * The tests that fail: those whose last run that says anything failed its thresholds or could not be carried out. A run
 * that went well without thresholds ends it.
 */
export class FailingTests {
  private known?: {
    readonly value: Promise<readonly FailingRun[]>;
    readonly at: number;
  };

  constructor(private readonly db: Knex, private readonly now: () => Date) {}

  /**
   * The last runs of all tests that fail, the newest first. May be up to fifteen seconds old: every test there is has
   * to be looked at, so this is done seldom and for all who ask.
   */
  all(): Promise<readonly FailingRun[]> {
    const at = this.now().getTime();
    if (this.known && at - this.known.at < FRESH_MS) {
      return this.known.value;
    }
    const known = { value: this.find(at), at };
    this.known = known;
    known.value.catch(() => {
      // A failure is not told twice.
      if (this.known === known) {
        this.known = undefined;
      }
    });
    return known.value;
  }

  /** Adds to failing runs how long their tests have failed, and what was missed; in their order. */
  async streaks(runs: readonly FailingRun[]): Promise<readonly FailingTest[]> {
    if (runs.length === 0) {
      return [];
    }
    const [streaks, missed] = await Promise.all([
      this.streaksOf(runs),
      this.missedThresholds(runs),
    ]);
    return runs.flatMap(run => {
      const streak = streaks.get(run.id);
      return streak
        ? [{ ...run, ...streak, missed: missed.get(run.id) ?? [] }]
        : [];
    });
  }

  private async find(at: number): Promise<readonly FailingRun[]> {
    const since = new Date(at - FAILING_DAYS * DAY_MS);
    const found = await Promise.all(
      TESTS.map(tests => this.failing(tests, since)),
    );
    return found
      .flat()
      .sort((a, b) => b.createdAt.getTime() - a.createdAt.getTime());
  }

  private async failing(
    { of, identity, index }: (typeof TESTS)[number],
    since: Date,
  ): Promise<readonly FailingRun[]> {
    const same = identity
      .map(column => `runs.${column} = combinations.${column}`)
      .join(' and ');
    const lastRuns = distinctRuns(this.db, identity, of, index).select({
      id: this.db.raw(`(
        select case when ${FAILING} then runs.id end
        from ${runsBy(this.db, index)}
        where ${SHOWN} and ${of} and ${same} and ${TELLING}
        order by created_at desc, runs.id desc limit 1)`),
    });
    const rows: readonly FailingRow[] = await this.db('runs')
      .whereIn('id', lastRuns)
      .where('created_at', '>=', since)
      .select([
        'id',
        'test',
        'entity_ref',
        'cluster',
        'namespace',
        'created_at',
        'phase',
        'verdict',
        'reason_code',
        'reason_message',
      ] satisfies (keyof FailingRow)[]);
    return rows.map(decodeFailingRun);
  }

  /** By the ids of the runs; nothing of one whose test has had a better run since. */
  private async streaksOf(
    runs: readonly FailingRun[],
  ): Promise<ReadonlyMap<string, FailingStreak>> {
    const found: readonly (readonly StreakRow[])[] = await Promise.all(
      TESTS.map(({ of, identity, index }) => {
        const same = identity
          .map(column => `runs.${column} = failing.${column}`)
          .join(' and ');
        const lastRuns = `(
          select created_at, ${FAILING} as failing
          from ${runsBy(this.db, index)}
          where ${SHOWN} and ${of} and ${same} and ${TELLING}
          order by created_at desc, runs.id desc limit ${STREAK_RUNS}) as last_runs`;
        const sinceGood = `from ${lastRuns}
          where last_runs.created_at > coalesce(failing.good_at, ?)`;
        const began = new Date(0);
        return this.db
          .from(
            this.db('runs as failing')
              .whereIn(
                'failing.id',
                runs.map(run => run.id),
              )
              .whereRaw(of)
              .select('failing.id', ...identity)
              .select({
                good_at: this.db.raw(`(
                  select max(created_at) from ${lastRuns}
                  where not last_runs.failing)`),
              })
              .as('failing'),
          )
          .select('id')
          .select({
            in_a_row: this.db.raw(`(select count(*) ${sinceGood})`, [began]),
            since: this.db.raw(`(select min(created_at) ${sinceGood})`, [
              began,
            ]),
          });
      }),
    );
    return new Map(
      found.flat().flatMap(row =>
        row.since === null
          ? []
          : [
              [
                row.id,
                {
                  inARow: Number(row.in_a_row),
                  since: new Date(row.since),
                  orMore: Number(row.in_a_row) >= STREAK_RUNS,
                },
              ] as const,
            ],
      ),
    );
  }

  private async missedThresholds(
    runs: readonly FailingRun[],
  ): Promise<ReadonlyMap<string, readonly string[]>> {
    const rows = await this.db('runs')
      .whereIn(
        'id',
        runs.map(run => run.id),
      )
      .whereNotNull('thresholds')
      .select<{ id: string; thresholds: string }[]>('id', 'thresholds');
    return new Map(
      rows.map(row => [
        row.id,
        (JSON.parse(row.thresholds) as ThresholdResult[])
          .filter(result => !result.passed)
          .map(result => result.threshold),
      ]),
    );
  }
}

function decodeFailingRun(row: FailingRow): FailingRun {
  return present<FailingRun>({
    id: row.id,
    test: row.test,
    entityRef: row.entity_ref,
    cluster: row.cluster,
    namespace: row.namespace,
    createdAt: new Date(row.created_at),
    phase: row.phase,
    verdict: row.verdict,
    reason:
      row.reason_code === null
        ? null
        : { code: row.reason_code, message: row.reason_message ?? '' },
  });
}
