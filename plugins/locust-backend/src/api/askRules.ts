import { ServiceUnavailableError } from '@backstage/errors';
import type { LocustSpec, Problem } from 'backstage-plugin-locust-common';
import type { LocustPolicyRequest } from 'backstage-plugin-locust-node';
import type { PolicyRules } from '../policy/PolicyRules';

/** Where a request goes and who makes it. */
export interface RuleAsker {
  readonly cluster: string;
  readonly namespace: string;
  readonly owner?: string;
  readonly entityRef?: string;
  /** Entity reference of who has signed in; undefined: another service. */
  readonly requestedBy?: string;
}

/** What rules are asked about a request to the API. */
export function ruleRequest(
  subject: 'run' | 'schedule',
  test: string,
  spec: LocustSpec,
  asker: RuleAsker,
): LocustPolicyRequest {
  const { cluster, namespace, owner, entityRef, requestedBy } = asker;
  return {
    subject,
    test,
    spec,
    place: { cluster, namespace, owner, entityRef },
    origin: { kind: 'portal', user: requestedBy },
  };
}

/**
 * What a company's own rules refuse. Empty: they all agree.
 *
 * @throws ServiceUnavailableError naming the rules that could not be asked
 */
export async function askRules(
  rules: Pick<PolicyRules, 'ask'>,
  request: LocustPolicyRequest,
): Promise<readonly Problem[]> {
  const answer = await rules.ask(request);
  switch (answer.kind) {
    case 'allowed':
      return [];
    case 'refused':
      return answer.problems;
    default:
      throw new ServiceUnavailableError(
        `${answer.message} Nothing was changed; try again in a moment, and if it stays so tell whoever keeps this portal`,
      );
  }
}
