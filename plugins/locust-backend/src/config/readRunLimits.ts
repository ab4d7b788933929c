import type { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import type { RunLimits } from '../operator/admission/RunLimits';
import { wholeNumber } from './wholeNumber';

const LIMITS = ['concurrentRunsPerCluster', 'concurrentRunsPerOwner'] as const;

/**
 * Reads how many runs may go at once; undefined: any number.
 *
 * @param config - that has the key `limits`; undefined: nothing is configured
 * @param path - of that config, for messages
 * @param inherited - what counts where a limit is not given
 * @throws InputError naming the path of what is wrong and what would be accepted
 */
export function readRunLimits(
  config: Config | undefined,
  path: string,
  inherited: RunLimits = {},
): RunLimits | undefined {
  const numbers = Object.fromEntries(
    LIMITS.flatMap(name => {
      const value = config?.getOptional<unknown>(`limits.${name}`);
      if (value === undefined) {
        return inherited[name] === undefined ? [] : [[name, inherited[name]]];
      }
      if (value === 'unlimited') {
        return [];
      }
      const limit = wholeNumber(value);
      if (limit === undefined) {
        throw new InputError(
          `${path}.limits.${name} is ${JSON.stringify(
            value,
          )}; it may be a whole number of runs from 1, or "unlimited"`,
        );
      }
      return [[name, limit]];
    }),
  );
  const limits: RunLimits = {
    ...numbers,
    ...(inherited.owners && { owners: inherited.owners }),
  };
  return Object.keys(limits).length > 0 ? limits : undefined;
}
