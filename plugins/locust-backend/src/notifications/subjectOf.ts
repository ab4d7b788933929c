import { createHash } from 'node:crypto';

/** What a test or schedule is remembered by: the same wherever and whenever it is computed, in 64 characters. */
export function subjectOf(
  kind: 'test' | 'schedule',
  ...identity: readonly string[]
): string {
  return createHash('sha256')
    .update(JSON.stringify([kind, ...identity]))
    .digest('hex');
}
