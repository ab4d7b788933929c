import { InputError } from '@backstage/errors';
import type { OwnerUsage } from 'backstage-plugin-locust-common';
import type { UsageOfDay } from '../history/RunUsage';
import { readableEntities } from './readableEntities';
import { readTimeRange } from './readTimeRange';
import type { LocustRouter, RouterParts } from './RouterParts';

const DAY_MS = 24 * 60 * 60_000;
const USUAL_DAYS = 30;
const MOST_DAYS = 400;
const HOUR_SECONDS = 3_600;

/** `/usage`: what the runs of each owner took, day by day. */
export function addUsageRoutes(router: LocustRouter, parts: RouterParts): void {
  const { store, context, ownerOfRun, clock } = parts;

  router.get('/usage', async (request, response) => {
    const credentials = await context.caller(request as never);
    const entityRefs = await readableEntities(parts, credentials);
    const asked = readTimeRange(request.query);
    const before = asked.createdBefore ?? new Date(clock.wall());
    const from =
      asked.createdFrom ?? new Date(before.getTime() - USUAL_DAYS * DAY_MS);
    if (before.getTime() - from.getTime() > MOST_DAYS * DAY_MS) {
      throw new InputError(
        `from: ${from.toISOString()} was refused; from and to may be ${MOST_DAYS} days apart`,
      );
    }
    const days = await store.usage.between(from, before, entityRefs);
    response.json({
      from: from.toISOString() as never,
      to: before.toISOString() as never,
      items: byOwner(days, ownerOfRun),
    });
  });
}

/** Adds up what belongs to the same owner on the same day; what nobody owns stands under no owner. */
function byOwner(
  days: readonly UsageOfDay[],
  ownerOfRun: RouterParts['ownerOfRun'],
): OwnerUsage[] {
  const sums = new Map<string, OwnerUsage>();
  for (const used of days) {
    const owner = ownerOfRun(used);
    const key = JSON.stringify([used.day, owner]);
    const sum = sums.get(key);
    sums.set(key, {
      ...(owner === undefined ? {} : { owner }),
      day: used.day,
      runs: (sum?.runs ?? 0) + used.runs,
      failed: (sum?.failed ?? 0) + used.failed,
      errors: (sum?.errors ?? 0) + used.errors,
      userHours: (sum?.userHours ?? 0) + used.userSeconds / HOUR_SECONDS,
      workerHours: (sum?.workerHours ?? 0) + used.workerSeconds / HOUR_SECONDS,
    });
  }
  return [...sums.values()];
}
