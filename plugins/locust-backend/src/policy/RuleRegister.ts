import type {
  LocustPolicyExtensionPoint,
  LocustPolicyRule,
} from 'backstage-plugin-locust-node';

/** Takes the rules of other backend modules while the backend starts. */
export class RuleRegister implements LocustPolicyExtensionPoint {
  readonly rules: LocustPolicyRule[] = [];

  addRule(rule: LocustPolicyRule): void {
    if (!rule.name) {
      throw new Error(
        'A rule about load tests has no name; give it one, for people are told it where the rule cannot be asked',
      );
    }
    if (this.rules.some(it => it.name === rule.name)) {
      throw new Error(
        `There are two rules about load tests named "${rule.name}"; give each a name of its own`,
      );
    }
    this.rules.push(rule);
  }
}
