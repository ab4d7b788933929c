import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { FIGURES } from './__testUtils__/aRun';
import { FakeLocustPlugin } from './__testUtils__/FakeLocustPlugin';
import { TestScaffolder } from './__testUtils__/TestScaffolder';

// The scaffolder makes its database first, and looks for tasks every second.
jest.setTimeout(60_000);

const template = parse(
  readFileSync(
    path.resolve(
      __dirname,
      '../../../examples/templates/nightly-load-test.yaml',
    ),
    'utf8',
  ),
);

const VALUES = {
  entityRef: 'component:default/shop',
  page: '/search?q="tea"',
  users: 10,
  runTime: '30s',
  slowest: 500,
};

const ended = ({ status }: { readonly status: string }) =>
  ['completed', 'failed', 'cancelled'].includes(status);

describe('The example template, in the scaffolder', () => {
  let fake: FakeLocustPlugin;
  let scaffolder: TestScaffolder;

  beforeEach(async () => {
    fake = new FakeLocustPlugin();
    scaffolder = await TestScaffolder.start(fake, template);
  });

  afterEach(() => scaffolder.stop());

  it('makes the test, runs it and links to the run', async () => {
    fake.course = [
      { phase: 'starting', workersConnected: 1 },
      { phase: 'running', currentUsers: 10, total: FIGURES },
      { phase: 'finished', verdict: 'passed', total: FIGURES },
    ];
    const id = await scaffolder.begin('nightly-load-test', VALUES);
    const { status, log, output } = await scaffolder.taskOnce(id, ended);

    expect(log.join('\n')).toMatch(
      /Starting: 1 of 2 workers connected[^]+Running: 10 users, 1200 requests, 20.04 per second, 0.5 % failed, p95 120 ms[^]+Finished: 1200 requests/,
    );
    expect(status).toBe('completed');
    expect([...fake.made.values()]).toEqual([
      {
        name: 'shop-nightly',
        entityRef: 'component:default/shop',
        entityDefaults: true,
        spec: expect.objectContaining({
          schedule: '0 2 * * *',
          timeZone: 'Europe/Berlin',
          users: 10,
          thresholds: ['p95 < 500ms'],
          locustfile: {
            inline: expect.stringContaining(
              String.raw`self.client.get("/search?q=\"tea\"")`,
            ),
          },
        }),
      },
      'the-test',
    ]);
    expect(output).toMatchObject({
      links: [
        {
          url: `https://portal.example.com/locust/runs/${'run2'.padEnd(
            26,
            '0',
          )}`,
        },
        { entityRef: 'component:default/shop' },
      ],
    });
    // Everything is asked in the name of who started the task.
    expect(new Set(fake.requests.map(({ by }) => by))).toEqual(
      new Set(['user:default/sam']),
    );
  });

  it('stops the run of a task that is cancelled', async () => {
    fake.course = [{ phase: 'running', total: FIGURES }];
    const id = await scaffolder.begin('nightly-load-test', VALUES);
    await scaffolder.taskOnce(id, ({ log }) =>
      log.some(line => line.includes('Running:')),
    );
    await scaffolder.cancel(id);
    await scaffolder.taskOnce(id, ended);
    expect([...fake.stopped]).toEqual(['run2'.padEnd(26, '0')]);
  });

  it('runs again, under the same test, when a task is retried whose run failed', async () => {
    fake.course = [
      {
        phase: 'finished',
        verdict: 'failed',
        thresholds: [
          {
            threshold: 'p95 < 500ms',
            passed: false,
            message: 'p95 was 900 ms, and had to be below 500 ms',
          },
        ],
      },
    ];
    const id = await scaffolder.begin('nightly-load-test', VALUES);
    const failed = await scaffolder.taskOnce(id, ended);
    expect(failed.status).toBe('failed');
    expect(failed.log.join('\n')).toContain(
      'The load test failed its thresholds: p95 was 900 ms, and had to be below 500 ms (https://portal.example.com/locust/runs/run2',
    );

    fake.course = [{ phase: 'finished', verdict: 'passed' }];
    await scaffolder.retry(id);
    const retried = await scaffolder.taskOnce(
      id,
      ({ status }) => status === 'completed',
    );
    expect(retried.status).toBe('completed');
    expect([...fake.made.values()].slice(1)).toEqual(['the-test', 'the-test']);
  });
});
