import type { Entity } from '@backstage/catalog-model';

const KINDS: ReadonlySet<string> = new Set(['component', 'api', 'system']);

/** Whether load tests make sense for an entity: what can be sent requests. @public */
export function isLoadTestable(entity: Entity): boolean {
  return KINDS.has(entity.kind.toLowerCase());
}
