import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { Route } from 'react-router-dom';
import { FlatRoutes } from '@backstage/core-app-api';
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
  HomeLocustCard,
  LocustPage,
  locustPlugin,
} from '../legacy';

// The editor measures text, which jsdom cannot.
jest.mock('../newRun/PythonEditor', () => ({
  __esModule: true,
  default: () => <textarea aria-label="Locustfile" />,
}));

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

  it('the tab leads from the runs to one of them and to a new one', async () => {
    await renderInTestApp(
      <TestApiProvider apis={[[locustApiRef, new FakeLocustApi()]]}>
        <EntityProvider entity={entity}>
          <FlatRoutes>
            <Route path="/load-tests" element={<EntityLocustContent />} />
          </FlatRoutes>
        </EntityProvider>
      </TestApiProvider>,
      { mountedRoutes, routeEntries: ['/load-tests'] },
    );
    const runs = await screen.findByRole('table', { name: 'Runs' });
    await userEvent.click(
      within(runs).getAllByRole('link', { name: 'checkout-peak' })[0],
    );
    expect(
      await screen.findByRole('status', { name: 'State of the run' }),
    ).toHaveTextContent('Running');
    await userEvent.click(screen.getByRole('link', { name: 'Load tests' }));
    await userEvent.click(
      await screen.findByRole('button', { name: 'New run' }),
    );
    expect(
      await screen.findByRole('form', { name: 'New run' }),
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

  it('the card of the home page shows what one owns', async () => {
    await renderInTestApp(
      <TestApiProvider apis={[[locustApiRef, new FakeLocustApi()]]}>
        <HomeLocustCard />
      </TestApiProvider>,
      { mountedRoutes },
    );
    expect(
      await screen.findByRole('region', { name: 'Running now' }),
    ).toHaveTextContent('checkout-peak');
    expect(screen.getByText('Load tests')).toBeInTheDocument();
  });

  it('the page shows the engine of each cluster, and leads to all runs', async () => {
    await renderInTestApp(
      <TestApiProvider apis={[[locustApiRef, new FakeLocustApi()]]}>
        <FlatRoutes>
          <Route path="/locust" element={<LocustPage />} />
        </FlatRoutes>
      </TestApiProvider>,
      { mountedRoutes, routeEntries: ['/locust'] },
    );
    const clusters = await screen.findByRole('list', { name: 'Clusters' });
    expect(clusters).toHaveTextContent('Healthy');
    expect(clusters).toHaveTextContent('CRD missing');
    expect(clusters).toHaveTextContent('Forbidden');
    expect(clusters).toHaveTextContent(/Unreachable · since 38 minutes ago/);
    await userEvent.click(screen.getByRole('button', { name: 'Runs' }));
    expect(
      await screen.findByRole('table', { name: 'Runs' }),
    ).toHaveTextContent('eu-1 / load');
  });
});
