import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { renderInTestApp, TestApiProvider } from '@backstage/test-utils';
import { locustApiRef } from '../api/LocustApi';
import { FakeLocustApi } from '../fake/FakeLocustApi';
import { refusal } from '../fake/refusal';
import { FreezePanel } from './FreezePanel';

async function open(api = new FakeLocustApi()) {
  await renderInTestApp(
    <TestApiProvider apis={[[locustApiRef, api]]}>
      <FreezePanel />
    </TestApiProvider>,
  );
  return api;
}

const items = async () =>
  within(await screen.findByRole('list', { name: 'Freezes' })).getAllByRole(
    'listitem',
  );

describe('times in which nothing starts', () => {
  it('are said to be none where there are none', async () => {
    await open();
    expect(
      await screen.findByText('Load tests may start at any time.'),
    ).toBeInTheDocument();
  });

  it('begin with an emergency stop, and end when that is lifted', async () => {
    const api = await open();
    await userEvent.click(
      await screen.findByRole('button', { name: 'Stop load tests' }),
    );
    const dialog = screen.getByRole('dialog', { name: 'Stop load tests?' });
    const stop = within(dialog).getByRole('button', { name: 'Stop them' });
    expect(stop).toBeDisabled();
    await userEvent.type(
      within(dialog).getByLabelText(/^Reason/),
      'The shop is down',
    );
    await userEvent.selectOptions(
      within(dialog).getByLabelText('Cluster'),
      'eu-1',
    );
    const declared = jest.spyOn(api, 'declareFreeze');
    await userEvent.click(
      within(dialog).getByRole('button', { name: 'Stop them' }),
    );
    expect(declared).toHaveBeenCalledWith(
      { reason: 'The shop is down', stopsRuns: true, clusters: ['eu-1'] },
      expect.stringMatching(/^[0-9a-f]{32}$/),
    );
    const [freeze] = await items();
    expect(freeze).toHaveTextContent(
      'Everything is stopped, and nothing starts until this is lifted',
    );
    expect(freeze).toHaveTextContent('The shop is down');
    expect(freeze).toHaveTextContent('in eu-1 · by user:default/pat');
    await userEvent.click(
      within(freeze).getByRole('button', {
        name: 'Lift the freeze: The shop is down',
      }),
    );
    expect(
      await screen.findByText('Load tests may start at any time.'),
    ).toBeInTheDocument();
  });

  it('can be planned, with an end after the beginning', async () => {
    await open();
    await userEvent.click(
      await screen.findByRole('button', { name: 'Plan a freeze' }),
    );
    const dialog = screen.getByRole('dialog', { name: 'Plan a freeze' });
    const field = (label: RegExp) => within(dialog).getByLabelText(label);
    await userEvent.type(field(/^Reason/), 'Black Friday');
    await userEvent.type(field(/^Owner/), 'group:default/shop');
    await userEvent.type(field(/^From/), '2126-11-27T08:00');
    await userEvent.type(field(/^Until/), '2126-11-27T07:00');
    expect(dialog).toHaveTextContent('The end has to be after the beginning.');
    expect(
      within(dialog).getByRole('button', { name: 'Plan it' }),
    ).toBeDisabled();
    await userEvent.clear(field(/^Until/));
    await userEvent.type(field(/^Until/), '2126-11-28T08:00');
    await userEvent.click(
      within(dialog).getByRole('button', { name: 'Plan it' }),
    );
    const [freeze] = await items();
    expect(freeze).toHaveTextContent(/^From .*Nov 27.* until .*Nov 28/);
    expect(freeze).toHaveTextContent('of group:default/shop');
    expect(
      within(freeze).getByRole('button', {
        name: 'Call off the freeze: Black Friday',
      }),
    ).toBeInTheDocument();
  });

  it('stay in the dialog with what was typed and why they were refused', async () => {
    const api = new FakeLocustApi();
    jest
      .spyOn(api, 'declareFreeze')
      .mockRejectedValue(
        await refusal(400, 'InputError', 'owners: "!" was refused'),
      );
    await open(api);
    await userEvent.click(
      await screen.findByRole('button', { name: 'Stop load tests' }),
    );
    await userEvent.type(screen.getByLabelText(/^Reason/), 'Down');
    await userEvent.click(screen.getByRole('button', { name: 'Stop them' }));
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'owners: "!" was refused',
    );
    expect(screen.getByLabelText(/^Reason/)).toHaveValue('Down');
  });

  it('are not for everybody to declare or lift, and not those of the configuration', async () => {
    const api = new FakeLocustApi();
    const freeze = {
      id: 'configured-0',
      reason: 'Nights',
      from: new Date(0),
      inForce: true,
      stopsRuns: false,
      configured: true,
    };
    jest
      .spyOn(api, 'listFreezes')
      .mockResolvedValue({ items: [freeze], clusters: [], mayDeclare: false });
    await open(api);
    const [item] = await items();
    expect(item).toHaveTextContent('Nothing starts until this is lifted');
    expect(item).toHaveTextContent('by configuration');
    expect(screen.queryByRole('button')).not.toBeInTheDocument();
  });

  it('say why they cannot be told', async () => {
    const api = new FakeLocustApi();
    jest
      .spyOn(api, 'listFreezes')
      .mockRejectedValue(await refusal(500, 'Error', 'No database.'));
    await open(api);
    await waitFor(() =>
      expect(screen.getByText(/No database\./)).toBeInTheDocument(),
    );
    expect(
      screen.queryByText('Load tests may start at any time.'),
    ).not.toBeInTheDocument();
  });
});
