import type {
  LoggerService,
  SchedulerService,
} from '@backstage/backend-plugin-api';
import type { DatabaseRunStore } from './DatabaseRunStore';
import type { RetentionPolicy } from './RunRetention';
import type { IsGone } from './Tombstones';

/** Keeps the history within what configuration allows; on one replica at a time. */
export async function scheduleHistoryUpkeep(options: {
  readonly scheduler: SchedulerService;
  readonly store: DatabaseRunStore;
  readonly policy: RetentionPolicy;
  readonly isGone: IsGone;
  readonly logger: LoggerService;
  readonly now: () => Date;
}): Promise<void> {
  const { scheduler, store, policy, isGone, logger, now } = options;
  await scheduler.scheduleTask({
    id: 'locust-history-upkeep',
    scope: 'global',
    frequency: { hours: 1 },
    initialDelay: { minutes: 2 },
    timeout: { minutes: 30 },
    fn: async signal => {
      const expired = await store.retention.apply(policy, now(), signal);
      const forgotten = await store.tombstones.sweep(isGone, now(), signal);
      const locustfiles = await store.locustfiles.removeUnused();
      await store.toldStates.forgetOld(now());
      if (expired + forgotten + locustfiles > 0) {
        logger.info(
          `History: took away ${expired} runs by age or number, ${forgotten} tombstones of runs the cluster has nothing of any more, and ${locustfiles} locustfiles that no run has`,
        );
      }
    },
  });
}
