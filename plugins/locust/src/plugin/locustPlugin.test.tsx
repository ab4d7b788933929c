import { screen } from '@testing-library/react';
import { convertLegacyRouteRef } from '@backstage/core-compat-api';
import { entityRouteRef } from '@backstage/plugin-catalog-react';
import { renderTestApp } from '@backstage/frontend-test-utils';
import { locustApiRef } from '../api/LocustApi';
import { FakeLocustApi } from '../fake/FakeLocustApi';
import locustFrontendPlugin from '../index';

describe('in an app of the new frontend system', () => {
  it('the plugin brings tab, card, page, widget and client', () => {
    const plugin = locustFrontendPlugin;
    for (const id of [
      'entity-content:locust/load-tests',
      'entity-card:locust/load-tests',
      'page:locust',
      'home-page-widget:locust/load-tests',
      'api:locust',
    ] as const) {
      expect(() => plugin.getExtension(id)).not.toThrow();
    }
  });

  it('the page of all load tests is mounted at /locust', async () => {
    renderTestApp({
      features: [locustFrontendPlugin],
      initialRouteEntries: ['/locust'],
      mountedRoutes: {
        '/catalog/:namespace/:kind/:name':
          convertLegacyRouteRef(entityRouteRef),
      },
      apis: [[locustApiRef, new FakeLocustApi()]],
    });
    expect(
      await screen.findByRole('list', { name: 'Clusters' }),
    ).toHaveTextContent('CRD missing');
  });
});
