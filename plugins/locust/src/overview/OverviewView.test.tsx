import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { entityRouteRef } from '@backstage/plugin-catalog-react';
import { renderInTestApp, TestApiProvider } from '@backstage/test-utils';
import { locustApiRef, type LocustApi } from '../api/LocustApi';
import { FakeLocustApi } from '../fake/FakeLocustApi';
import { refusal } from '../fake/refusal';
import { LoadTestsPathsProvider } from '../navigation/LoadTestsPaths';
import OverviewView from './OverviewView';

async function open(api: LocustApi = new FakeLocustApi()) {
  await renderInTestApp(
    <TestApiProvider apis={[[locustApiRef, api]]}>
      <LoadTestsPathsProvider>
        <OverviewView />
      </LoadTestsPathsProvider>
    </TestApiProvider>,
    {
      mountedRoutes: { '/catalog/:namespace/:kind/:name': entityRouteRef },
    },
  );
}

const item = async (list: string, name: RegExp) => {
  const items = within(
    await screen.findByRole('list', { name: list }),
  ).getAllByRole('listitem');
  const found = items.find(one => name.test(one.textContent ?? ''));
  expect(found).toBeDefined();
  return found!;
};

const figure = (name: string) =>
  within(screen.getByLabelText('Figures of all load tests')).getByText(name)
    .nextSibling;

