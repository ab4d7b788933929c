import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import knexFactory, { type Knex } from 'knex';
import { keepQuick } from './keepQuick';

describe('keepQuick', () => {
  let folder: string;
  let db: Knex;

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'keep-quick-'));
    db = knexFactory({
      client: 'better-sqlite3',
      connection: { filename: path.join(folder, 'history.sqlite') },
      useNullAsDefault: true,
    });
  });

  afterEach(async () => {
    await db.destroy();
    rmSync(folder, { recursive: true });
  });

  it('lets SQLite commit without waiting for the disk, and without a file that a crash could leave half written', async () => {
    await keepQuick(db);
    expect(await db.raw('PRAGMA journal_mode')).toEqual([
      { journal_mode: 'wal' },
    ]);
    // 1 is NORMAL: the disk is waited for where the log is taken over into the database, not at each commit.
    expect(await db.raw('PRAGMA synchronous')).toEqual([{ synchronous: 1 }]);
  });
});
