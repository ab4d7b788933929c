import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import type { Knex } from 'knex';
import type { LocustfileSnapshot } from '../runs/LocustfileSnapshot';
import { visibleRuns } from './visibleRuns';

const compress = promisify(gzip);
const decompress = promisify(gunzip);

/** How long a locustfile stays that no run has: longer than a run takes from having one to being written down. */
const UNUSED_MS = 24 * 60 * 60 * 1000;

/** The locustfiles that ran, each kept once however many runs had it. */
export class LocustfileSnapshots {
  constructor(private readonly db: Knex, private readonly now: () => Date) {}

  /** What a run ran. The first one stays, for a run keeps what it started with. Nothing for a run that is not there. */
  async save(runId: string, snapshot: LocustfileSnapshot): Promise<void> {
    const json = JSON.stringify(ordered(snapshot));
    const hash = createHash('sha256').update(json).digest('hex');
    const content = await compress(json);
    await this.db.transaction(async trx => {
      const run = await visibleRuns(trx)
        .where('id', runId)
        .whereNull('locustfile_hash')
        .first('id');
      if (!run) {
        return;
      }
      await trx('locustfiles')
        .insert({ hash, content, used_at: this.now() })
        .onConflict('hash')
        .merge(['used_at']);
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
    return (
      row &&
      (JSON.parse(
        (await decompress(row.content)).toString('utf8'),
      ) as LocustfileSnapshot)
    );
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

/** The same content is the same text, whatever the order of its files. */
function ordered({ main, files }: LocustfileSnapshot): LocustfileSnapshot {
  return {
    main,
    files: Object.fromEntries(
      Object.entries(files).sort(([a], [b]) => (a < b ? -1 : 1)),
    ),
  };
}
