import type { AuditorService } from '@backstage/backend-plugin-api';
import { NotAllowedError } from '@backstage/errors';
import type { JsonObject } from '@backstage/types';
import type { Demand } from './Demand';
import { nameOf } from './nameOf';

/** Demands, and the requests that they came by, that the auditor was told of. */
const told = new WeakSet<object>();

/** Whether the auditor was told of this demand, or of what was demanded by this request. */
export function isAudited(demandOrRequest: object): boolean {
  return told.has(demandOrRequest);
}

/** Runs a mutation and writes who did what from where, with what decision and result, to Backstage's auditor. */
export async function audited<T>(
  auditor: AuditorService,
  demand: Demand,
  eventId: string,
  meta: JsonObject,
  action: () => Promise<T>,
): Promise<T> {
  const { request, credentials } = demand;
  told.add(demand);
  if (request) {
    told.add(request);
  }
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
    await event.success({ meta: { decision: 'allowed' } });
    return result;
  } catch (error) {
    await event.fail({
      meta: { decision: decisionOf(error) },
      error: error instanceof Error ? error : new Error(String(error)),
    });
    throw error;
  }
}

/** Whether somebody may; what fails for another reason they were allowed to try. */
function decisionOf(error: unknown): 'allowed' | 'denied' {
  return error instanceof NotAllowedError ? 'denied' : 'allowed';
}
