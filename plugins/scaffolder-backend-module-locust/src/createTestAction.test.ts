import { LocustServer } from './__testUtils__/LocustServer';
import { TestTask } from './__testUtils__/TestTask';
import { createTestAction } from './createTestAction';

const INPUT = {
  name: 'shop-nightly',
  entityRef: 'component:default/shop',
  schedule: '0 2 * * *',
  spec: { users: 10 },
};

describe('locust:test:create', () => {
  let server: LocustServer;
  let task: TestTask;
  const action = createTestAction({
    callsFor: credentials => server.calls(credentials),
  });

  beforeEach(async () => {
    server = await LocustServer.start();
    task = new TestTask();
  });

  afterEach(() => server.stop());

  it('puts a test on a schedule, once', async () => {
    const outputs = {};
    await action.handler(task.context(INPUT, { outputs }));
    await action.handler(task.context(INPUT));
    expect([...server.fake.made]).toEqual([
      [
        expect.stringContaining('POST /tests ["task-1","load-test",'),
        {
          name: 'shop-nightly',
          entityRef: 'component:default/shop',
          spec: { users: 10, schedule: '0 2 * * *' },
        },
      ],
    ]);
    expect(outputs).toEqual({
      testId: 'the-test',
      nextRunAt: '2026-02-01T02:00:00.000Z',
    });
    expect(task.log).toEqual([
      'load/shop-nightly in cluster local is on the schedule 0 2 * * * (UTC), next at 2026-02-01T02:00:00.000Z',
      'load/shop-nightly in cluster local is on the schedule 0 2 * * * (UTC), next at 2026-02-01T02:00:00.000Z',
    ]);
  });

  it('fails with the words of the refusal', async () => {
    server.fake.refuse('POST /tests', {
      status: 403,
      message: 'You may not do this',
    });
    await expect(action.handler(task.context(INPUT))).rejects.toThrow(
      /^You may not do this$/,
    );
  });

  it('makes nothing in a dry run', async () => {
    await action.handler(task.context(INPUT, { isDryRun: true }));
    expect(server.fake.requests.map(({ what }) => what)).toEqual([
      'POST /validate',
    ]);
  });
});
