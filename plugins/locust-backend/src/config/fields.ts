import { InputError } from '@backstage/errors';

/** @throws InputError where a value does not hold fields */
export function asFields(
  value: unknown,
  path: string,
): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new InputError(
      `${path} is ${JSON.stringify(value)}; it has to hold fields`,
    );
  }
  return value as Record<string, unknown>;
}

/**
 * A misspelled field would do nothing, and nobody would know.
 *
 * @throws InputError where there is another field than those
 */
export function refuseOthers(
  given: Readonly<Record<string, unknown>>,
  known: readonly string[],
  path: string,
): void {
  const other = Object.keys(given).find(name => !known.includes(name));
  if (other !== undefined) {
    throw new InputError(
      `${path}.${other} is not known; it may hold ${known.join(', ')}`,
    );
  }
}
