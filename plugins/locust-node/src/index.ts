/**
 * Extension points of the Locust backend plugin, for a company's own backend modules.
 *
 * @packageDocumentation
 */
export {
  locustPolicyExtensionPoint,
  type LocustPolicyExtensionPoint,
} from './policy/locustPolicyExtensionPoint';
export type {
  LocustPolicyOrigin,
  LocustPolicyPlace,
  LocustPolicyRequest,
} from './policy/LocustPolicyRequest';
export type {
  LocustPolicyCheckOptions,
  LocustPolicyRule,
} from './policy/LocustPolicyRule';
