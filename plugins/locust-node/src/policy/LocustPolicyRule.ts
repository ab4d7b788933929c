import type { Problem } from 'backstage-plugin-locust-common';
import type { LocustPolicyRequest } from './LocustPolicyRequest';

/**
 * What a check may heed beside the request.
 *
 * @public
 */
export interface LocustPolicyCheckOptions {
  /** Aborts when the answer would come too late, a few seconds after the check began, and when the backend stops. */
  readonly signal: AbortSignal;
}

/**
 * A rule about what may be run. It is asked by the form as somebody types, by the API before anything is written, and by
 * the engine before anything is begun, so that it holds for resources that were applied with kubectl as well.
 *
 * @public
 */
export interface LocustPolicyRule {
  /** Told to people where the rule could not be asked; no two rules have the same. */
  readonly name: string;
  /**
   * What is wrong with what is asked for: each problem with the path of its field, such as `spec.host`, and a message that
   * says what was refused, why, and what would be accepted. Nothing wrong is an empty list.
   *
   * A check that throws, answers something else or does not answer in time has not agreed: the API refuses with "try
   * again", and a run waits and says which rule it waits for. What is thrown is written to the backend's log alone.
   *
   * It may be asked about the same request several times, and by several replicas at once, so it must change nothing.
   */
  check(
    request: LocustPolicyRequest,
    options: LocustPolicyCheckOptions,
  ): readonly Problem[] | Promise<readonly Problem[]>;
}
