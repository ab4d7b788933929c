import { screen, within } from '@testing-library/react';
import { identityApiRef } from '@backstage/core-plugin-api';
import { entityRouteRef } from '@backstage/plugin-catalog-react';
import {
  mockApis,
  renderInTestApp,
  TestApiProvider,
} from '@backstage/test-utils';
import { aRun } from '../fake/aRun';
import { FakeLocustApi } from '../fake/FakeLocustApi';
import { refusal } from '../fake/refusal';
import { locustApiRef } from '../api/LocustApi';
import { HomeLoadTests } from './HomeLoadTests';

const SHOP = 'component:default/shop';

async function open(api: FakeLocustApi) {
  await renderInTestApp(
    <TestApiProvider
      apis={[
        [locustApiRef, api],
        [
          identityApiRef,
          mockApis.identity({
            userEntityRef: 'user:default/sam',
            ownershipEntityRefs: [
              'user:default/sam',
              'group:default/team-shop',
            ],
          }),
        ],
      ]}
    >
      <HomeLoadTests />
    </TestApiProvider>,
    { mountedRoutes: { '/catalog/:namespace/:kind/:name': entityRouteRef } },
  );
}

function answering(...runs: ReturnType<typeof aRun>[]) {
  const api = new FakeLocustApi();
  const asked = jest
    .spyOn(api, 'listRuns')
    .mockResolvedValue({ items: runs, total: runs.length });
  return { api, asked };
}

describe('the load tests on a home page', () => {
  it('are those of what one owns: the failing first, then what goes, then the last', async () => {
    const { api, asked } = answering(
      aRun({ id: 'goes', test: 'peak', phase: 'running', entityRef: SHOP }),
      aRun({
        ...{ id: 'bad', test: 'nightly', entityRef: SHOP },
        ...{ phase: 'finished', verdict: 'failed' },
      }),
      aRun({
        ...{ id: 'good', test: 'smoke', entityRef: SHOP },
        ...{ phase: 'finished', verdict: 'passed' },
      }),
    );
    await open(api);
    const parts = await screen.findAllByRole('region');
    expect(parts.map(it => it.getAttribute('aria-label'))).toEqual([
      'Failing',
      'Running now',
      'Last runs',
    ]);
    const [failing] = parts;
    expect(
      within(failing).getByRole('link', { name: 'nightly' }),
    ).toHaveAttribute(
      'href',
      '/catalog/default/component/shop/load-tests/runs/bad',
    );
    expect(within(failing).getByText('Failed')).toBeInTheDocument();
    expect(within(failing).getByRole('link', { name: /shop/ })).toHaveAttribute(
      'href',
      '/catalog/default/component/shop',
    );
    expect(asked).toHaveBeenCalledWith({
      owner: 'user:default/sam,group:default/team-shop',
      limit: 100,
    });
  });

  it('say so where there are none', async () => {
    await open(answering().api);
    expect(
      await screen.findByText('Nothing that you own was loaded yet.'),
    ).toBeInTheDocument();
  });

  it('say what keeps them from being shown', async () => {
    const api = new FakeLocustApi();
    jest
      .spyOn(api, 'listRuns')
      .mockRejectedValue(await refusal(500, 'Error', 'No database.'));
    await open(api);
    expect(await screen.findByText(/No database\./)).toBeInTheDocument();
  });
});
