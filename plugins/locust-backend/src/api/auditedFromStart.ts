import type { AuditorService } from '@backstage/backend-plugin-api';
import type { JsonObject } from '@backstage/types';
import { audited, isAudited } from './audited';
import type { Demand } from './Demand';

/**
 * Sees to it that the auditor is told of a mutation also where that came to nothing before it was begun: somebody may
 * not, or what they asked for is not there or makes no sense.
 *
 * @param action - tells the auditor by itself of what it begins
 */
export async function auditedFromStart<T>(
  auditor: AuditorService,
  demand: Demand,
  eventId: string,
  meta: JsonObject,
  action: () => Promise<T>,
): Promise<T> {
  try {
    return await action();
  } catch (error) {
    if (isAudited(demand)) {
      throw error;
    }
    return await audited(auditor, demand, eventId, meta, async () => {
      throw error;
    });
  }
}
