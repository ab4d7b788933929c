import type { Problem } from '../schema/openapi';
import { DEFAULT_LOCUSTFILE_KEY } from './spec/locustfileField';
import { LOCUST_SPEC } from './spec/locustSpecField';

/** The values that a field not given stands for. @public */
export const LOCUST_SPEC_DEFAULTS = {
  workers: 1,
  runTime: '5m',
  workersReadyTimeout: '5m',
  timeZone: 'UTC',
  concurrencyPolicy: 'Forbid',
  locustfileKey: DEFAULT_LOCUSTFILE_KEY,
} as const;

/**
 * Reads a spec as it came: the other spellings resolved (camelCase wins), a run time given as a number turned into
 * text. Values of a wrong type are left out, as is everything unknown; {@link validateLocustSpec} tells of them.
 * Never throws.
 *
 * @public
 */
export function normalizeLocustSpec(spec: unknown) {
  return LOCUST_SPEC.read(spec) ?? {};
}

/**
 * What is odd about a spec without being a reason to refuse it: a field given in both spellings with different
 * values, of which one is ignored.
 *
 * @public
 */
export function locustSpecWarnings(spec: unknown): readonly Problem[] {
  return (LOCUST_SPEC.warn?.(spec) ?? []).map(({ at, message }) => ({
    field: `spec${at}`,
    message,
  }));
}
