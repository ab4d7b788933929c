import type { SchedulerService } from '@backstage/backend-plugin-api';
import type { OwnerNotifier } from './OwnerNotifier';

/** Lets the owners of tests be told how these stand; on one replica at a time. */
export async function scheduleNotifications(
  scheduler: SchedulerService,
  notifier: Pick<OwnerNotifier, 'look'>,
): Promise<void> {
  await scheduler.scheduleTask({
    id: 'locust-notifications',
    scope: 'global',
    frequency: { seconds: 30 },
    // The clusters and the catalog are read by then.
    initialDelay: { seconds: 30 },
    timeout: { minutes: 5 },
    fn: signal => notifier.look(signal),
  });
}
