import type { Knex } from 'knex';
import { present } from './present';
import type { StoredNumber } from './RunRow';
import { amongEntities, visibleRuns } from './visibleRuns';

/** What the runs of one entity in one namespace took on one day. */
export interface UsageOfDay {
  readonly entityRef?: string;
  readonly cluster: string;
  readonly namespace: string;
  /** In UTC, as `2026-01-31`: that on which the runs were created. */
  readonly day: string;
  readonly runs: number;
  /** Runs that did not pass their thresholds. */
  readonly failed: number;
  /** Runs that could not be carried out. */
  readonly errors: number;
  /** Users that were asked for, for as long as each run went. */
  readonly userSeconds: number;
  /** Workers that were asked for, for as long as each run went. */
  readonly workerSeconds: number;
}

interface UsageRow {
  readonly entity_ref: string | null;
  readonly cluster: string;
  readonly namespace: string;
  readonly day: string;
  readonly runs: StoredNumber;
  readonly failed: StoredNumber;
  readonly errors: StoredNumber;
  readonly user_seconds: StoredNumber;
  readonly worker_seconds: StoredNumber;
}

/** What runs took, added up by the database. */
export class RunUsage {
  constructor(private readonly db: Knex, private readonly now: () => Date) {}

  /**
   * Usage by day, entity and namespace, the days in their order. What goes still counts as far as it has gone.
   *
   * @param entityRefs - only runs of these; undefined: all, those of none included
   */
  async between(
    from: Date,
    before: Date,
    entityRefs?: readonly string[],
  ): Promise<readonly UsageOfDay[]> {
    const { day, seconds } = this.expressions();
    const runs = visibleRuns(this.db)
      .where('created_at', '>=', from)
      .where('created_at', '<', before);
    if (entityRefs) {
      amongEntities(this.db, runs, entityRefs);
    }
    const keys = ['entity_ref', 'cluster', 'namespace', 'day'];
    const rows: readonly UsageRow[] = await this.db
      .from(
        runs
          .select(
            'entity_ref',
            'cluster',
            'namespace',
            'verdict',
            'phase',
            'users',
            'workers_wanted',
          )
          .select({ day, seconds })
          .as('used'),
      )
      .groupBy(keys)
      .orderBy(['day', 'entity_ref', 'cluster', 'namespace'])
      .select(keys)
      .count({ runs: '*' })
      .select({
        failed: this.db.raw(
          "sum(case when verdict = 'failed' then 1 else 0 end)",
        ),
        errors: this.db.raw("sum(case when phase = 'error' then 1 else 0 end)"),
        user_seconds: this.db.raw('sum(coalesce(users, 0) * seconds)'),
        worker_seconds: this.db.raw('sum(workers_wanted * seconds)'),
      });
    return rows.map(decodeUsage);
  }

  /** Times are milliseconds in SQLite, and moments in PostgreSQL. */
  private expressions(): {
    readonly day: Knex.Raw;
    readonly seconds: Knex.Raw;
  } {
    const now = this.now();
    const going = 'case when started_at is null then 0 else ? end' as const;
    if (this.db.client.config.client === 'pg') {
      return {
        day: this.db.raw(
          "to_char(created_at at time zone 'UTC', 'YYYY-MM-DD')",
        ),
        seconds: this.db.raw(
          going.replace(
            '?',
            'extract(epoch from (coalesce(finished_at, ?::timestamptz) - started_at))::float8',
          ),
          [now],
        ),
      };
    }
    return {
      day: this.db.raw("date(created_at / 1000, 'unixepoch')"),
      seconds: this.db.raw(
        going.replace('?', '(coalesce(finished_at, ?) - started_at) / 1000.0'),
        [now.getTime()],
      ),
    };
  }
}

function decodeUsage(row: UsageRow): UsageOfDay {
  return present<UsageOfDay>({
    entityRef: row.entity_ref,
    cluster: row.cluster,
    namespace: row.namespace,
    day: row.day,
    runs: Number(row.runs),
    failed: Number(row.failed),
    errors: Number(row.errors),
    userSeconds: Number(row.user_seconds),
    workerSeconds: Number(row.worker_seconds),
  });
}
