import type { Knex } from 'knex';
import type {
  LocustfileFolders,
  LocustfileSnapshot,
  LocustfileStore,
} from '../runs/LocustfileSnapshot';
import { snapshotHash, snapshotJson } from '../runs/snapshotHash';
import { packJsonText, unpackJson } from './packedJson';
import { visibleRuns } from './visibleRuns';

/** How long a locustfile stays that no run has: longer than a run takes from having one to being written down. */
const UNUSED_MS = 24 * 60 * 60 * 1000;

/** The locustfiles that ran, each kept once however many runs had it. */
export class LocustfileSnapshots implements LocustfileStore, LocustfileFolders {
  constructor(private readonly db: Knex, private readonly now: () => Date) {}

  /** What a run ran. The first one stays, for a run keeps what it started with. Nothing for a run that is not there. */
  async save(runId: string, snapshot: LocustfileSnapshot): Promise<void> {
    const hash = snapshotHash(snapshot);
    const content = await packJsonText(snapshotJson(snapshot));
    await this.db.transaction(async trx => {
      const run = await visibleRuns(trx)
        .where('id', runId)
        .whereNull('locustfile_hash')
        .first('id');
      if (!run) {
        return;
      }
      await this.put(trx, hash, content);
      await visibleRuns(trx)
        .where('id', runId)
        .whereNull('locustfile_hash')
        .update({ locustfile_hash: hash });
    });
  }

  async of(runId: string): Promise<LocustfileSnapshot | undefined> {
    const row = await visibleRuns(this.db)
      .join('locustfiles', 'locustfiles.hash', 'runs.locustfile_hash')
      .where('runs.id', runId)
      .first<{ content: Buffer } | undefined>('content');
    return row && unpackJson<LocustfileSnapshot>(row.content);
  }

  /** Keeps what a run is about to be started with. Resolves to its hash. */
  async keep(snapshot: LocustfileSnapshot): Promise<string> {
    const hash = snapshotHash(snapshot);
    await this.put(this.db, hash, await packJsonText(snapshotJson(snapshot)));
    return hash;
  }

  async read(hash: string): Promise<LocustfileSnapshot | undefined> {
    const row = await this.db('locustfiles')
      .where('hash', hash)
      .first<{ content: Buffer } | undefined>('content');
    return row && unpackJson<LocustfileSnapshot>(row.content);
  }

  /** Whether a run of this entity had it; if so, it is kept for another run. */
  async keepAgain(hash: string, entityRef: string): Promise<boolean> {
    const run = await visibleRuns(this.db)
      .where({ locustfile_hash: hash, entity_ref: entityRef })
      .first('id');
    return (
      run !== undefined &&
      (await this.db('locustfiles')
        .where('hash', hash)
        .update({ used_at: this.now() })) > 0
    );
  }

  private async put(db: Knex, hash: string, content: Buffer): Promise<void> {
    await db('locustfiles')
      .insert({ hash, content, used_at: this.now() })
      .onConflict('hash')
      .merge(['used_at']);
  }

  /** Takes away what no run has any more. Resolves to how many there were. */
  async removeUnused(): Promise<number> {
    return this.db('locustfiles')
      .where('used_at', '<', new Date(this.now().getTime() - UNUSED_MS))
      .whereNotExists(
        this.db('runs')
          .whereRaw('runs.locustfile_hash = locustfiles.hash')
          .select(this.db.raw('1')),
      )
      .delete();
  }
}
