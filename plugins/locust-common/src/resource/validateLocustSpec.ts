import type { Problem } from '../schema/openapi';
import { LOCUST_SPEC } from './spec/locustSpecField';

/** Names of all fields of the spec. */
export const LOCUST_SPEC_FIELDS: readonly string[] = LOCUST_SPEC.names;

/**
 * Checks a spec as a person wrote it, both spellings of a field included. Takes anything and never throws.
 *
 * @returns every problem with the path of its field; each message says what was refused, why, and what would be
 * accepted. None: the engine will run it.
 * @public
 */
export function validateLocustSpec(spec: unknown): readonly Problem[] {
  // All fields are optional, so no spec is one.
  return LOCUST_SPEC.isGiven(spec)
    ? LOCUST_SPEC.check(spec).map(({ at, message }) => ({
        field: `spec${at}`,
        message,
      }))
    : [];
}
