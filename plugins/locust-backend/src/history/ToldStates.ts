import type {
  RunPhase,
  ThresholdResult,
  Verdict,
} from 'backstage-plugin-locust-common';
import type { Knex } from 'knex';
import type { EndedRun } from '../runs/EndedRun';
import type { DueNotice, Notice } from '../runs/Notice';
import { present } from './present';
import type { StoredTime } from './RunRow';
import { visibleRuns } from './visibleRuns';

/** What is so of a test or schedule, and what its owner is told where it was otherwise before. */
export interface SeenState {
  readonly state: string;
  /** Of what it was seen at. */
  readonly since: Date;
  /** Undefined: there is nobody to tell. */
  readonly notice: Notice | undefined;
}

interface EndedRow {
  readonly id: string;
  readonly cluster: string;
  readonly namespace: string;
  readonly test: string;
  readonly entity_ref: string | null;
  readonly created_at: StoredTime;
  readonly phase: RunPhase;
  readonly verdict: Verdict;
  readonly reason_message: string | null;
  readonly thresholds: string | null;
}

interface ToldRow {
  readonly subject: string;
  readonly state: string;
  readonly told_state: string;
  readonly since: StoredTime;
  readonly notice: string | null;
  readonly notice_at: StoredTime | null;
}

/** What is told of a subject that nobody was told anything of: that all is well needs no telling. */
export const UNTOLD_STATE = 'ok';

/** What nothing was seen of for so long is forgotten. */
const REMEMBERED_MS = 365 * 24 * 60 * 60 * 1000;

/**
 * How tests and schedules stand, and what their owners were told last. Only the difference between the two is told,
 * so that what changes and changes back before anybody was told is no news.
 */
export class ToldStates {
  constructor(private readonly db: Knex) {}

  /** Runs that have ended since anybody looked, the oldest first. */
  async dueRuns(limit: number): Promise<readonly EndedRun[]> {
    const rows: readonly EndedRow[] = await visibleRuns(this.db)
      .whereRaw('outcome_due')
      .orderBy([{ column: 'created_at' }, { column: 'id' }])
      .limit(limit)
      .select([
        'id',
        'cluster',
        'namespace',
        'test',
        'entity_ref',
        'created_at',
        'phase',
        'verdict',
        'reason_message',
        'thresholds',
      ] satisfies (keyof EndedRow)[]);
    return rows.map(decodeEndedRun);
  }

  /**
   * Takes account of how a run came out, once, whoever else looks at it at the same time.
   *
   * @param stateAfter - given the state of its test before; undefined: it changes nothing
   */
  async takeOutcome(
    runId: string,
    subject: string,
    stateAfter: (before: string) => SeenState | undefined,
    now: Date,
  ): Promise<void> {
    await this.db.transaction(async trx => {
      const mine: number = await trx('runs')
        .where('id', runId)
        .whereRaw('outcome_due')
        .update({ outcome_due: false });
      if (mine === 0) {
        return;
      }
      const before = await rowOf(trx, subject);
      const seen = stateAfter(before?.state ?? UNTOLD_STATE);
      if (seen) {
        await see(trx, subject, seen, before, now);
      }
    });
  }

  /** Takes account of what is so of a subject now. */
  async see(subject: string, seen: SeenState, now: Date): Promise<void> {
    await this.db.transaction(async trx => {
      await see(trx, subject, seen, await rowOf(trx, subject), now);
    });
  }

  /**
   * The states of those of the subjects that anything is known of.
   *
   * @param subjects - at most some hundreds, for a database takes only so many parameters at once
   */
  async statesOf(
    subjects: readonly string[],
  ): Promise<ReadonlyMap<string, string>> {
    const rows = await this.db('told_states')
      .whereIn('subject', subjects)
      .select<Pick<ToldRow, 'subject' | 'state'>[]>('subject', 'state');
    return new Map(rows.map(row => [row.subject, row.state]));
  }

  /** What is to be told and is not claimed, the oldest first. */
  async due(limit: number, now: Date): Promise<readonly DueNotice[]> {
    const rows = await dueRows(this.db, now)
      .orderBy([{ column: 'notice_at' }, { column: 'subject' }])
      .limit(limit)
      .select<ToldRow[]>('subject', 'state', 'notice', 'notice_at');
    return rows.map(row => ({
      subject: row.subject,
      state: row.state,
      notice: JSON.parse(row.notice!) as Notice,
      at: new Date(row.notice_at ?? 0),
    }));
  }

  /**
   * Claims what is to be told of a subject.
   *
   * @param until - then others may tell it, unless {@link told} was called
   * @returns whether it may be told: it is as due as it was, and nobody else has claimed it
   */
  async claim(
    { subject, state }: Pick<DueNotice, 'subject' | 'state'>,
    until: Date,
    now: Date,
  ): Promise<boolean> {
    const claimed: number = await dueRows(this.db, now)
      .where({ subject, state })
      .update({ claimed_until: until });
    return claimed > 0;
  }

  /** It was told, or is not to be told any more. What has changed meanwhile is due by itself. */
  async told({
    subject,
    state,
  }: Pick<DueNotice, 'subject' | 'state'>): Promise<void> {
    await this.db('told_states')
      .where({ subject })
      .update({ told_state: state, claimed_until: null });
  }

  /** @returns how many subjects were forgotten, of which nothing was seen for a year */
  async forgetOld(now: Date): Promise<number> {
    return this.db('told_states')
      .where('since', '<', new Date(now.getTime() - REMEMBERED_MS))
      .delete();
  }
}

async function rowOf(
  trx: Knex.Transaction,
  subject: string,
): Promise<ToldRow | undefined> {
  return trx('told_states')
    .where({ subject })
    .forUpdate()
    .first<ToldRow | undefined>();
}

async function see(
  trx: Knex.Transaction,
  subject: string,
  { state, since, notice }: SeenState,
  before: ToldRow | undefined,
  now: Date,
): Promise<void> {
  if (before && new Date(before.since) > since) {
    return;
  }
  const changed = before?.state !== state;
  await trx('told_states')
    .insert({
      subject,
      state,
      since,
      told_state:
        changed && !notice ? state : before?.told_state ?? UNTOLD_STATE,
      // A claim stays: what was claimed is told before what comes after it.
      ...(changed && {
        notice: notice ? JSON.stringify(notice) : null,
        notice_at: now,
      }),
    })
    .onConflict('subject')
    .merge();
}

function dueRows(db: Knex, now: Date): Knex.QueryBuilder {
  return db('told_states')
    .whereNotNull('notice')
    .whereRaw('state <> told_state')
    .where(claim =>
      claim.whereNull('claimed_until').orWhere('claimed_until', '<=', now),
    );
}

function decodeEndedRun(row: EndedRow): EndedRun {
  return present<EndedRun>({
    id: row.id,
    cluster: row.cluster,
    namespace: row.namespace,
    test: row.test,
    entityRef: row.entity_ref,
    createdAt: new Date(row.created_at),
    phase: row.phase,
    verdict: row.verdict,
    message: row.reason_message,
    thresholds:
      row.thresholds === null
        ? []
        : (JSON.parse(row.thresholds) as readonly ThresholdResult[]),
  });
}
