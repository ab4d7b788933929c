import type { ReactElement } from 'react';
import {
  createApiFactory,
  createComponentExtension,
  createPlugin,
  createRoutableExtension,
  discoveryApiRef,
  fetchApiRef,
} from '@backstage/core-plugin-api';
import { createCardExtension } from '@backstage/plugin-home-react';
import { locustApiRef } from '../api/LocustApi';
import { LocustClient } from '../api/LocustClient';
import { entityContentRouteRef, rootRouteRef } from '../routes';

/**
 * The plugin for apps of the old frontend system.
 *
 * @public
 */
export const locustPlugin = createPlugin({
  id: 'locust',
  routes: { root: rootRouteRef, entityContent: entityContentRouteRef },
  apis: [
    createApiFactory({
      api: locustApiRef,
      deps: { discoveryApi: discoveryApiRef, fetchApi: fetchApiRef },
      factory: deps => new LocustClient(deps),
    }),
  ],
});

/**
 * The tab "Load tests", for `EntityLayout.Route` with the path `/load-tests`.
 *
 * @public
 */
export const EntityLocustContent = locustPlugin.provide(
  createRoutableExtension({
    name: 'EntityLocustContent',
    component: (): Promise<() => ReactElement> =>
      import('../tab/LoadTestsTab').then(m => m.LoadTestsTab),
    mountPoint: entityContentRouteRef,
  }),
);

/**
 * The page of all load tests, for a route `/locust`.
 *
 * @public
 */
export const LocustPage = locustPlugin.provide(
  createRoutableExtension({
    name: 'LocustPage',
    component: (): Promise<() => ReactElement> =>
      import('../locustPage/LegacyLocustPage').then(m => m.LegacyLocustPage),
    mountPoint: rootRouteRef,
  }),
);

/**
 * The last result and the way to the next one, for an entity's overview.
 *
 * @public
 */
export const EntityLocustCard = locustPlugin.provide(
  createComponentExtension({
    name: 'EntityLocustCard',
    component: {
      lazy: (): Promise<() => ReactElement> =>
        import('../card/LoadTestsCard').then(m => m.LoadTestsCard),
    },
  }),
);

/**
 * The load tests of what one owns, for the page of Backstage's home plugin.
 *
 * @public
 */
export const HomeLocustCard = locustPlugin.provide(
  createCardExtension({
    name: 'HomeLocustCard',
    title: 'Load tests',
    description: 'The load tests of what you own: failing, running, last',
    components: () =>
      import('../home/HomeLoadTests').then(({ HomeLoadTests }) => ({
        Content: HomeLoadTests,
      })),
    layout: { width: { minColumns: 3 }, height: { minRows: 3 } },
  }),
);
