import type { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import type { OwnerQuota } from '../runs/OwnerQuota';
import { wholeNumber } from './wholeNumber';

const LIMITS = [
  'runsPerOwnerPerDay',
  'concurrentRunsPerOwnerAcrossClusters',
] as const satisfies readonly (keyof OwnerQuota)[];

/**
 * Reads of `locust.limits` what holds over all clusters.
 *
 * @throws InputError naming the path of what is wrong and what would be accepted
 */
export function readOwnerQuota(root: Config): OwnerQuota {
  return Object.fromEntries(
    LIMITS.flatMap(name => {
      const path = `locust.limits.${name}`;
      const value = root.getOptional<unknown>(path) ?? 'unlimited';
      if (value === 'unlimited') {
        return [];
      }
      const limit = wholeNumber(value);
      if (limit === undefined) {
        throw new InputError(
          `${path} is ${JSON.stringify(
            value,
          )}; it may be a whole number of runs from 1, or "unlimited"`,
        );
      }
      return [[name, limit]];
    }),
  );
}
