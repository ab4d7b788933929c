import type { SchedulerServiceTaskScheduleDefinition } from '@backstage/backend-plugin-api';
import { mockServices } from '@backstage/backend-test-utils';
import { describeHistory } from './__testUtils__/historyOn';
import { T0 } from './__testUtils__/runStart';
import { scheduleHistoryUpkeep } from './scheduleHistoryUpkeep';

const DAY = 24 * 60 * 60 * 1000;

describeHistory('scheduleHistoryUpkeep', history => {
  /** What was scheduled, to be run at once. */
  const scheduled = async (now: () => Date) => {
    const logger = mockServices.logger.mock();
    const scheduler = mockServices.scheduler.mock();
    await scheduleHistoryUpkeep({
      scheduler,
      store: history.store,
      policy: { days: 1 },
      isGone: async () => true,
      logger,
      now,
    });
    const [task] = scheduler.scheduleTask.mock.calls[0];
    return {
      task: task as SchedulerServiceTaskScheduleDefinition,
      logger,
      run: () =>
        (task.fn as (signal: AbortSignal) => Promise<void>)(
          new AbortController().signal,
        ),
    };
  };

  it('is done by one replica at a time', async () => {
    const { task } = await scheduled(() => T0);
    expect(task).toMatchObject({ scope: 'global', frequency: { hours: 1 } });
  });

  it('takes away what is old, and later its tombstone and locustfile', async () => {
    await history.ended({});
    await history.store.locustfiles.save('run1', {
      main: 'a.py',
      files: { 'a.py': '' },
    });
    let now = new Date(Date.now() + DAY);
    const { run, logger } = await scheduled(() => now);

    await run();
    expect(await history.store.get('run1')).toBeUndefined();
    expect(await history.knex('runs')).toHaveLength(1);

    now = new Date(now.getTime() + 2 * DAY);
    history.time = now;
    await run();
    expect(await history.knex('runs')).toEqual([]);
    expect(await history.knex('locustfiles')).toEqual([]);
    expect(logger.info).toHaveBeenCalledTimes(2);
  });

  it('says nothing where there was nothing to do', async () => {
    const { run, logger } = await scheduled(() => T0);
    await run();
    expect(logger.info).not.toHaveBeenCalled();
  });
});
