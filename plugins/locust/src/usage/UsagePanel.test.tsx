import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { entityRouteRef } from '@backstage/plugin-catalog-react';
import { renderInTestApp, TestApiProvider } from '@backstage/test-utils';
import { locustApiRef } from '../api/LocustApi';
import { saveFile } from '../exports/saveFile';
import { FakeLocustApi } from '../fake/FakeLocustApi';
import { refusal } from '../fake/refusal';
import UsagePanel from './UsagePanel';

jest.mock('../exports/saveFile', () => ({ saveFile: jest.fn() }));

async function open(api = new FakeLocustApi()) {
  await renderInTestApp(
    <TestApiProvider apis={[[locustApiRef, api]]}>
      <UsagePanel />
    </TestApiProvider>,
    {
      mountedRoutes: { '/catalog/:namespace/:kind/:name': entityRouteRef },
    },
  );
}

describe('what load tests took', () => {
  it('stands by owner, who used most first, with their days', async () => {
    await open();
    const table = await screen.findByRole('table', { name: 'Usage' });
    const [, first, ...others] = within(table).getAllByRole('row');
    expect(within(first).getByRole('link')).toHaveAttribute(
      'href',
      '/catalog/default/group/team-checkout',
    );
    expect(first).toHaveTextContent(/team-checkout.*\d/);
    expect(within(first).getByRole('img')).toHaveAccessibleName(
      /^Worker-hours of group:default\/team-checkout by day: runs on \d+ days, at most [\d.]+$/,
    );
    expect(others[others.length - 1]).toHaveTextContent('Nobody known');
  });

  it('is of the time that one picks', async () => {
    const api = new FakeLocustApi();
    const asked = jest.spyOn(api, 'getUsage');
    await open(api);
    await userEvent.selectOptions(
      await screen.findByLabelText('When'),
      'Last 7 days',
    );
    const spans = asked.mock.calls.map(([from]) =>
      Math.round((Date.now() - from.getTime()) / 86_400_000),
    );
    expect(spans).toEqual([30, 7]);
  });

  it('can be taken along as a file', async () => {
    await open();
    await screen.findByRole('table', { name: 'Usage' });
    await userEvent.click(screen.getByRole('button', { name: 'Export CSV' }));
    expect(saveFile).toHaveBeenCalledWith(
      'load-test-usage.csv',
      expect.any(Blob),
    );
  });

  it('says so where nothing ran, and has nothing to export then', async () => {
    await open(new FakeLocustApi({ trouble: 'noRuns' }));
    expect(
      await screen.findByText('No load test ran in this time'),
    ).toBeInTheDocument();
    expect(screen.getByRole('button', { name: 'Export CSV' })).toBeDisabled();
  });

  it('says why it cannot be told', async () => {
    const api = new FakeLocustApi();
    jest
      .spyOn(api, 'getUsage')
      .mockRejectedValue(await refusal(500, 'Error', 'No database.'));
    await open(api);
    expect(await screen.findByText(/No database\./)).toBeInTheDocument();
  });
});
