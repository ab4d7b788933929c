import { gzipSync } from 'node:zlib';
import { resolvePackagePath } from '@backstage/backend-plugin-api';
import { mockServices, TestDatabases } from '@backstage/backend-test-utils';
import type { Knex } from 'knex';
import { later, runStart } from './__testUtils__/runStart';
import { DatabaseRunStore } from './DatabaseRunStore';

const directory = resolvePackagePath(
  'backstage-plugin-locust-backend',
  'migrations',
);
const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });

// Creating a database takes its time where the machine is busy.
jest.setTimeout(60_000);

async function tables(knex: Knex): Promise<string[]> {
  const rows: { name: string }[] =
    knex.client.config.client === 'pg'
      ? await knex('pg_catalog.pg_tables')
          .where('schemaname', 'public')
          .select('tablename as name')
      : await knex('sqlite_master').where('type', 'table').select('name');
  return rows
    .map(row => row.name)
    .filter(name => !/^(knex_|sqlite_)/.test(name))
    .sort();
}

describe.each(databases.eachSupportedId())('migrations on %s', databaseId => {
  let knex: Knex;
  beforeEach(async () => {
    knex = await databases.init(databaseId);
  });

  it('make the tables, and take them away again', async () => {
    await knex.migrate.latest({ directory });
    expect(await tables(knex)).toEqual([
      'admitted_runs',
      'freezes',
      'limited_owners',
      'locustfiles',
      'run_endpoint_points',
      'run_errors',
      'run_events',
      'run_exceptions',
      'run_logs',
      'run_points',
      'run_requests',
      'run_warm_ups',
      'runs',
      'told_states',
    ]);
    await knex.migrate.rollback({ directory }, true);
    expect(await tables(knex)).toEqual([]);
  });

  it('can be run again after they were undone', async () => {
    await knex.migrate.latest({ directory });
    await knex.migrate.rollback({ directory }, true);
    await knex.migrate.latest({ directory });
    await knex('runs').insert({ id: 'a' });
    expect(await knex('runs').first()).toMatchObject({
      id: 'a',
      phase: 'queued',
      phase_rank: 0,
      verdict: 'none',
      point_interval: 1,
      deleted_at: null,
    });
  });

  describe('of a database that has rows', () => {
    const TIME = new Date('2026-01-31T10:20:30.123Z');

    /** Everything that there is of what the first migration made. */
    const rows = async (columns: readonly string[]) => ({
      runs: await knex('runs').orderBy('id').select(columns),
      points: await knex('run_points').orderBy(['run_id', 'second']),
      requests: await knex('run_requests').orderBy(['run_id', 'position']),
      errors: await knex('run_errors').orderBy(['run_id', 'position']),
      exceptions: await knex('run_exceptions').orderBy(['run_id', 'position']),
      events: await knex('run_events').orderBy('id'),
      logs: await knex('run_logs').orderBy('run_id'),
    });

    const insertRows = async () => {
      const total = '{"requests":3}';
      const ended = { phase: 'finished', phase_rank: 4, created_at: TIME };
      await knex('runs').insert([
        { ...ended, id: 'read', total, entity_ref: 'component:default/shop' },
        { ...ended, id: 'unread', total },
        { ...ended, id: 'silent' },
      ]);
      await knex('run_points').insert({
        run_id: 'read',
        second: 2,
        elapsed_seconds: 2.5,
        users: 1,
        rps: 1,
        failures_per_second: 0,
      });
      const first = { run_id: 'read', position: 0 };
      const endpoint = { method: 'GET', name: '/a "name" | 🛒' };
      await knex('run_requests').insert({
        ...{ ...first, ...endpoint },
        statistics: '{"requests":3,"failures":1}',
      });
      await knex('run_errors').insert({
        ...{ ...first, ...endpoint },
        occurrences: 1,
        message: "HTTPError('503')",
      });
      await knex('run_exceptions').insert({
        ...first,
        occurrences: 2,
        message: 'a mistake',
        traceback: '  File "x.py", line 3',
      });
      await knex('run_events').insert({
        run_id: 'unread',
        digest: 'd',
        time: TIME,
        type: 'normal',
        reason: 'Started',
        message: 'It started',
      });
      await knex('run_logs').insert(
        ['read', 'silent', 'unread'].map(id => ({
          run_id: id,
          lines: gzipSync('["a line"]'),
          omitted: 0,
          complete: id !== 'unread',
        })),
      );
    };

    it('keep every row on the way up and on the way down', async () => {
      await knex.migrate.up({ directory, name: '20261122_runs.js' });
      await insertRows();
      const columns = Object.keys(await knex('runs').columnInfo());
      const before = await rows(columns);

      await knex.migrate.latest({ directory });
      expect(await rows(columns)).toEqual(before);

      await knex.migrate.down({ directory, name: '20261212_told_runs.js' });
      await knex.migrate.down({ directory, name: '20261206_told_states.js' });
      await knex.migrate.down({ directory, name: '20261205_freezes.js' });
      await knex.migrate.down({ directory, name: '20261201_p95_course.js' });
      await knex.migrate.down({
        directory,
        name: '20261130_endpoint_points.js',
      });
      await knex.migrate.down({ directory, name: '20261129_baselines.js' });
      await knex.migrate.down({ directory, name: '20261128_list_indices.js' });
      await knex.migrate.down({ directory, name: '20261127_trust.js' });
      expect(await knex('runs').columnInfo()).not.toHaveProperty('doubts');
      expect(await rows(columns)).toEqual(before);

      await knex.migrate.down({ directory, name: '20261123_marks.js' });
      expect(Object.keys(await knex('runs').columnInfo())).toEqual(columns);
      expect(await rows(columns)).toEqual(before);

      await knex.migrate.latest({ directory });
      expect(await rows(columns)).toEqual(before);
    });

    it('leave a history that reads every row and goes on', async () => {
      await knex.migrate.up({ directory, name: '20261122_runs.js' });
      await insertRows();
      const store = await DatabaseRunStore.create({
        database: mockServices.database({ knex }),
      });

      const endpoint = { method: 'GET', name: '/a "name" | 🛒' };
      expect(await store.get('read')).toMatchObject({
        id: 'read',
        phase: 'finished',
        entityRef: 'component:default/shop',
        createdAt: TIME,
        total: { requests: 3 },
      });
      expect(
        (await store.list({}, { limit: 10 })).items.map(({ id }) => id).sort(),
      ).toEqual(['read', 'silent', 'unread']);
      expect(await store.points('read')).toEqual([
        { elapsedSeconds: 2.5, users: 1, rps: 1, failuresPerSecond: 0 },
      ]);
      expect(await store.endpointPoints('read')).toEqual([]);
      expect(await store.endpointsWithPoints('read')).toEqual([]);
      expect(await store.requests('read')).toEqual([
        { ...endpoint, statistics: { requests: 3, failures: 1 } },
      ]);
      expect(await store.errors('read')).toEqual({
        items: [{ ...endpoint, occurrences: 1, message: "HTTPError('503')" }],
        exceptions: [
          {
            occurrences: 2,
            message: 'a mistake',
            traceback: '  File "x.py", line 3',
          },
        ],
      });
      expect(await store.events('unread')).toEqual([
        {
          time: TIME,
          type: 'normal',
          reason: 'Started',
          message: 'It started',
        },
      ]);
      expect(await store.log('read')).toEqual({
        lines: ['a line'],
        omitted: 0,
        complete: true,
      });
      // Nobody is told today how a run came out last year.
      expect(await store.toldStates.dueRuns(10)).toEqual([]);

      await store.begin(runStart({ id: 'new', createdAt: later(60) }));
      await store.marks.pin('read', true);
      expect((await store.get('new'))?.id).toBe('new');
      expect((await store.marks.get('read'))?.pinned).toBe(true);
    });

    it('take the total of a run whose whole log was read for final', async () => {
      await knex.migrate.up({ directory, name: '20261122_runs.js' });
      await insertRows();
      await knex.migrate.latest({ directory });
      expect(
        (await knex('runs').orderBy('id').select('id', 'total_final')).map(
          it => [it.id, Boolean(it.total_final)],
        ),
      ).toEqual([
        ['read', true],
        ['silent', false],
        ['unread', false],
      ]);
    });
  });

  it('let what belongs to a run go with its row', async () => {
    await knex.migrate.latest({ directory });
    await knex('runs').insert({ id: 'a' });
    const part = { run_id: 'a', position: 0 };
    await knex('run_points').insert({
      run_id: 'a',
      second: 0,
      elapsed_seconds: 0,
      users: 1,
      rps: 1,
      failures_per_second: 0,
    });
    await knex('run_endpoint_points').insert({
      run_id: 'a',
      part: 0,
      last_second: 0,
      endpoints: '[]',
      points: Buffer.from(''),
    });
    await knex('run_requests').insert({
      ...part,
      method: 'GET',
      name: '/',
      statistics: '{}',
    });
    await knex('run_errors').insert({
      ...part,
      occurrences: 1,
      method: 'GET',
      name: '/',
      message: 'no',
    });
    await knex('run_exceptions').insert({
      ...part,
      occurrences: 1,
      message: 'no',
      traceback: '',
    });
    await knex('run_events').insert({
      run_id: 'a',
      digest: 'd',
      time: new Date(),
      type: 'normal',
      reason: 'Started',
      message: 'It started',
    });
    await knex('run_logs').insert({
      run_id: 'a',
      lines: Buffer.from(''),
      omitted: 0,
      complete: true,
    });
    await knex('run_warm_ups').insert({
      run_id: 'a',
      figures: Buffer.from(''),
    });

    await knex('runs').where({ id: 'a' }).delete();

    for (const table of (await tables(knex)).filter(name =>
      name.startsWith('run_'),
    )) {
      expect([table, await knex(table).select()]).toEqual([table, []]);
    }
  });
});
