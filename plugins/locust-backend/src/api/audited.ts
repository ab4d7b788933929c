import type { AuditorService } from '@backstage/backend-plugin-api';
import type { JsonObject } from '@backstage/types';
import type { Demand } from './Demand';
import { nameOf } from './nameOf';

/** Runs a mutation and writes who did what, with what result, to Backstage's auditor. */
export async function audited<T>(
  auditor: AuditorService,
  { request, credentials }: Demand,
  eventId: string,
  meta: JsonObject,
  action: () => Promise<T>,
): Promise<T> {
  const event = await auditor.createEvent({
    eventId,
    severityLevel: 'medium',
    ...(request
      ? { request: request as never, meta }
      : // The auditor knows callers by their requests only.
        { meta: { ...meta, by: nameOf(credentials), through: 'action' } }),
  });
  try {
    const result = await action();
    await event.success();
    return result;
  } catch (error) {
    await event.fail({
      error: error instanceof Error ? error : new Error(String(error)),
    });
    throw error;
  }
}
