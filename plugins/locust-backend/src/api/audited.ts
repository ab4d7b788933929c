import type { Request } from 'express';
import type { AuditorService } from '@backstage/backend-plugin-api';
import type { JsonObject } from '@backstage/types';

/** Runs a mutation and writes who did what, with what result, to Backstage's auditor. */
export async function audited<T>(
  auditor: AuditorService,
  request: Request,
  eventId: string,
  meta: JsonObject,
  action: () => Promise<T>,
): Promise<T> {
  const event = await auditor.createEvent({
    eventId,
    request: request as never,
    severityLevel: 'medium',
    meta,
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
