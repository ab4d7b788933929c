import type { Reason } from 'backstage-plugin-locust-common';
import type { OwnerQuota } from '../runs/OwnerQuota';

/** Why a run waits that is over its owner's quota. */
export function quotaReason(
  full: keyof OwnerQuota,
  owner: string,
  quota: OwnerQuota,
): Reason {
  const limit = quota[full];
  return full === 'runsPerOwnerPerDay'
    ? {
        code: 'DailyLimit',
        message: `Waiting, for ${owner} may start ${limit} ${runs(
          limit,
        )} a day and has today; the next may start after midnight UTC.`,
      }
    : {
        code: 'OwnerLimitAcrossClusters',
        message: `Waiting, for of ${owner} ${limit} ${runs(
          limit,
        )} may go at once in all clusters together.`,
      };
}

/** Why a run waits whose owner's quota cannot be read. */
export function quotaUnknown(owner: string, problem: string): Reason {
  return {
    code: 'LimitsUnknown',
    message: `Waiting, for how many runs ${owner} has started cannot be read: ${problem}. It is tried again by itself.`,
  };
}

function runs(count: number | undefined): string {
  return count === 1 ? 'run' : 'runs';
}
