import { type Entity, stringifyEntityRef } from '@backstage/catalog-model';
import { ANNOTATIONS } from 'backstage-plugin-locust-common';
import type { EntityTargets } from './EntityTargets';

/** What of a `Locust` decides which entity it belongs to. */
export interface EntityClaim {
  readonly cluster: string;
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}

/** `none` and `ambiguous` keep apart what the screen tells apart. */
export type EntityMatch =
  | { readonly kind: 'one'; readonly entityRef: string }
  | { readonly kind: 'none' }
  | { readonly kind: 'ambiguous'; readonly entityRefs: readonly string[] };

const KUBERNETES_ID = 'backstage.io/kubernetes-id';
const KUBERNETES_NAMESPACE = 'backstage.io/kubernetes-namespace';
const KUBERNETES_SELECTOR = 'backstage.io/kubernetes-label-selector';

/**
 * Whether an equality-based label selector (`a=b,c!=d,e,!f`) matches; a selector this cannot read matches nothing.
 */
export function selectorMatches(
  selector: string,
  labels: Readonly<Record<string, string>>,
): boolean {
  const terms = selector
    .split(',')
    .map(term => term.trim())
    .filter(Boolean);
  return (
    terms.length > 0 &&
    terms.every(term => {
      const [, key, operator, value] =
        /^([^=!\s]+)\s*(==|=|!=)\s*(\S*)$/.exec(term) ?? [];
      if (key) {
        return operator === '!='
          ? labels[key] !== value
          : labels[key] === value;
      }
      if (/^![^=!\s]+$/.test(term)) {
        return !Object.hasOwn(labels, term.slice(1));
      }
      return /^[^=!\s()]+$/.test(term) && Object.hasOwn(labels, term);
    })
  );
}

function claimsByLabels(entity: Entity, claim: EntityClaim): boolean {
  const annotations = entity.metadata.annotations ?? {};
  const namespace = annotations[KUBERNETES_NAMESPACE];
  if (namespace && namespace !== claim.namespace) {
    return false;
  }
  const selector = annotations[KUBERNETES_SELECTOR];
  if (selector) {
    return selectorMatches(selector, claim.labels);
  }
  const id = annotations[KUBERNETES_ID];
  return Boolean(id) && claim.labels[KUBERNETES_ID] === id;
}

/**
 * The catalog entity that a `Locust` belongs to: the one its annotation names, where that entity's runs may go to
 * the resource's namespace (else anyone could write into another team's page); else the one whose Kubernetes
 * annotations match its labels, as Backstage's Kubernetes plugin does it. Several matches are none.
 */
export function matchEntity(
  claim: EntityClaim,
  entities: readonly Entity[],
  targetsOf: (entity: Entity) => EntityTargets,
): EntityMatch {
  const named =
    claim.annotations[ANNOTATIONS.entityRef]?.toLocaleLowerCase('en-US');
  if (named) {
    const entity = entities.find(one => stringifyEntityRef(one) === named);
    if (entity) {
      const targets = targetsOf(entity);
      if (
        targets.cluster === claim.cluster &&
        targets.namespace === claim.namespace
      ) {
        return { kind: 'one', entityRef: named };
      }
    }
  }
  const matching = entities
    .filter(entity => claimsByLabels(entity, claim))
    .map(entity => stringifyEntityRef(entity));
  if (matching.length === 1) {
    return { kind: 'one', entityRef: matching[0] };
  }
  return matching.length === 0
    ? { kind: 'none' }
    : { kind: 'ambiguous', entityRefs: matching };
}
