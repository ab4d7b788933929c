import { KubeApiError } from '../KubeApiError';

/**
 * Where a reflector stands. Times are wall clock, milliseconds since 1970.
 *
 * - `empty`: not started.
 * - `listing`: reading everything; the store still shows the time before.
 * - `watching`: the store follows the cluster.
 * - `waiting`: something failed; the store is as of `staleSince`. Tries again at `retryAt`, and stays `waiting` until
 *   a try succeeds. `next` says what it will try: to resume the watch where it broke off, or to list afresh.
 * - `stopped`: for good.
 */
export type ReflectorState =
  | { readonly kind: 'empty' }
  | { readonly kind: 'listing'; readonly since: number }
  | { readonly kind: 'watching'; readonly since: number }
  | {
      readonly kind: 'waiting';
      /** When the trouble began. */
      readonly since: number;
      readonly error: KubeApiError;
      readonly next: 'list' | 'watch';
      readonly retryAt: number;
      /** Last sign of life while the store was current; undefined if it never was. */
      readonly staleSince?: number;
    }
  | { readonly kind: 'stopped'; readonly since: number };
