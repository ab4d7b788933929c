import { mockCredentials } from '@backstage/backend-test-utils';
import { FIGURES } from './__testUtils__/aRun';
import { LocustServer } from './__testUtils__/LocustServer';
import { TestTask } from './__testUtils__/TestTask';
import { createRunAction } from './createRunAction';

const INPUT = {
  name: 'shop-smoke',
  entityRef: 'component:default/shop',
  spec: { users: 10, runTime: '1m' },
};

const EXPIRED = {
  ...mockCredentials.user(),
  expiresAt: new Date(Date.now() - 1_000),
};

const bad = (status: number, message: string) => ({ status, message });

describe('locust:run', () => {
  let server: LocustServer;
  let task: TestTask;
  const action = createRunAction({
    callsFor: credentials => server.calls(credentials),
    runUrl: id => `https://portal.example.com/locust/runs/${id}`,
    pauseMs: 1,
  });

  beforeEach(async () => {
    server = await LocustServer.start();
    task = new TestTask();
  });

  afterEach(() => server.stop());

  const asked = () =>
    server.fake.requests.map(({ what }) => what.replace(/run\d0+/, 'RUN'));

  it('gives what came of the run', async () => {
    server.fake.course = [
      { phase: 'finished', verdict: 'passed', total: FIGURES },
    ];
    const outputs = {};
    await action.handler(task.context(INPUT, { outputs }));
    const id = 'run1'.padEnd(26, '0');
    expect(outputs).toEqual({
      runId: id,
      runUrl: `https://portal.example.com/locust/runs/${id}`,
      verdict: 'passed',
      requests: 1200,
      failRatio: 0.005,
      p95: 120,
    });
    expect([...server.fake.made.values()]).toEqual([INPUT]);
  });

  it('says what to take from the entity, and leaves out what is empty', async () => {
    const input = { ...INPUT, entityDefaults: true };
    await action.handler(task.context({ ...input, cluster: '' }));
    expect([...server.fake.made.values()]).toEqual([input]);
  });

  it('succeeds without a verdict where the test has no thresholds', async () => {
    server.fake.course = [{ phase: 'finished', verdict: 'none' }];
    const outputs: Record<string, unknown> = {};
    await action.handler(task.context(INPUT, { outputs }));
    expect(outputs.verdict).toBe('none');
  });

  it('fails with the words of the refusal', async () => {
    server.fake.refuse('POST /runs', bad(400, 'spec.users: -1 was refused'));
    await expect(action.handler(task.context(INPUT))).rejects.toThrow(
      /^spec.users: -1 was refused$/,
    );
  });

  it('goes on with the run that it had begun, and begins none twice', async () => {
    server.fake.course = [{ phase: 'finished', verdict: 'passed' }];
    await action.handler(task.context(INPUT));
    await action.handler(task.context(INPUT));
    expect(asked().filter(it => it === 'POST /runs')).toHaveLength(1);
  });

  it('asks for the same run where the answer to the first request was lost', async () => {
    server.fake.refuse('POST /runs', bad(502, 'Bad gateway'));
    await action.handler(task.context(INPUT));
    expect(asked().filter(it => it === 'POST /runs')).toHaveLength(2);
    expect(server.fake.runs).toEqual([
      expect.stringMatching(/\["task-1","load-test","[0-9a-f]{16}"\] 1$/),
    ]);
    expect(task.log).toContain('It is tried again: Bad gateway');
  });

  it('begins another run after one that it failed by', async () => {
    server.fake.course = [
      { phase: 'error', reason: { code: 'A', message: 'No image' } },
    ];
    await expect(action.handler(task.context(INPUT))).rejects.toThrow(
      'The load test could not be carried out: No image (https://portal',
    );
    server.fake.course = [{ phase: 'finished', verdict: 'passed' }];
    await action.handler(task.context(INPUT));
    await action.handler(task.context(INPUT));
    expect(server.fake.runs.map(key => key.split(' ').pop())).toEqual([
      '1',
      '2',
    ]);
  });

  it('has a run for each round of a step', async () => {
    for (const name of ['a', 'b', 'a']) {
      await action.handler(task.context({ ...INPUT, name }));
    }
    expect([...server.fake.made.values()]).toEqual([
      { ...INPUT, name: 'a' },
      { ...INPUT, name: 'b' },
    ]);
  });

  it('bears with a portal that is away for a moment', async () => {
    server.fake.refuse(
      `GET /runs/${'run1'.padEnd(26, '0')}`,
      bad(503, 'Away'),
      bad(500, 'Still away'),
    );
    await action.handler(task.context(INPUT));
    expect(task.log.filter(line => line.includes('tried again'))).toEqual([
      'It is tried again: Away',
    ]);
  });

  it('does not ask again for a run that was deleted', async () => {
    server.fake.refuse(
      `GET /runs/${'run1'.padEnd(26, '0')}`,
      bad(404, 'There is no run; it may have been deleted'),
    );
    await expect(action.handler(task.context(INPUT))).rejects.toThrow(
      'There is no run; it may have been deleted',
    );
  });

  describe('of a test on a schedule', () => {
    it('runs it, also where it was made a moment ago', async () => {
      server.fake.refuse(
        'POST /tests/t/trigger',
        bad(404, 'There is no scheduled test t'),
        bad(409, 'The test has no CronJob yet'),
      );
      await action.handler(task.context({ testId: 't' }));
      expect([...server.fake.made.values()]).toEqual(['t']);
    });

    it('fails where there is none', async () => {
      server.fake.refuse(
        'POST /tests/t/trigger',
        ...Array(20).fill(bad(404, 'There is no scheduled test t')),
      );
      await expect(
        action.handler(task.context({ testId: 't' })),
      ).rejects.toThrow('There is no scheduled test t');
    });

    it('refuses what that test says itself', async () => {
      await expect(
        action.handler(task.context({ testId: 't', spec: {} })),
      ).rejects.toThrow('spec: it was refused beside testId');
      expect(asked()).toEqual([]);
    });
  });

  it('has to be told what to run', async () => {
    await expect(action.handler(task.context({ spec: {} }))).rejects.toThrow(
      'name: it is missing',
    );
  });

  describe('when the task is cancelled', () => {
    it('stops the run, and begins another when it is retried', async () => {
      server.fake.course = [{ phase: 'running' }];
      const cancelled = new AbortController();
      const done = action.handler(
        task.context(INPUT, { signal: cancelled.signal }),
      );
      while (!task.log.some(line => line.startsWith('Running'))) {
        await new Promise(resolve => setTimeout(resolve, 5));
      }
      cancelled.abort();
      await expect(done).rejects.toThrow('aborted');
      expect(asked().pop()).toBe('POST /runs/RUN/stop');

      server.fake.course = [{ phase: 'finished', verdict: 'passed' }];
      await action.handler(task.context(INPUT));
      expect(server.fake.runs).toHaveLength(2);
    });

    it('begins no run where that came first', async () => {
      await expect(
        action.handler(task.context(INPUT, { signal: AbortSignal.abort() })),
      ).rejects.toThrow('aborted');
      expect(asked()).toEqual([]);
    });
  });

  describe('once the token of who started the task is over', () => {
    it('follows the run in the name of the scaffolder', async () => {
      await action.handler(task.context(INPUT, { credentials: EXPIRED }));
      expect(server.fake.requests).toEqual([
        { what: 'POST /runs', by: 'user:default/mock' },
        {
          what: `GET /runs/${'run1'.padEnd(26, '0')}`,
          by: 'plugin:scaffolder',
        },
      ]);
    });
  });

  describe('as a dry run', () => {
    it('tells what is wrong and starts nothing', async () => {
      server.fake.problems = [{ field: 'spec.users', message: '-1 is bad' }];
      await expect(
        action.handler(task.context(INPUT, { isDryRun: true })),
      ).rejects.toThrow('spec.users: -1 is bad');
      expect(asked()).toEqual(['POST /validate']);
    });

    it('tells what it would become', async () => {
      await action.handler(task.context(INPUT, { isDryRun: true }));
      await action.handler(task.context({ testId: 't' }, { isDryRun: true }));
      expect(task.log).toEqual([
        'It would be accepted, and become Locust shop',
      ]);
      expect(asked()).toEqual(['POST /validate', 'GET /tests/t']);
    });
  });
});
