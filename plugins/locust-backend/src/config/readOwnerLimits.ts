import type { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import type { OwnerLimits } from '../runs/OwnerLimits';
import { wholeNumber } from './wholeNumber';

const PATH = 'locust.limits.owners';
const FIELDS = [
  'concurrentRuns',
  'concurrentRunsAcrossClusters',
  'runsPerDay',
] as const satisfies readonly (keyof OwnerLimits)[];

/**
 * Reads `locust.limits.owners`.
 *
 * @throws InputError naming the path of what is wrong and what would be accepted
 */
export function readOwnerLimits(root: Config): readonly OwnerLimits[] {
  return (root.getOptionalConfigArray(PATH) ?? []).map((config, index) =>
    readLimits(config, `${PATH}[${index}]`),
  );
}

function readLimits(config: Config, path: string): OwnerLimits {
  const known: readonly string[] = ['owners', ...FIELDS];
  const other = config.keys().find(name => !known.includes(name));
  if (other !== undefined) {
    throw new InputError(
      `${path}.${other} is not known; it may hold ${known.join(', ')}`,
    );
  }
  return {
    owners: config.getStringArray('owners'),
    ...Object.fromEntries(
      FIELDS.flatMap(field => {
        const value = config.getOptional<unknown>(field);
        return value === undefined
          ? []
          : [[field, readLimit(value, `${path}.${field}`)]];
      }),
    ),
  };
}

function readLimit(value: unknown, path: string): number | null {
  if (value === 'unlimited') {
    return null;
  }
  const limit = wholeNumber(value);
  if (limit === undefined) {
    throw new InputError(
      `${path} is ${JSON.stringify(
        value,
      )}; it may be a whole number of runs from 1, or "unlimited"`,
    );
  }
  return limit;
}
