import DashboardIcon from '@material-ui/icons/Dashboard';
import HourglassEmptyIcon from '@material-ui/icons/HourglassEmpty';
import SpeedIcon from '@material-ui/icons/Speed';
import { Content, Header, Page, SidebarItem } from '@backstage/core-components';
import { createDevApp } from '@backstage/dev-utils';
import {
  CatalogEntityPage,
  CatalogIndexPage,
  catalogPlugin,
} from '@backstage/plugin-catalog';
import { catalogApiRef, EntityProvider } from '@backstage/plugin-catalog-react';
import { catalogApiMock } from '@backstage/plugin-catalog-react/testUtils';
import { TestApiProvider } from '@backstage/test-utils';
import { locustApiRef } from '../src/api/LocustApi';
import { FakeLocustApi, type FakeTrouble } from '../src/fake/FakeLocustApi';
import { LocustPage, locustPlugin } from '../src/legacy';
import { LoadTestsTab } from '../src/tab/LoadTestsTab';
import { locustTranslations } from '../src/translations';
import { ENTITY, ENTITY_PATH } from './entity';
import { entityPage } from './entityPage';

// Nobody signs in here, for there is no backend to ask.
localStorage.setItem('enableLegacyGuestToken', 'true');
localStorage.setItem('@backstage/core:SignInPage:provider', 'guest');

/** The tab of the entity while something is amiss. */
const Amiss = (props: { readonly api: FakeLocustApi }) => (
  <TestApiProvider apis={[[locustApiRef, props.api]]}>
    <EntityProvider entity={ENTITY}>
      <Page themeId="service">
        <Header title="checkout" type="component — service" />
        <Content>
          <LoadTestsTab />
        </Content>
      </Page>
    </EntityProvider>
  </TestApiProvider>
);

const TROUBLES: ReadonlyArray<readonly [FakeTrouble, string]> = [
  ['loading', 'Loading'],
  ['noRuns', 'No runs yet'],
  ['noTarget', 'No annotation'],
  ['noPermission', 'No permission'],
  ['readOnly', 'Marks are refused'],
  ['unreachable', 'Cluster unreachable'],
  ['forbidden', 'Forbidden in the cluster'],
  ['partial', 'Partly failed'],
  ['stale', 'Stale'],
  ['error', 'Server error'],
  ['backendAway', 'Backend away'],
];

const api = new FakeLocustApi();
const catalog = catalogApiMock({ entities: [ENTITY] });

// An app of the old frontend system, as the plugin's users have it.
const app = createDevApp()
  .registerPlugin(locustPlugin, catalogPlugin)
  .registerApi({ api: locustApiRef, deps: {}, factory: () => api })
  .registerApi({ api: catalogApiRef, deps: {}, factory: () => catalog })
  .addTranslationResource(locustTranslations)
  .setAvailableLanguages(['en', 'de'])
  .setDefaultLanguage('en')
  .addSidebarItem(
    <SidebarItem
      key="overview"
      to={ENTITY_PATH}
      text="Entity page"
      icon={DashboardIcon}
    />,
  )
  .addSidebarItem(
    <SidebarItem
      key="tab"
      to={`${ENTITY_PATH}/load-tests`}
      text="Entity tab"
      icon={SpeedIcon}
    />,
  )
  .addPage({
    path: '/locust',
    title: 'All load tests',
    icon: SpeedIcon,
    element: <LocustPage />,
  })
  // The page of an entity leads back to it.
  .addPage({ path: '/catalog', element: <CatalogIndexPage /> })
  .addPage({
    path: '/catalog/:namespace/:kind/:name',
    element: <CatalogEntityPage />,
    children: entityPage,
  })
  .addSidebarItem(
    <SidebarItem
      key="queued"
      to={`${ENTITY_PATH}/load-tests/runs/${'queued'.padEnd(26, '0')}`}
      text="Queued by quota"
      icon={HourglassEmptyIcon}
    />,
  );

for (const [trouble, title] of TROUBLES) {
  app.addPage({
    path: `/state-${trouble}`,
    title,
    element: <Amiss api={new FakeLocustApi({ trouble })} />,
  });
}

app.render();
