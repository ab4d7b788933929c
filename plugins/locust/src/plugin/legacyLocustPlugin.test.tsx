import { screen } from '@testing-library/react';
import {
  EntityProvider,
  entityRouteRef,
} from '@backstage/plugin-catalog-react';
import { renderInTestApp, TestApiProvider } from '@backstage/test-utils';
import { locustApiRef } from '../api/LocustApi';
import { FakeLocustApi } from '../fake/FakeLocustApi';
import {
  EntityLocustCard,
  EntityLocustContent,
  LocustPage,
  locustPlugin,
} from '../legacy';

const entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: { name: 'checkout', namespace: 'default' },
};
const mountedRoutes = {
  '/catalog/:namespace/:kind/:name': entityRouteRef,
};

describe('in an app of the old frontend system', () => {
  it('the plugin brings the client', () => {
    expect([...locustPlugin.getApis()].map(api => api.api.id)).toContain(
      'plugin.locust.api',
    );
  });

  it('the tab shows the runs of the entity', async () => {
    await renderInTestApp(
      <TestApiProvider apis={[[locustApiRef, new FakeLocustApi()]]}>
        <EntityProvider entity={entity}>
          <EntityLocustContent />
        </EntityProvider>
      </TestApiProvider>,
      {
        mountedRoutes: {
          ...mountedRoutes,
          '/': locustPlugin.routes.entityContent,
        },
      },
    );
    expect(
      await screen.findByRole('table', { name: 'Runs' }),
    ).toBeInTheDocument();
  });

  it('the card shows the last result and leads to the tab', async () => {
    await renderInTestApp(
      <TestApiProvider apis={[[locustApiRef, new FakeLocustApi()]]}>
        <EntityProvider entity={entity}>
          <EntityLocustCard />
        </EntityProvider>
      </TestApiProvider>,
      { mountedRoutes },
    );
    expect(
      await screen.findByRole('link', { name: 'checkout-peak' }),
    ).toHaveAttribute(
      'href',
      `/catalog/default/component/checkout/load-tests/runs/${'running'.padEnd(
        26,
        '0',
      )}`,
    );
    expect(screen.getByText(/Next scheduled run/)).toBeInTheDocument();
    expect(screen.getByRole('button', { name: 'New run' })).toHaveAttribute(
      'href',
      '/catalog/default/component/checkout/load-tests/new',
    );
  });

  it('the page shows the engine of each cluster and all runs', async () => {
    await renderInTestApp(
      <TestApiProvider apis={[[locustApiRef, new FakeLocustApi()]]}>
        <LocustPage />
      </TestApiProvider>,
      {
        mountedRoutes: {
          ...mountedRoutes,
          '/somewhere': locustPlugin.routes.root,
        },
      },
    );
    const clusters = await screen.findByRole('list', { name: 'Clusters' });
    expect(clusters).toHaveTextContent('Healthy');
    expect(clusters).toHaveTextContent('CRD missing');
    expect(clusters).toHaveTextContent('Forbidden');
    expect(clusters).toHaveTextContent(/Unreachable · since 38 minutes ago/);
    expect(
      await screen.findByRole('table', { name: 'Runs' }),
    ).toHaveTextContent('eu-1 / load');
  });
});
