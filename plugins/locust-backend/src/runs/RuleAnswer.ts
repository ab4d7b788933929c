import type { Problem } from 'backstage-plugin-locust-common';

/**
 * What a company's own rules say about what is asked for.
 *
 * - `allowed`: every rule agrees.
 * - `refused`: some do not, for these reasons.
 * - `unknown`: none refuses, but some could not be asked, which the message names. Until they were, nothing may begin.
 */
export type RuleAnswer =
  | { readonly kind: 'allowed' }
  | { readonly kind: 'refused'; readonly problems: readonly Problem[] }
  | { readonly kind: 'unknown'; readonly message: string };
