import { createExtensionPoint } from '@backstage/backend-plugin-api';
import type { LocustPolicyRule } from './LocustPolicyRule';

/**
 * Takes a company's own rules about what may be run.
 *
 * @public
 */
export interface LocustPolicyExtensionPoint {
  /**
   * Adds a rule, which is asked from then on beside the guardrails of the configuration. A run goes only where every rule
   * agrees.
   *
   * @throws Error where another rule has the same name, or the name is empty
   */
  addRule(rule: LocustPolicyRule): void;
}

/**
 * For backend modules of the plugin `locust` that add rules about what may be run.
 *
 * @public
 */
export const locustPolicyExtensionPoint =
  createExtensionPoint<LocustPolicyExtensionPoint>({ id: 'locust.policy' });
