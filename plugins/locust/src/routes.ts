import { createRouteRef } from '@backstage/core-plugin-api';

/** The page of all load tests. */
export const rootRouteRef = createRouteRef({ id: 'locust' });

/** The tab of an entity. */
export const entityContentRouteRef = createRouteRef({
  id: 'locust-entity-content',
});