describe('what goes on over all clusters', () => {
  it('begins with what everybody asks first', async () => {
    await open();
    await screen.findByRole('list', { name: 'Running' });
    expect(figure('Running')).toHaveTextContent('3');
    expect(figure('Queued')).toHaveTextContent('1');
    expect(figure('Failing tests')).toHaveTextContent('3');
    expect(figure('Near a limit')).toHaveTextContent('1');
  });

  it('says of each run where it goes, whose it is and how far it is', async () => {
    await open();
    const run = await item('Running', /checkout-peak/);
    expect(run).toHaveTextContent(/Running 3:1\d of 10:00/);
    expect(run).toHaveTextContent('eu-1 / load');
    expect(
      within(run).getByRole('link', { name: /team-checkout/ }),
    ).toHaveAttribute('href', '/catalog/default/group/team-checkout');
    expect(
      within(run).getByRole('link', { name: 'checkout-peak' }),
    ).toHaveAttribute('href', `/runs/${'running'.padEnd(26, '0')}`);
    expect(await item('Running', /login-ramp/)).toHaveTextContent(
      /us-1.*Starting · 3 of 8 workers/,
    );
  });

  it('says of what waits why it does', async () => {
    await open();
    expect(await item('Queued', /search-soak/)).toHaveTextContent(
      /Queued.*3 of 3 runs of team-checkout are going/,
    );
  });

  it('stops a run without asking, for what was counted is kept', async () => {
    const api = new FakeLocustApi();
    const stopped = jest.spyOn(api, 'stopRun');
    await open(api);
    await userEvent.click(
      await screen.findByRole('button', { name: 'Stop login-ramp' }),
    );
    expect(stopped).toHaveBeenCalledWith('ramp'.padEnd(26, '0'));
    await waitFor(() => expect(figure('Running')).toHaveTextContent('2'));
    expect(
      screen.queryByRole('button', { name: 'Stop login-ramp' }),
    ).not.toBeInTheDocument();
  });

  it('says why a run could not be stopped, beside it', async () => {
    const api = new FakeLocustApi();
    jest
      .spyOn(api, 'stopRun')
      .mockRejectedValue(
        await refusal(403, 'NotAllowedError', 'You may not stop it.'),
      );
    await open(api);
    const run = await item('Running', /login-ramp/);
    await userEvent.click(within(run).getByRole('button'));
    expect(await within(run).findByRole('alert')).toHaveTextContent(
      /The run could not be stopped.*You may not stop it\./,
    );
  });

  it('offers no stop to who may not', async () => {
    await open(new FakeLocustApi({ trouble: 'readOnly' }));
    await screen.findByRole('list', { name: 'Running' });
    expect(screen.queryByRole('button', { name: /^Stop/ })).toBeNull();
  });

  it('says which tests fail, for how long, with what, and leads to their trend', async () => {
    await open();
    const test = await item('Failing tests', /nightly-checkout/);
    expect(test).toHaveTextContent('once, 8 hours ago');
    expect(test).toHaveTextContent('p95 < 500ms');
    expect(
      within(test).getByRole('link', { name: 'Trend of nightly-checkout' }),
    ).toHaveAttribute(
      'href',
      '/trend?test=nightly-checkout&entityRef=component%3Adefault%2Fcheckout',
    );
    expect(
      within(test).getByRole('link', {
        name: /^Failed ?Last run of nightly-checkout$/,
      }),
    ).toHaveTextContent('Failed');
    expect(await item('Failing tests', /checkout-peak/)).toHaveTextContent(
      'Could not run · image pull failed',
    );
  });

  it('says how many failed in a row, and that it may be more', async () => {
    const api = new FakeLocustApi();
    const overview = await api.getOverview();
    const [one, two] = overview.failing.items;
    jest.spyOn(api, 'getOverview').mockResolvedValue({
      ...overview,
      failing: {
        total: 40,
        items: [
          { ...one, inARow: 4 },
          { ...two, inARow: 50, orMore: true },
        ],
      },
    });
    await open(api);
    expect(await item('Failing tests', /4 in a row, the first/)).toBeVisible();
    expect(
      await item('Failing tests', /at least 50 in a row, .* or earlier/),
    ).toBeVisible();
    expect(screen.getByText('2 of 40 shown')).toBeVisible();
  });

  it('says in words who is near a limit', async () => {
    await open();
    const table = await screen.findByRole('table', { name: 'Limits' });
    expect(
      within(table).getByRole('row', { name: /All of eu-1/ }),
    ).toHaveTextContent(/1 of 10.*1$/);
    expect(
      within(table).getByRole('row', { name: /team-checkout/ }),
    ).toHaveTextContent(/eu-1.*1 of 1.*at its limit.*1$/);
    expect(
      within(table).getByRole('row', { name: /Namespace data-load/ }),
    ).toHaveTextContent('1 of 3');
  });

  it('says that there is no limit, and where one is set', async () => {
    const api = new FakeLocustApi();
    jest.spyOn(api, 'getOverview').mockResolvedValue({
      ...(await api.getOverview()),
      everything: false,
      clusters: [{ cluster: 'eu-1', running: 3, waiting: 0 }],
      owners: { total: 0, items: [] },
    });
    await open(api);
    expect(
      await screen.findByRole('row', { name: /All of eu-1/ }),
    ).toHaveTextContent('3, no limit');
    expect(screen.getByText('locust.limits')).toBeVisible();
    expect(
      screen.getByText(/Only runs that you may see are counted/),
    ).toBeVisible();
  });

  it('says so where nothing runs and nothing fails', async () => {
    await open(new FakeLocustApi({ trouble: 'noRuns' }));
    expect(await screen.findByText('Nothing runs or waits')).toBeVisible();
    expect(screen.getByText('No test fails')).toBeVisible();
  });

  it('says that it may not be seen, and how the engine is all the same', async () => {
    const api = new FakeLocustApi();
    jest
      .spyOn(api, 'getOverview')
      .mockRejectedValue(
        await refusal(403, 'NotAllowedError', 'It takes locust.run.read.'),
      );
    await open(api);
    expect(
      await screen.findByText(/It takes locust\.run\.read\./),
    ).toBeVisible();
    expect(await screen.findByRole('list', { name: 'Clusters' })).toBeVisible();
    expect(screen.queryByText('Nothing runs or waits')).toBeNull();
  });

  it('says why it cannot be told', async () => {
    await open(new FakeLocustApi({ trouble: 'error' }));
    expect(
      await screen.findByText('The overview could not be loaded'),
    ).toBeVisible();
  });
});
