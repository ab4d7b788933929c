import type { ReactNode } from 'react';
import SpeedIcon from '@material-ui/icons/Speed';
import { Route } from 'react-router-dom';
import type { Entity } from '@backstage/catalog-model';
import { Content, Header, Page } from '@backstage/core-components';
import { attachComponentData } from '@backstage/core-plugin-api';
import { createDevApp } from '@backstage/dev-utils';
import {
  EntityProvider,
  entityRouteRef,
} from '@backstage/plugin-catalog-react';
import { TestApiProvider } from '@backstage/test-utils';
import { LoadTestsCard } from '../src/card/LoadTestsCard';
import { locustApiRef, type LocustApi } from '../src/api/LocustApi';
import { FakeLocustApi, type FakeTrouble } from '../src/fake/FakeLocustApi';
import { EntityLocustContent, LocustPage, locustPlugin } from '../src/legacy';
import { LoadTestsTab } from '../src/tab/LoadTestsTab';

// Nobody signs in here, for there is no backend to ask.
localStorage.setItem('enableLegacyGuestToken', 'true');
localStorage.setItem('@backstage/core:SignInPage:provider', 'guest');

const ENTITY: Entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: { name: 'checkout', namespace: 'default' },
  spec: { type: 'service', owner: 'team-checkout', lifecycle: 'production' },
};

// The address of an entity's page, which the card links below.
const EntityMountPoint = () => null;
attachComponentData(EntityMountPoint, 'core.mountPoint', entityRouteRef);

const EntityFrame = (props: { api: LocustApi; children: ReactNode }) => (
  <TestApiProvider apis={[[locustApiRef, props.api]]}>
    <EntityProvider entity={ENTITY}>
      <Page themeId="service">
        <Header title="checkout" type="component — service" />
        <Content>{props.children}</Content>
      </Page>
    </EntityProvider>
  </TestApiProvider>
);

const TROUBLES: ReadonlyArray<readonly [FakeTrouble, string]> = [
  ['loading', 'Loading'],
  ['noRuns', 'No runs yet'],
  ['noTarget', 'No cluster chosen'],
  ['noPermission', 'No permission'],
  ['readOnly', 'Marks are refused'],
  ['unreachable', 'Cluster unreachable'],
  ['forbidden', 'Forbidden in the cluster'],
  ['error', 'Server error'],
  ['backendAway', 'Backend away'],
];

const api = new FakeLocustApi();
const app = createDevApp()
  .registerPlugin(locustPlugin)
  .registerApi({ api: locustApiRef, deps: {}, factory: () => api })
  .addPage({
    path: '/load-tests',
    title: 'Entity tab',
    icon: SpeedIcon,
    element: (
      <EntityFrame api={api}>
        <EntityLocustContent />
      </EntityFrame>
    ),
  })
  .addPage({
    path: '/catalog/:namespace/:kind/:name',
    element: <EntityFrame api={api}>The entity’s page.</EntityFrame>,
    children: <Route path="/" element={<EntityMountPoint />} />,
  })
  .addPage({
    path: '/card',
    title: 'Entity card',
    element: (
      <EntityFrame api={api}>
        <div style={{ maxWidth: 520 }}>
          <LoadTestsCard />
        </div>
      </EntityFrame>
    ),
  })
  .addPage({
    path: '/locust',
    title: 'All load tests',
    element: <LocustPage />,
  });

for (const [trouble, title] of TROUBLES) {
  app.addPage({
    path: `/state-${trouble}`,
    title,
    element: (
      <EntityFrame api={new FakeLocustApi({ trouble })}>
        <LoadTestsTab />
      </EntityFrame>
    ),
  });
}

app.render();
