import type { Guardrails } from 'backstage-plugin-locust-common';
import { type Concerned, concerns } from './concerns';

/** Where and for whom a run is to be. */
export interface GuardedPlace {
  readonly cluster: string;
  readonly namespace: string;
  /** Entity reference of who answers for it, where anybody does. */
  readonly owner: string | undefined;
}

/** What the platform team allows at some places. */
export interface GuardrailRule extends Concerned {
  /** A field that is null is lifted: anything goes. */
  readonly guardrails: {
    readonly [K in keyof Guardrails]: Guardrails[K] | null;
  };
}

/** What a form may not name unless a rule allows it: whoever writes the locustfile can read and print it. */
const NAMED_BY_RULE_ONLY = ['secrets', 'configMaps', 'volumes'] as const;

/** The guardrails of the configuration: rules in their order, of which a later one wins over an earlier one. */
export class GuardrailBook {
  constructor(private readonly rules: readonly GuardrailRule[]) {}

  /** What holds for a resource there, whoever made it. What is not said is allowed. */
  of(place: GuardedPlace): Guardrails {
    const held = Object.assign(
      {},
      ...this.rules
        .filter(rule => concerns(rule, place))
        .map(rule => rule.guardrails),
    ) as GuardrailRule['guardrails'];
    return Object.fromEntries(
      Object.entries(held).filter(([, value]) => value !== null),
    ) as Guardrails;
  }

  /**
   * What holds for what is made through the portal. Its service account reads what it names, where kubectl would have
   * asked for the person's own rights: so Secrets, ConfigMaps and volumes are for a rule to allow.
   */
  ofPortal(place: GuardedPlace): Guardrails {
    const held = this.rules
      .filter(rule => concerns(rule, place))
      .map(rule => rule.guardrails);
    const unsaid = NAMED_BY_RULE_ONLY.filter(
      kind => !held.some(guardrails => guardrails[kind] !== undefined),
    );
    return {
      ...this.of(place),
      ...Object.fromEntries(unsaid.map(kind => [kind, []])),
    };
  }
}
