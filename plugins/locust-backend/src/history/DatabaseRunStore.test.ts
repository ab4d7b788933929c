import { InputError } from '@backstage/errors';
import { TestDatabases, mockServices } from '@backstage/backend-test-utils';
import type { Point, RunEvent, RunPhase } from 'backstage-plugin-locust-common';
import type { Knex } from 'knex';
import { LOG_CAP_BYTES } from './capLog';
import { DatabaseRunStore } from './DatabaseRunStore';
import type { RunFigures, RunFilter } from '../runs/RunStore';
import { MAX_POINTS } from '../runs/thinPoints';
import {
  T0,
  later,
  runStart as start,
  statistics,
} from './__testUtils__/runStart';

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });

// Creating a database takes its time where the machine is busy.
jest.setTimeout(60_000);

const point = (elapsedSeconds: number, users = 10): Point => ({
  elapsedSeconds,
  users,
  rps: 5.5,
  failuresPerSecond: 0,
});

const figures = (overrides: Partial<RunFigures> = {}): RunFigures => ({
  points: [],
  requests: [],
  errors: [],
  exceptions: [],
  ...overrides,
});

const event = (overrides: Partial<RunEvent> = {}): RunEvent => ({
  time: T0,
  type: 'normal',
  reason: 'UsersSpawned',
  message: 'All 10 users are there',
  ...overrides,
});

const TERMINAL: readonly RunPhase[] = [
  'finished',
  'stopped',
  'error',
  'skipped',
];

