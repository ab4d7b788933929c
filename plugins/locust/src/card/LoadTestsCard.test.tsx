import { screen } from '@testing-library/react';
import {
  EntityProvider,
  entityRouteRef,
} from '@backstage/plugin-catalog-react';
import { renderInTestApp, TestApiProvider } from '@backstage/test-utils';
import { locustApiRef } from '../api/LocustApi';
import { FakeLocustApi } from '../fake/FakeLocustApi';
import { refusal } from '../fake/refusal';
import { LoadTestsCard } from './LoadTestsCard';

async function open(api: FakeLocustApi) {
  await renderInTestApp(
    <TestApiProvider apis={[[locustApiRef, api]]}>
      <EntityProvider
        entity={{
          apiVersion: 'backstage.io/v1alpha1',
          kind: 'Component',
          metadata: { name: 'checkout', namespace: 'default' },
        }}
      >
        <LoadTestsCard />
      </EntityProvider>
    </TestApiProvider>,
    { mountedRoutes: { '/catalog/:namespace/:kind/:name': entityRouteRef } },
  );
}

/** An entity whose latest run is the nightly one. */
async function ofNightlyRuns(): Promise<FakeLocustApi> {
  const api = new FakeLocustApi();
  const nightly = await api.listRuns({ test: 'nightly-checkout', limit: 1 });
  jest.spyOn(api, 'listRuns').mockResolvedValue(nightly);
  return api;
}

const TAB = '/catalog/default/component/checkout/load-tests';

describe('the card of an entity', () => {
  it('shows the way of the last runs, and leads to their trend', async () => {
    await open(await ofNightlyRuns());
    expect(
      await screen.findByRole('img', {
        name: /^p95 of the last 14 runs, .* to 612 ms; highest 612 ms/,
      }),
    ).toBeInTheDocument();
    expect(
      screen.getByRole('link', { name: /^\d+ of 14 passed$/ }),
    ).toHaveAttribute('href', `${TAB}/trend?test=nightly-checkout`);
    expect(screen.getByText('Failed')).toBeInTheDocument();
  });

  it('shows what came of the run before one that goes', async () => {
    await open(new FakeLocustApi());
    expect(await screen.findByText('The run before it:')).toBeInTheDocument();
    expect(screen.getByText(/^Running/)).toBeInTheDocument();
    expect(screen.getByText('Stopped')).toBeInTheDocument();
  });

  it('is shown without it where the trend cannot be loaded, which is said', async () => {
    const api = await ofNightlyRuns();
    jest
      .spyOn(api, 'getTrend')
      .mockRejectedValue(await refusal(500, 'Error', 'No database.'));
    await open(api);
    expect(
      await screen.findByText('The trend could not be loaded: No database.'),
    ).toBeInTheDocument();
    expect(screen.getByText('Failed')).toBeInTheDocument();
  });

  it('begins with a new run where nothing was run yet', async () => {
    await open(new FakeLocustApi({ trouble: 'noRuns' }));
    expect(
      await screen.findByText('No load test has run here yet.'),
    ).toBeInTheDocument();
    expect(screen.getByRole('button', { name: 'New run' })).toHaveAttribute(
      'href',
      `${TAB}/new`,
    );
  });
});
