import SpeedIcon from '@material-ui/icons/Speed';
import { discoveryApiRef, fetchApiRef } from '@backstage/core-plugin-api';
import { convertLegacyRouteRef } from '@backstage/core-compat-api';
import {
  ApiBlueprint,
  createFrontendPlugin,
  PageBlueprint,
} from '@backstage/frontend-plugin-api';
import {
  EntityCardBlueprint,
  EntityContentBlueprint,
} from '@backstage/plugin-catalog-react/alpha';
import { HomePageWidgetBlueprint } from '@backstage/plugin-home-react/alpha';
import { locustApiRef } from '../api/LocustApi';
import { LocustClient } from '../api/LocustClient';
import { isLoadTestable } from '../locustEntityKinds';
import { entityContentRouteRef, rootRouteRef } from '../routes';

const locustApi = ApiBlueprint.make({
  params: defineParams =>
    defineParams({
      api: locustApiRef,
      deps: { discoveryApi: discoveryApiRef, fetchApi: fetchApiRef },
      factory: deps => new LocustClient(deps),
    }),
});

const loadTestsContent = EntityContentBlueprint.make({
  name: 'load-tests',
  params: {
    path: 'load-tests',
    title: 'Load tests',
    icon: <SpeedIcon />,
    filter: isLoadTestable,
    routeRef: convertLegacyRouteRef(entityContentRouteRef),
    loader: () =>
      import('../tab/LoadTestsTab').then(({ LoadTestsTab }) => (
        <LoadTestsTab />
      )),
  },
});

const loadTestsCard = EntityCardBlueprint.make({
  name: 'load-tests',
  params: {
    type: 'content',
    filter: isLoadTestable,
    loader: () =>
      import('../card/LoadTestsCard').then(({ LoadTestsCard }) => (
        <LoadTestsCard />
      )),
  },
});

const locustPage = PageBlueprint.make({
  params: {
    path: '/locust',
    title: 'Load tests',
    icon: <SpeedIcon fontSize="inherit" />,
    routeRef: convertLegacyRouteRef(rootRouteRef),
    loader: () =>
      import('../locustPage/LocustPage').then(({ LocustPageContent }) => (
        <LocustPageContent />
      )),
  },
});

/** For the page of Backstage's home plugin; without that plugin it is nowhere. */
const homeWidget = HomePageWidgetBlueprint.make({
  name: 'load-tests',
  params: {
    name: 'LocustLoadTests',
    title: 'Load tests',
    description: 'The load tests of what you own: failing, running, last',
    components: () =>
      import('../home/HomeLoadTests').then(({ HomeLoadTests }) => ({
        Content: HomeLoadTests,
      })),
    layout: { width: { minColumns: 3 }, height: { minRows: 3 } },
  },
});

/** The plugin for apps of the new frontend system. @public */
export const locustFrontendPlugin = createFrontendPlugin({
  pluginId: 'locust',
  title: 'Load tests',
  icon: <SpeedIcon fontSize="inherit" />,
  routes: {
    root: convertLegacyRouteRef(rootRouteRef),
    entityContent: convertLegacyRouteRef(entityContentRouteRef),
  },
  extensions: [
    locustApi,
    loadTestsContent,
    loadTestsCard,
    locustPage,
    homeWidget,
  ],
});