describe.each(databases.eachSupportedId())(
  'DatabaseRunStore on %s',
  databaseId => {
    let knex: Knex;
    let store: DatabaseRunStore;

    beforeAll(async () => {
      knex = await databases.init(databaseId);
      store = await DatabaseRunStore.create({
        database: mockServices.database({ knex }),
      });
    });

    // All that belongs to a run goes with it.
    afterEach(() => knex('runs').delete());

    const get = async (id = 'run1') => {
      const run = await store.get(id);
      if (!run) {
        throw new Error(`There is no run ${id}`);
      }
      return run;
    };

    /** Every row there is, to see whether anything changed. */
    const everything = async () => ({
      runs: await knex('runs').orderBy('id'),
      points: await knex('run_points').orderBy(['run_id', 'second']),
      requests: await knex('run_requests').orderBy(['run_id', 'position']),
      errors: await knex('run_errors').orderBy(['run_id', 'position']),
      exceptions: await knex('run_exceptions').orderBy(['run_id', 'position']),
      events: await knex('run_events').orderBy('id'),
      logs: await knex('run_logs').orderBy('run_id'),
    });

    it('talks to the database that the test is named after', async () => {
      const sql =
        databaseId === 'SQLITE_3'
          ? 'select sqlite_version() as version'
          : 'select version() as version';
      const answer = await knex.raw(sql);
      const [{ version }] = answer.rows ?? answer;
      expect(version).toMatch(
        databaseId === 'SQLITE_3' ? /^3\.\d+/ : /^PostgreSQL \d+/,
      );
    });

    describe('create', () => {
      it('makes no tables where migrations are to be skipped', async () => {
        const empty = await databases.init(databaseId);
        await DatabaseRunStore.create({
          database: mockServices.database({
            knex: empty,
            migrations: { skip: true },
          }),
        });
        expect(await empty.schema.hasTable('runs')).toBe(false);
      });

      it('finds what was there before', async () => {
        await store.begin(start());
        const again = await DatabaseRunStore.create({
          database: mockServices.database({ knex }),
        });
        expect(await again.get('run1')).toEqual(await get());
      });
    });

    describe('a run that begins', () => {
      it('is queued, and tells what it was begun with', async () => {
        await store.begin(
          start({
            entityRef: 'component:default/shop',
            requestedBy: 'user:default/ada',
            trigger: 'user',
            spec: { users: 10, image: 'locust', note: 'a\u0000b 🦗' },
            runTimeSeconds: 20.5,
            users: 10,
          }),
        );
        expect(await get()).toEqual({
          id: 'run1',
          cluster: 'local',
          namespace: 'shop',
          name: 'checkout-x7k2p',
          jobName: 'checkout-x7k2p-master',
          test: 'checkout',
          entityRef: 'component:default/shop',
          requestedBy: 'user:default/ada',
          trigger: 'user',
          phase: 'queued',
          verdict: 'none',
          createdAt: T0,
          runTimeSeconds: 20.5,
          users: 10,
          workersWanted: 2,
          workersConnected: 0,
          spec: { users: 10, image: 'locust', note: 'a\u0000b 🦗' },
        });
      });

      it('has no field for what is not known', async () => {
        await store.begin(start());
        expect(Object.keys(await get()).sort()).toEqual([
          'cluster',
          'createdAt',
          'id',
          'jobName',
          'name',
          'namespace',
          'phase',
          'spec',
          'test',
          'trigger',
          'verdict',
          'workersConnected',
          'workersWanted',
        ]);
      });

      it('takes a reason back that has passed', async () => {
        await store.begin(start());
        await store.progress('run1', {
          phase: 'starting',
          reason: { code: 'Unschedulable', message: 'No node has room.' },
        });
        await store.progress('run1', { phase: 'running' });
        expect(await store.get('run1')).toHaveProperty('reason');
        await store.progress('run1', { phase: 'running', reason: null });
        expect(await store.get('run1')).not.toHaveProperty('reason');
      });

      it('fills the entity in when it becomes known, and keeps it then', async () => {
        await store.begin(start({ entityRef: undefined }));
        await store.begin(start({ entityRef: 'component:default/late' }));
        await store.begin(start({ entityRef: 'component:default/other' }));
        expect(await store.get('run1')).toMatchObject({
          entityRef: 'component:default/late',
        });
      });

      it('does not change when it is begun again', async () => {
        await store.begin(start({ jobUid: 'job-uid' }));
        await store.progress('run1', { phase: 'running' });
        const before = await everything();
        await store.begin(
          start({
            jobUid: 'another',
            cluster: 'renamed',
            test: 'other',
            createdAt: later(60),
            spec: { users: 1 },
          }),
        );
        expect(await everything()).toEqual(before);
      });

      it("gets its Job's UID when that becomes known", async () => {
        await store.begin(start());
        const before = await everything();
        await store.begin(start({ jobUid: 'job-uid', test: 'other' }));
        expect(await everything()).toEqual({
          ...before,
          runs: [{ ...before.runs[0], job_uid: 'job-uid' }],
        });
      });

      it('begins once when several replicas begin it at the same time', async () => {
        await Promise.all(
          Array.from({ length: 5 }, () =>
            store.begin(start({ jobUid: 'job-uid' })),
          ),
        );
        expect(await knex('runs').select('id', 'job_uid')).toEqual([
          { id: 'run1', job_uid: 'job-uid' },
        ]);
      });

      it('cannot have the Job of another run of the same cluster', async () => {
        await store.begin(start({ jobUid: 'job-uid' }));
        await expect(
          store.begin(start({ id: 'run2', jobUid: 'job-uid' })),
        ).rejects.toMatchObject({
          // The driver's own error class is of whichever test file loaded it first, so toThrow may not know it.
          message: expect.stringMatching(/unique/i),
        });
        await store.begin(
          start({ id: 'run3', jobUid: 'job-uid', clusterUid: 'other' }),
        );
        expect(await store.get('run2')).toBeUndefined();
        expect(await store.get('run3')).toBeDefined();
      });

      it('may share having no Job yet with others', async () => {
        await store.begin(start({ id: 'a' }));
        await store.begin(start({ id: 'b' }));
        expect((await store.list({}, { limit: 5 })).items).toHaveLength(2);
      });
    });

    describe('progress', () => {
      beforeEach(() => store.begin(start()));

      it('stores what is known, to the millisecond and the last digit', async () => {
        await store.progress('run1', {
          phase: 'finished',
          reason: { code: 'RunTimeReached', message: 'The time was up' },
          verdict: 'passed',
          startedAt: later(1.001),
          usersSpawnedAt: later(2.002),
          finishedAt: later(3.003),
          workersConnected: 2,
          currentUsers: 10,
          exitCode: 1,
          total: statistics({ requests: 5_000_000_000 }),
        });
        expect(await get()).toMatchObject({
          phase: 'finished',
          reason: { code: 'RunTimeReached', message: 'The time was up' },
          verdict: 'passed',
          startedAt: later(1.001),
          usersSpawnedAt: later(2.002),
          finishedAt: later(3.003),
          workersConnected: 2,
          currentUsers: 10,
          exitCode: 1,
          total: statistics({ requests: 5_000_000_000 }),
        });
      });

      it('gives the same JSON from every database', async () => {
        await store.progress('run1', { phase: 'running', startedAt: later(1) });
        expect(JSON.parse(JSON.stringify(await get()))).toMatchObject({
          createdAt: '2026-01-31T10:20:30.123Z',
          startedAt: '2026-01-31T10:20:31.123Z',
        });
      });

      it('leaves what is absent as it is', async () => {
        await store.progress('run1', {
          phase: 'running',
          reason: { code: 'Slow', message: 'It takes long' },
          startedAt: later(1),
          workersConnected: 2,
          currentUsers: 5,
          total: statistics(),
        });
        const before = await get();
        await store.progress('run1', { phase: 'stopping' });
        expect(await get()).toEqual({ ...before, phase: 'stopping' });
      });

      it('changes nothing when it is told twice', async () => {
        const progress = {
          phase: 'running',
          startedAt: later(1),
          workersConnected: 2,
        } as const;
        await store.progress('run1', progress);
        const before = await everything();
        await store.progress('run1', progress);
        expect(await everything()).toEqual(before);
      });

      it('updates a phase that stays the same', async () => {
        await store.progress('run1', { phase: 'running', currentUsers: 5 });
        await store.progress('run1', { phase: 'running', currentUsers: 0 });
        expect(await get()).toMatchObject({ currentUsers: 0 });
      });

      it.each([
        ['running', 'queued'],
        ['running', 'starting'],
        ['stopping', 'running'],
        ['starting', 'queued'],
      ] as const)('does not move from %s back to %s', async (stored, late) => {
        await store.progress('run1', {
          phase: stored,
          currentUsers: 10,
          workersConnected: 2,
          reason: { code: 'Now', message: 'now' },
        });
        await store.progress('run1', {
          phase: late,
          currentUsers: 1,
          workersConnected: 1,
          verdict: 'failed',
          exitCode: 1,
          reason: { code: 'Then', message: 'then' },
          total: statistics(),
        });
        const run = await get();
        expect(run).toMatchObject({
          phase: stored,
          currentUsers: 10,
          workersConnected: 2,
          verdict: 'none',
          reason: { code: 'Now', message: 'now' },
        });
        expect(run).not.toHaveProperty('exitCode');
        expect(run).not.toHaveProperty('total');
      });

      it('still learns from late news when the run started, but not anew', async () => {
        await store.progress('run1', { phase: 'running' });
        await store.progress('run1', {
          phase: 'starting',
          startedAt: later(1),
        });
        await store.progress('run1', {
          phase: 'starting',
          startedAt: later(9),
          usersSpawnedAt: later(2),
        });
        expect(await get()).toMatchObject({
          phase: 'running',
          startedAt: later(1),
          usersSpawnedAt: later(2),
        });
      });

      describe.each(TERMINAL)('of a run that is %s', terminal => {
        it.each(TERMINAL.concat(['queued', 'starting', 'running', 'stopping']))(
          'changes nothing that is known when it is %s',
          async phase => {
            await store.progress('run1', {
              phase: terminal,
              verdict: 'failed',
              thresholds: [
                { threshold: 'p95 < 1s', passed: false, message: 'no' },
              ],
              startedAt: later(0.1),
              usersSpawnedAt: later(0.2),
              finishedAt: later(0.3),
              workersConnected: 10,
              currentUsers: 1,
              exitCode: 1,
              total: statistics({ requests: 5 }),
            });
            const before = await everything();
            await store.progress('run1', {
              phase,
              verdict: 'passed',
              thresholds: [],
              reason: { code: 'Late', message: 'late' },
              startedAt: later(1),
              usersSpawnedAt: later(2),
              finishedAt: later(3),
              workersConnected: 9,
              currentUsers: 9,
              exitCode: 9,
              total: statistics(),
            });
            expect(await everything()).toEqual(before);
          },
        );

        it('still learns what is not known', async () => {
          await store.progress('run1', {
            phase: terminal,
            reason: { code: 'Gone', message: 'It is gone' },
          });
          await store.progress('run1', {
            phase: 'running',
            verdict: 'failed',
            thresholds: [
              { threshold: 'p95 < 1s', passed: false, message: 'no' },
            ],
            reason: { code: 'Late', message: 'late' },
            startedAt: later(1),
            usersSpawnedAt: later(2),
            finishedAt: later(3),
            workersConnected: 9,
            currentUsers: 9,
            exitCode: 0,
            total: statistics(),
          });
          const run = await get();
          expect(run).toMatchObject({
            phase: terminal,
            reason: { code: 'Gone', message: 'It is gone' },
            verdict: 'failed',
            startedAt: later(1),
            usersSpawnedAt: later(2),
            finishedAt: later(3),
            workersConnected: 9,
            exitCode: 0,
            total: statistics(),
          });
          expect(run).not.toHaveProperty('currentUsers');
        });

        it('takes no verdict without what it was judged by', async () => {
          await store.progress('run1', { phase: terminal });
          await store.progress('run1', { phase: terminal, verdict: 'passed' });
          expect(await get()).toMatchObject({ verdict: 'none' });
        });
      });

      describe('of doubts about the figures', () => {
        const doubt = (message: string) => ({
          doubts: [{ code: 'WorkersLost' as const, message }],
        });

        it('keeps what is known so far, none too', async () => {
          expect(await get()).not.toHaveProperty('doubts');
          await store.progress('run1', { phase: 'running', doubts: [] });
          expect(await get()).toMatchObject({ doubts: [] });
          await store.progress('run1', { phase: 'running', ...doubt('a') });
          await store.progress('run1', { phase: 'running' });
          expect(await get()).toMatchObject(doubt('a'));
        });

        it('after the end takes those that go with final figures, and others only where there are none', async () => {
          await store.progress('run1', { phase: 'finished' });
          await store.progress('run1', { phase: 'running', ...doubt('a') });
          await store.progress('run1', { phase: 'running', ...doubt('b') });
          expect(await get()).toMatchObject(doubt('a'));
          await store.progress('run1', {
            phase: 'running',
            ...doubt('c'),
            total: statistics(),
            totalFinal: true,
          });
          expect(await get()).toMatchObject(doubt('c'));
        });
      });

      describe('of the total', () => {
        const moment = (requests: number) => ({
          total: statistics({ requests }),
        });
        const final = (requests: number) => ({
          ...moment(requests),
          totalFinal: true,
        });

        it('puts final figures in the place of those of a moment, even after the end', async () => {
          await store.progress('run1', { phase: 'running', ...moment(5) });
          await store.progress('run1', { phase: 'stopped' });
          await store.progress('run1', { phase: 'stopped', ...moment(7) });
          expect(await get()).toMatchObject(moment(5));
          await store.progress('run1', { phase: 'running', ...final(9) });
          expect(await get()).toMatchObject(moment(9));
          await store.progress('run1', { phase: 'stopped', ...final(11) });
          await store.progress('run1', { phase: 'stopped', ...moment(13) });
          expect(await get()).toMatchObject(moment(9));
        });

        it('puts no figures of a moment in the place of final ones', async () => {
          await store.progress('run1', { phase: 'running', ...final(9) });
          await store.progress('run1', { phase: 'running', ...moment(5) });
          await store.progress('run1', { phase: 'finished', ...moment(5) });
          expect(await get()).toMatchObject(moment(9));
        });

        it('takes final figures again while the run goes on, for they are read from the same log', async () => {
          await store.progress('run1', { phase: 'running', ...final(9) });
          await store.progress('run1', { phase: 'running', ...final(10) });
          expect(await get()).toMatchObject(moment(10));
        });
      });

      it('tells the workers there are, and once it has ended the most there were', async () => {
        await store.progress('run1', { phase: 'running', workersConnected: 3 });
        await store.progress('run1', { phase: 'running', workersConnected: 1 });
        expect(await get()).toMatchObject({ workersConnected: 1 });
        await store.progress('run1', {
          phase: 'finished',
          workersConnected: 0,
        });
        expect(await get()).toMatchObject({ workersConnected: 3 });
      });

      it('ends once and only once however many write at the same time', async () => {
        const phases: RunPhase[] = [
          'starting',
          'running',
          'finished',
          'running',
          'stopping',
          'stopped',
          'starting',
          'error',
          'running',
          'stopping',
        ];
        const race = async (id: string) => {
          await store.begin(start({ id }));
          // What is seen along the way must never go back either.
          const seen: RunPhase[] = [];
          await Promise.all(
            phases.map(async (phase, writer) => {
              await store.progress(id, {
                phase,
                reason: { code: phase, message: `${writer}` },
              });
              seen.push((await get(id)).phase);
            }),
          );
          const run = await get(id);
          expect(TERMINAL).toContain(run.phase);
          expect(run.reason?.code).toBe(run.phase);
          const ends = seen.filter(phase => TERMINAL.includes(phase));
          expect(new Set(ends)).toEqual(new Set([run.phase]));
        };
        for (let round = 0; round < 10; round++) {
          await race(`race${round}`);
        }
      });
    });

    describe('news of a run that has not begun here', () => {
      it('are kept, and seen as soon as it begins', async () => {
        await store.progress('run1', { phase: 'finished', exitCode: 0 });
        await store.saveFigures('run1', figures({ points: [point(1)] }));
        await store.addEvent('run1', event());
        await store.saveLog('run1', {
          lines: ['a'],
          omitted: 0,
          complete: true,
        });
        await store.begin(start());
        expect(await get()).toMatchObject({
          phase: 'finished',
          exitCode: 0,
          test: 'checkout',
        });
        expect(await store.points('run1')).toEqual([point(1)]);
        expect(await store.events('run1')).toEqual([event()]);
        expect(await store.isComplete('run1')).toBe(true);
      });

      it('do not show a run before it begins', async () => {
        await store.progress('run1', { phase: 'running' });
        expect(await store.get('run1')).toBeUndefined();
        expect(await store.list({}, { limit: 5 })).toEqual({ items: [] });
        expect(await store.entityRefs()).toEqual([]);
        expect(await store.unfinished('cluster-uid')).toEqual([]);
      });
    });

    describe('figures', () => {
      beforeEach(() => store.begin(start()));

      const full = figures({
        points: [
          {
            elapsedSeconds: 0,
            time: later(0.001),
            users: 1,
            rps: 1.1,
            failuresPerSecond: 0.1,
            avg: 12.3456789,
            median: 12,
            p95: 99,
            workers: 2,
            requests: 5_000_000_000,
            failures: 1,
          },
          point(2.04),
        ],
        requests: [
          { method: 'GET', name: '/b | "c" é🦗', statistics: statistics() },
          { method: '', name: 'a'.repeat(5000), statistics: statistics() },
        ],
        errors: [
          {
            occurrences: 5_000_000_000,
            method: 'GET',
            name: '/',
            message: 'refused',
          },
        ],
        exceptions: [
          { occurrences: 2, message: 'KeyError', traceback: 'File "x"\n  y' },
        ],
      });

      it('come back as they were given, absent fields absent', async () => {
        await store.saveFigures('run1', full);
        expect(await store.points('run1')).toEqual(full.points);
        expect(Object.keys((await store.points('run1'))[1])).toEqual(
          Object.keys(full.points[1]),
        );
        expect(await store.requests('run1')).toEqual(full.requests);
        expect(await store.errors('run1')).toEqual({
          items: full.errors,
          exceptions: full.exceptions,
        });
      });

      it('come back without the warm-up, which stays when they are saved without', async () => {
        expect(await store.sinceWarmUp('run1')).toBeUndefined();
        const sinceWarmUp = {
          seconds: 30,
          total: statistics({ requests: 3 }),
          requests: full.requests,
        };
        await store.saveFigures('run1', { ...full, sinceWarmUp });
        await store.saveFigures('run1', full);
        expect(await store.sinceWarmUp('run1')).toEqual(sinceWarmUp);
        const missing = {
          seconds: 30,
          missing: 'short' as const,
          requests: [],
        };
        await store.saveFigures('run1', { ...full, sinceWarmUp: missing });
        expect(await store.sinceWarmUp('run1')).toEqual(missing);
        await store.delete('run1');
        expect(await store.sinceWarmUp('run1')).toBeUndefined();
      });

      it('change nothing, and write no row, when they are saved again', async () => {
        await store.saveFigures('run1', full);
        const before = await everything();
        const written: string[] = [];
        const onQuery = ({ sql }: { sql: string }) => {
          if (/^(insert|update|delete)/i.test(sql)) {
            written.push(sql);
          }
        };
        knex.on('query', onQuery);
        await store.saveFigures('run1', full);
        knex.removeListener('query', onQuery);
        expect(written).toEqual([]);
        expect(await everything()).toEqual(before);
      });

      it('add points to those that are there, and replace those of the same second', async () => {
        await store.saveFigures(
          'run1',
          figures({ points: [point(4), point(0), point(2)] }),
        );
        await store.saveFigures(
          'run1',
          figures({ points: [point(2.5, 99), point(6)] }),
        );
        expect(await store.points('run1')).toEqual([
          point(0),
          point(2.5, 99),
          point(4),
          point(6),
        ]);
      });

      it('puts no figures of a moment in the place of final ones, as a late reader has them, but takes its points', async () => {
        const last = { ...full, final: true };
        await store.progress('run1', {
          phase: 'finished',
          total: statistics(),
          totalFinal: true,
        });
        await store.saveFigures('run1', last);
        await store.saveFigures(
          'run1',
          figures({ points: [point(900)], requests: full.requests.slice(1) }),
        );
        expect(await store.requests('run1')).toEqual(full.requests);
        expect((await store.errors('run1')).items).toEqual(full.errors);
        expect((await store.errors('run1')).exceptions).toEqual(
          full.exceptions,
        );
        expect(
          (await store.points('run1')).map(it => it.elapsedSeconds),
        ).toContain(900);

        // Read from the same log again, they are the same; where they are not, the newer reader knows better.
        const again = figures({ requests: full.requests.slice(1) });
        await store.saveFigures('run1', { ...again, final: true });
        expect(await store.requests('run1')).toEqual(again.requests);
      });

      it('replace statistics, errors and exceptions', async () => {
        await store.saveFigures('run1', full);
        await store.saveFigures(
          'run1',
          figures({
            requests: [
              {
                method: 'POST',
                name: '/only',
                statistics: statistics({ requests: 7 }),
              },
            ],
          }),
        );
        expect(await store.requests('run1')).toEqual([
          {
            method: 'POST',
            name: '/only',
            statistics: statistics({ requests: 7 }),
          },
        ]);
        expect(await store.errors('run1')).toEqual({
          items: [],
          exceptions: [],
        });
      });

      it('are stored in any number of endpoints and errors', async () => {
        const many = figures({
          requests: Array.from({ length: 1500 }, (_, i) => ({
            method: 'GET',
            name: `/item/${i}`,
            statistics: statistics({ requests: i }),
          })),
          errors: Array.from({ length: 1500 }, (_, i) => ({
            occurrences: i,
            method: 'GET',
            name: `/item/${i}`,
            message: `refused ${i}`,
          })),
        });
        await store.saveFigures('run1', many);
        expect(await store.requests('run1')).toEqual(many.requests);
        expect((await store.errors('run1')).items).toEqual(many.errors);
      });

      it('are still taken when the run has ended', async () => {
        await store.progress('run1', { phase: 'finished' });
        await store.saveFigures('run1', full);
        expect(await store.points('run1')).toEqual(full.points);
        expect(await get()).toMatchObject({ phase: 'finished' });
      });

      it('may hold a NUL, which is replaced', async () => {
        await store.saveFigures(
          'run1',
          figures({
            requests: [
              { method: 'G\0', name: '/\0', statistics: statistics() },
            ],
            errors: [
              { occurrences: 1, method: 'G', name: '/\0', message: '\0!' },
            ],
          }),
        );
        expect((await store.requests('run1'))[0].name).toBe('/\uFFFD');
        expect((await store.errors('run1')).items[0].message).toBe('\uFFFD!');
      });

      it('are stored wholly or not at all', async () => {
        await expect(
          store.saveFigures(
            'run1',
            figures({
              points: [point(1)],
              errors: [
                {
                  occurrences: 1,
                  method: 'GET',
                  name: '/',
                  message: undefined as unknown as string,
                },
              ],
            }),
          ),
        ).rejects.toHaveProperty('message');
        expect(await store.points('run1')).toEqual([]);
      });

      it('give the points after a moment only', async () => {
        await store.saveFigures(
          'run1',
          figures({ points: [point(0), point(2.04), point(2.5 + 2)] }),
        );
        expect(await store.points('run1', 2.04)).toEqual([point(4.5)]);
        expect(await store.points('run1', 2)).toEqual([
          point(2.04),
          point(4.5),
        ]);
        expect(await store.points('run1', 9)).toEqual([]);
      });

      it('of an unknown run are none', async () => {
        expect(await store.points('other')).toEqual([]);
        expect(await store.requests('other')).toEqual([]);
        expect(await store.errors('other')).toEqual({
          items: [],
          exceptions: [],
        });
        expect(await store.log('other')).toBeUndefined();
        expect(await store.isComplete('other')).toBe(false);
      });
    });

    describe('points of a long run', () => {
      const day = Array.from({ length: 6_000 }, (_, i) => point(i * 2, i));

      beforeEach(() => store.begin(start()));

      it('are thinned to what is kept, the first and the newest among them', async () => {
        await store.saveFigures('run1', figures({ points: day }));
        const kept = await store.points('run1');
        expect(kept.length).toBeLessThanOrEqual(MAX_POINTS);
        expect(kept.length).toBeGreaterThan(MAX_POINTS / 2);
        expect(kept[0]).toEqual(day[0]);
        expect(kept.at(-1)).toEqual(day.at(-1));
      });

      it('are the same whether they came at once, in portions, or again from the start', async () => {
        await store.saveFigures('run1', figures({ points: day }));
        const atOnce = await store.points('run1');

        await store.begin(start({ id: 'run2' }));
        for (let from = 0; from < day.length; from += 250) {
          await store.saveFigures(
            'run2',
            figures({ points: day.slice(from, from + 250) }),
          );
          expect((await store.points('run2')).length).toBeLessThanOrEqual(
            MAX_POINTS,
          );
          expect((await store.points('run2')).at(-1)).toEqual(
            day.slice(from, from + 250).at(-1),
          );
        }
        expect(await store.points('run2')).toEqual(atOnce);

        // A new leader reads the log again from its start.
        for (let from = 0; from < day.length; from += 2000) {
          await store.saveFigures(
            'run2',
            figures({ points: day.slice(from, from + 2000) }),
          );
        }
        expect(await store.points('run2')).toEqual(atOnce);
      });

      it('come with lists as the way that the p95 went, the same however they came', async () => {
        const answered = day.map(one => ({
          ...one,
          p95: 100 + (one.elapsedSeconds % 500),
        }));
        await store.saveFigures('run1', figures({ points: answered }));
        await store.begin(start({ id: 'run2' }));
        for (const half of [answered.slice(0, 3_500), answered.slice(3_000)]) {
          await store.saveFigures('run2', figures({ points: half }));
        }
        await store.begin(start({ id: 'silent' }));
        const list = await store.list({}, { limit: 3 });
        const courses = new Map(
          list.items.map(run => [run.id, run.p95OverTime]),
        );
        expect(courses.get('run1')).toHaveLength(24);
        expect(Math.max(...(courses.get('run1') ?? []))).toBe(598);
        expect(courses.get('run2')).toEqual(courses.get('run1'));
        expect(courses.get('silent')).toBeUndefined();
      });

      it('that were thinned before they came thin those that are there', async () => {
        await store.saveFigures(
          'run1',
          figures({ points: [point(0), point(2), point(4), point(6)] }),
        );
        await store.saveFigures(
          'run1',
          figures({ points: [point(8)], pointInterval: 8 }),
        );
        const seconds = async () =>
          (await store.points('run1')).map(it => it.elapsedSeconds);
        expect(await seconds()).toEqual([0, 8]);

        // A process that begins again at the start of the log, and is not yet as far.
        await store.saveFigures(
          'run1',
          figures({ points: [point(2), point(4)], pointInterval: 1 }),
        );
        expect(await seconds()).toEqual([0, 8]);
      });
    });

    describe('the log', () => {
      beforeEach(() => store.begin(start()));

      it('comes back line by line as it was', async () => {
        const log = {
          lines: ['', 'a\tb', 'é 🦗 \0 "quoted"', 'with\nnewline', ''],
          omitted: 0,
          complete: false,
        };
        await store.saveLog('run1', log);
        expect(await store.log('run1')).toEqual(log);
      });

      it('is replaced by the next', async () => {
        await store.saveLog('run1', {
          lines: ['a'],
          omitted: 5,
          complete: false,
        });
        await store.saveLog('run1', {
          lines: ['a', 'b'],
          omitted: 0,
          complete: true,
        });
        expect(await store.log('run1')).toEqual({
          lines: ['a', 'b'],
          omitted: 0,
          complete: true,
        });
      });

      it('is stored compressed', async () => {
        const lines = Array.from(
          { length: 10_000 },
          (_, i) => `line ${i % 10} of many that are alike`,
        );
        await store.saveLog('run1', { lines, omitted: 0, complete: true });
        const { lines: stored } = await knex('run_logs').first('lines');
        expect(stored.length).toBeLessThan(lines.join('\n').length / 10);
        expect((await store.log('run1'))?.lines).toEqual(lines);
      });

      it('keeps head and tail where it is over the cap, and says what is left out', async () => {
        const line = (i: number) => `${i} ${'x'.repeat(1000)}`;
        const lines = Array.from({ length: 5000 }, (_, i) => line(i));
        await store.saveLog('run1', { lines, omitted: 7, complete: true });
        const kept = await store.log('run1');
        expect(kept?.lines[0]).toBe(line(0));
        expect(kept?.lines.at(-1)).toBe(line(4999));
        expect(kept?.omitted).toBe(7 + 5000 - (kept?.lines.length ?? 0));
        const bytes = Buffer.byteLength(kept?.lines.join('\n') ?? '');
        expect(bytes).toBeLessThanOrEqual(LOG_CAP_BYTES);
        expect(bytes).toBeGreaterThan(LOG_CAP_BYTES * 0.99);
      });

      it('makes the run complete when it is', async () => {
        expect(await store.isComplete('run1')).toBe(false);
        await store.saveLog('run1', {
          lines: ['a'],
          omitted: 0,
          complete: false,
        });
        expect(await store.isComplete('run1')).toBe(false);
        await store.saveLog('run1', {
          lines: ['a', 'b'],
          omitted: 0,
          complete: true,
        });
        expect(await store.isComplete('run1')).toBe(true);
      });

      it('is not undone by a late write once it is complete', async () => {
        const whole = { lines: ['a', 'b'], omitted: 0, complete: true };
        await store.saveLog('run1', whole);
        await store.saveLog('run1', {
          lines: ['a'],
          omitted: 0,
          complete: false,
        });
        expect(await store.log('run1')).toEqual(whole);
      });
    });

    describe('events', () => {
      beforeEach(() => store.begin(start()));

      it('come in the order of time, and of their coming within the same', async () => {
        const events = [
          event({ reason: 'Ended', time: later(9), type: 'warning' }),
          event({ reason: 'Zebra', time: later(1) }),
          event({ reason: 'Aardvark', time: later(1) }),
        ];
        for (const each of events) {
          await store.addEvent('run1', each);
        }
        expect(await store.events('run1')).toEqual([
          events[1],
          events[2],
          events[0],
        ]);
      });

      it('are the same with the same time, reason and message', async () => {
        await store.addEvent('run1', event());
        await store.addEvent('run1', event());
        await store.addEvent('run1', event({ message: 'b' }));
        await store.addEvent('run1', event({ reason: 'B' }));
        await store.addEvent('run1', event({ time: later(1) }));
        expect(await store.events('run1')).toHaveLength(4);
      });

      it('belong to their run', async () => {
        await store.begin(start({ id: 'run2' }));
        await store.addEvent('run1', event());
        await store.addEvent('run2', event());
        expect(await store.events('run1')).toHaveLength(1);
        expect(await store.events('run2')).toHaveLength(1);
      });

      it('are added once by many writers, and after the end too', async () => {
        await store.progress('run1', { phase: 'finished' });
        await Promise.all(
          Array.from({ length: 5 }, () => store.addEvent('run1', event())),
        );
        expect(await store.events('run1')).toEqual([event()]);
      });
    });

    describe('a deleted run', () => {
      const deleteRun = async () => {
        await store.begin(
          start({ jobUid: 'job-uid', entityRef: 'component:default/shop' }),
        );
        await store.progress('run1', {
          phase: 'finished',
          total: statistics(),
        });
        await store.saveFigures(
          'run1',
          figures({
            points: [point(1)],
            requests: [{ method: 'GET', name: '/', statistics: statistics() }],
            errors: [
              { occurrences: 1, method: 'GET', name: '/', message: 'no' },
            ],
            exceptions: [{ occurrences: 1, message: 'no', traceback: '' }],
          }),
        );
        await store.addEvent('run1', event());
        await store.saveLog('run1', {
          lines: ['a'],
          omitted: 0,
          complete: true,
        });
        await store.delete('run1');
      };

      const nothing = {
        points: [],
        requests: [],
        errors: [],
        exceptions: [],
        events: [],
        logs: [],
      };

      it('is gone with all that belongs to it', async () => {
        await deleteRun();
        expect(await store.get('run1')).toBeUndefined();
        expect(await store.list({}, { limit: 5 })).toEqual({ items: [] });
        expect(await store.entityRefs()).toEqual([]);
        expect(await store.unfinished('cluster-uid')).toEqual([]);
        expect(await everything()).toMatchObject(nothing);
      });

      it('is not brought back by anything', async () => {
        await deleteRun();
        const before = await everything();
        await store.begin(start({ jobUid: 'job-uid' }));
        await store.begin(start({ jobUid: 'another' }));
        await store.progress('run1', { phase: 'running' });
        await store.saveFigures('run1', figures({ points: [point(1)] }));
        await store.addEvent('run1', event());
        await store.saveLog('run1', {
          lines: ['a'],
          omitted: 0,
          complete: true,
        });
        expect(await store.get('run1')).toBeUndefined();
        expect(await everything()).toEqual(before);
      });

      it('stays dead when it was deleted before it ended', async () => {
        await store.begin(start());
        await store.delete('run1');
        const before = await everything();
        await store.progress('run1', { phase: 'queued', startedAt: T0 });
        await store.progress('run1', { phase: 'finished' });
        await store.begin(start({ jobUid: 'job-uid' }));
        expect(await everything()).toEqual(before);
        expect(await store.get('run1')).toBeUndefined();
        expect(await store.unfinished('cluster-uid')).toEqual([]);
      });

      it('can be deleted again', async () => {
        await deleteRun();
        const before = await everything();
        await store.delete('run1');
        expect(await everything()).toEqual(before);
      });

      it('leaves the others as they are', async () => {
        await store.begin(start({ id: 'run2' }));
        await store.saveFigures('run2', figures({ points: [point(1)] }));
        await deleteRun();
        expect(await store.get('run2')).toBeDefined();
        expect(await store.points('run2')).toEqual([point(1)]);
      });
    });

    describe('a list', () => {
      const ids = async (filter: RunFilter, limit = 100) =>
        (await store.list(filter, { limit })).items.map(run => run.id);

      /** The ids of the pages, one after the other. */
      const pages = async (
        filter: RunFilter,
        limit: number,
        between: (page: number) => Promise<void> = async () => {},
      ) => {
        const seen: string[][] = [];
        let cursor: string | undefined;
        do {
          const page = await store.list(filter, { limit, cursor });
          seen.push(page.items.map(run => run.id));
          cursor = page.nextCursor;
          await between(seen.length);
        } while (cursor !== undefined);
        return seen;
      };

      it('begins with the newest run, and the greater id of two of the same moment', async () => {
        await store.begin(start({ id: 'b', createdAt: later(1) }));
        await store.begin(start({ id: 'a', createdAt: later(2) }));
        await store.begin(start({ id: 'd', createdAt: later(1) }));
        await store.begin(start({ id: 'c', createdAt: later(1.001) }));
        expect(await ids({})).toEqual(['a', 'c', 'd', 'b']);
      });

      it('gives the runs whole', async () => {
        await store.begin(start({ entityRef: 'component:default/shop' }));
        await store.progress('run1', {
          phase: 'finished',
          total: statistics(),
        });
        expect((await store.list({}, { limit: 1 })).items).toEqual([
          await get(),
        ]);
      });

      it('has a cursor to the next page only where there is one', async () => {
        await store.begin(start({ id: 'a' }));
        await store.begin(start({ id: 'b' }));
        expect(await store.list({}, { limit: 2 })).not.toHaveProperty(
          'nextCursor',
        );
        expect(await store.list({}, { limit: 1 })).toHaveProperty(
          'nextCursor',
          expect.stringMatching(/^[\w-]+$/),
        );
      });

      it('pages through everything once, also among runs of the same moment', async () => {
        for (const id of ['a', 'b', 'c', 'd', 'e', 'f', 'g']) {
          await store.begin(
            start({ id, createdAt: later(id < 'd' ? 0 : 0.001) }),
          );
        }
        expect(await pages({}, 3)).toEqual([
          ['g', 'f', 'e'],
          ['d', 'c', 'b'],
          ['a'],
        ]);
      });

      it('keeps its pages while runs are added, moved on and deleted', async () => {
        for (let i = 0; i < 6; i++) {
          await store.begin(start({ id: `run${i}`, createdAt: later(i) }));
        }
        const seen = await pages({}, 2, async page => {
          await store.begin(
            start({ id: `new${page}`, createdAt: later(100 + page) }),
          );
          await store.progress('run0', { phase: 'running' });
          // The very run that the cursor stands at.
          await store.delete('run4');
        });
        expect(seen).toEqual([
          ['run5', 'run4'],
          ['run3', 'run2'],
          ['run1', 'run0'],
        ]);
      });

      it('keeps its filter over the pages', async () => {
        for (let i = 0; i < 6; i++) {
          await store.begin(
            start({
              id: `run${i}`,
              createdAt: later(i),
              test: i % 2 ? 'odd' : 'even',
            }),
          );
        }
        expect(await pages({ test: 'odd' }, 2)).toEqual([
          ['run5', 'run3'],
          ['run1'],
        ]);
      });

      it('pages through the runs of several entities as through those of one', async () => {
        for (let i = 0; i < 9; i++) {
          await store.begin(
            start({
              id: `run${i}`,
              createdAt: later(i),
              entityRef: `component:default/c${i % 3}`,
              test: i === 4 ? 'other' : 'checkout',
            }),
          );
        }
        const filter = {
          entityRefs: ['component:default/c0', 'component:default/c1'],
          test: 'checkout',
        };
        expect(await pages(filter, 2)).toEqual([
          ['run7', 'run6'],
          ['run3', 'run1'],
          ['run0'],
        ]);
      });

      it('refuses a cursor that is none, by its name', async () => {
        const refused = store.list({}, { limit: 1, cursor: 'page2' });
        await expect(refused).rejects.toThrow(InputError);
        await expect(refused).rejects.toThrow('The cursor "page2" is not');
      });

      describe('is filtered', () => {
        beforeEach(async () => {
          const shop = 'component:default/shop';
          const cart = 'component:default/cart';
          await store.begin(
            start({ id: 'a', createdAt: later(4), entityRef: shop }),
          );
          await store.begin(
            start({
              id: 'b',
              createdAt: later(3),
              entityRef: cart,
              trigger: 'user',
              test: 'other',
              cluster: 'remote',
            }),
          );
          await store.begin(
            start({ id: 'c', createdAt: later(2), namespace: 'else' }),
          );
          await store.begin(
            start({
              id: 'd',
              createdAt: later(1),
              entityRef: shop,
              locustUid: 'other-uid',
            }),
          );
          await store.progress('a', { phase: 'running' });
          await store.progress('b', { phase: 'finished', verdict: 'passed' });
          await store.progress('d', { phase: 'error', verdict: 'failed' });
          await store.marks.setBaseline('d');
        });

        it.each<[string, RunFilter, string[]]>([
          ['by nothing', {}, ['a', 'b', 'c', 'd']],
          [
            'by an entity',
            { entityRefs: ['component:default/shop'] },
            ['a', 'd'],
          ],
          [
            'by entities',
            {
              entityRefs: [
                'component:default/shop',
                'component:default/cart',
                'component:default/none',
                'component:default/shop',
              ],
            },
            ['a', 'b', 'd'],
          ],
          ['by an empty list of entities', { entityRefs: [] }, []],
          ['by a cluster', { cluster: 'remote' }, ['b']],
          ['by a namespace', { namespace: 'else' }, ['c']],
          ['by a Locust', { locustUid: 'other-uid' }, ['d']],
          ['by a test', { test: 'checkout' }, ['a', 'c', 'd']],
          ['by a phase', { phases: ['queued'] }, ['c']],
          ['by phases', { phases: ['error', 'finished'] }, ['b', 'd']],
          ['by an empty list of phases', { phases: [] }, []],
          ['by a verdict', { verdict: 'none' }, ['a', 'c']],
          ['by a trigger', { triggers: ['user'] }, ['b']],
          [
            'by triggers',
            { triggers: ['user', 'resource'] },
            ['a', 'b', 'c', 'd'],
          ],
          ['by an empty list of triggers', { triggers: [] }, []],
          ['by being a baseline', { baseline: true }, ['d']],
          ['by being none', { baseline: false }, ['a', 'b', 'c']],
          [
            'by being a baseline of one of several entities',
            {
              entityRefs: ['component:default/shop', 'component:default/cart'],
              baseline: true,
            },
            ['d'],
          ],
          ['by a moment to begin with', { createdFrom: later(3) }, ['a', 'b']],
          [
            'by a moment to end before',
            { createdBefore: later(3) },
            ['c', 'd'],
          ],
          [
            'by a time',
            { createdFrom: later(2), createdBefore: later(4) },
            ['b', 'c'],
          ],
          [
            'by several at once',
            {
              entityRefs: ['component:default/shop'],
              test: 'checkout',
              phases: ['running', 'finished'],
            },
            ['a'],
          ],
        ])('%s', async (_what, filter, expected) => {
          expect(await ids(filter)).toEqual(expected);
        });

        it('by more entities than a statement has variables', async () => {
          const many = Array.from(
            { length: 70_000 },
            (_, i) => `component:default/c${i}`,
          );
          expect(
            await ids({ entityRefs: [...many, 'component:default/cart'] }),
          ).toEqual(['b']);
        });

        it('so that one may ask for each entity there is', async () => {
          expect(await store.entityRefs()).toEqual([
            'component:default/cart',
            'component:default/shop',
          ]);
        });
      });
    });

    describe('unfinished', () => {
      it("gives a cluster's runs that have not ended, the oldest first", async () => {
        await store.begin(start({ id: 'late', createdAt: later(2) }));
        await store.begin(start({ id: 'early', createdAt: later(1) }));
        await store.begin(start({ id: 'other', clusterUid: 'other' }));
        await store.begin(start({ id: 'ended' }));
        await store.progress('late', { phase: 'stopping' });
        await store.progress('ended', { phase: 'skipped' });
        expect(await store.unfinished('cluster-uid')).toEqual(
          ['early', 'late'].map(id => ({
            id,
            locustUid: 'locust-uid',
            namespace: 'shop',
            locustName: 'checkout-x7k2p',
            jobName: 'checkout-x7k2p-master',
          })),
        );
      });
    });
  },
);
