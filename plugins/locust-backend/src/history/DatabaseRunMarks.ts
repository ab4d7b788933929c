import type { ThresholdResult } from 'backstage-plugin-locust-common';
import type { Knex } from 'knex';
import type {
  Marks,
  Rejudgement,
  RunMarks,
  RunNote,
  TestIdentity,
} from '../runs/RunMarks';
import { present } from './present';
import { type StoredTime, storable } from './RunRow';
import { ofTest, visibleRuns } from './visibleRuns';

interface MarksRow {
  readonly id: string;
  readonly pinned: boolean | number;
  readonly is_baseline: boolean | number;
  readonly note: string | null;
  readonly note_by: string | null;
  readonly note_at: StoredTime | null;
  readonly thresholds: string | null;
  readonly rejudgement: string | null;
}

const MARKS_COLUMNS = [
  'id',
  'pinned',
  'is_baseline',
  'note',
  'note_by',
  'note_at',
  'thresholds',
  'rejudgement',
] as const satisfies readonly (keyof MarksRow)[];

/** Of a test's baseline being set on several replicas at once. */
const ATTEMPTS = 5;

/** What people say of runs, in the plugin's database. */
export class DatabaseRunMarks implements RunMarks {
  constructor(private readonly db: Knex) {}

  async pin(id: string, pinned: boolean): Promise<boolean> {
    return this.update(id, { pinned });
  }

  async setBaseline(id: string): Promise<boolean> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.db.transaction(trx => replaceBaseline(trx, id));
      } catch (error) {
        // Another replica has set another run since ours was the only one: whoever writes last is right.
        if (attempt === ATTEMPTS || !isTaken(error)) {
          throw error;
        }
      }
    }
  }

  async clearBaseline(id: string): Promise<boolean> {
    return this.update(id, { is_baseline: false });
  }

  async annotate(id: string, note: RunNote | undefined): Promise<boolean> {
    return this.update(id, {
      note: note?.text ?? null,
      note_by: note?.by ?? null,
      note_at: note?.at ?? null,
    });
  }

  async rejudge(
    id: string,
    rejudgement: Rejudgement | undefined,
  ): Promise<boolean> {
    return this.update(id, {
      rejudgement: rejudgement ? JSON.stringify(rejudgement) : null,
    });
  }

  async get(id: string): Promise<Marks | undefined> {
    return (await this.ofRuns([id])).get(id);
  }

  async ofRuns(ids: readonly string[]): Promise<ReadonlyMap<string, Marks>> {
    const rows: readonly MarksRow[] = await visibleRuns(this.db)
      .whereIn('id', ids)
      .select(MARKS_COLUMNS);
    return new Map(rows.map(row => [row.id, decodeMarks(row)]));
  }

  async baselineOf(test: TestIdentity): Promise<string | undefined> {
    const row = await ofTest(visibleRuns(this.db), test)
      .whereRaw('is_baseline')
      .first<{ id: string } | undefined>('id');
    return row?.id;
  }

  private async update(
    id: string,
    columns: Readonly<Record<string, unknown>>,
  ): Promise<boolean> {
    const changed: number = await visibleRuns(this.db)
      .where('id', id)
      .update(storable(columns));
    return changed > 0;
  }
}

async function replaceBaseline(
  trx: Knex.Transaction,
  id: string,
): Promise<boolean> {
  const run = await visibleRuns(trx).where('id', id).forUpdate().first<
    | {
        entity_ref: string | null;
        cluster: string;
        namespace: string;
        test: string;
      }
    | undefined
  >('entity_ref', 'cluster', 'namespace', 'test');
  if (!run) {
    return false;
  }
  await ofTest(
    trx('runs'),
    run.entity_ref === null
      ? { cluster: run.cluster, namespace: run.namespace, test: run.test }
      : { entityRef: run.entity_ref, test: run.test },
  )
    .whereRaw('is_baseline')
    .whereNot('id', id)
    .update({ is_baseline: false });
  await trx('runs').where({ id }).update({ is_baseline: true });
  return true;
}

/** SQLite's and PostgreSQL's ways to say that a unique index refuses, or that two transactions waited for each other. */
function isTaken(error: unknown): boolean {
  const { code } = error as { readonly code?: unknown };
  return (
    code === 'SQLITE_CONSTRAINT_UNIQUE' || code === '23505' || code === '40P01'
  );
}

function decodeMarks(row: MarksRow): Marks {
  return present<Marks>({
    pinned: Boolean(row.pinned),
    baseline: Boolean(row.is_baseline),
    note:
      row.note === null
        ? null
        : present<RunNote>({
            text: row.note,
            by: row.note_by,
            at: new Date(row.note_at ?? 0),
          }),
    thresholds:
      row.thresholds === null
        ? null
        : (JSON.parse(row.thresholds) as readonly ThresholdResult[]),
    rejudgement:
      row.rejudgement === null ? null : decodeRejudgement(row.rejudgement),
  });
}

function decodeRejudgement(text: string): Rejudgement {
  const stored = JSON.parse(text) as Omit<Rejudgement, 'at'> & { at: string };
  return { ...stored, at: new Date(stored.at) };
}
