import { RELATION_OWNED_BY, type Entity } from '@backstage/catalog-model';

const OWNER = 'group:default/team-checkout';

/** The component whose load tests are shown. */
export const ENTITY: Entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: { name: 'checkout', namespace: 'default' },
  spec: { type: 'service', owner: 'team-checkout', lifecycle: 'production' },
  relations: [{ type: RELATION_OWNED_BY, targetRef: OWNER }],
};

/** Where the catalog has its page. */
export const ENTITY_PATH = '/catalog/default/component/checkout';
