import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { Route, Routes } from 'react-router-dom';
import { saveFile } from '../exports/saveFile';
import { FakeLocustApi } from '../fake/FakeLocustApi';
import { Location, openScreen, RUN_IDS } from '../__testUtils__/openScreen';
import { refusal } from '../fake/refusal';
import RunPage from './RunPage';

// jsdom has no downloads.
jest.mock('../exports/saveFile', () => ({ saveFile: jest.fn() }));

const { failed: FAILED, baseline: BASELINE, running: RUNNING } = RUN_IDS;

async function open(runId: string, api = new FakeLocustApi(), tab = '') {
  await openScreen(
    <Routes>
      <Route path="runs/:runId/:tab?" element={<RunPage />} />
      <Route path="*" element={<Location />} />
    </Routes>,
    api,
    `/runs/${runId}${tab && `/${tab}`}`,
  );
  await screen.findByRole('status', { name: 'State of the run' });
  return api;
}

async function choose(item: string) {
  await userEvent.click(
    screen.getByRole('button', { name: 'More actions for this run' }),
  );
  await userEvent.click(await screen.findByRole('menuitem', { name: item }));
}

describe('a run is', () => {
  it('pinned and unpinned', async () => {
    const api = await open(FAILED);
    await choose('Pin, keep for good');
    expect(await screen.findByTitle('Pinned')).toBeInTheDocument();
    await waitFor(async () =>
      expect((await api.getRun(FAILED)).pinned).toBe(true),
    );
    await choose('Unpin');
    await waitFor(() =>
      expect(screen.queryByTitle('Pinned')).not.toBeInTheDocument(),
    );
  });

  it('shown as pinned before the backend has answered', async () => {
    const api = new FakeLocustApi();
    jest.spyOn(api, 'pinRun').mockReturnValue(new Promise(() => {}));
    await open(FAILED, api);
    await choose('Pin, keep for good');
    expect(await screen.findByTitle('Pinned')).toBeInTheDocument();
  });

  it('shown as it was where that is refused, with the reason', async () => {
    await open(FAILED, new FakeLocustApi({ trouble: 'readOnly' }));
    await choose('Make it the baseline');
    expect(await screen.findByRole('alert')).toHaveTextContent(
      /could not be made the baseline.*You may look at the runs/,
    );
    expect(
      screen.queryByTitle('Runs of this test are held against this one'),
    ).not.toBeInTheDocument();
    await userEvent.click(
      screen.getByRole('button', { name: 'Dismiss this message' }),
    );
    expect(screen.queryByRole('alert')).not.toBeInTheDocument();
  });

  it('made the baseline, and is held against nothing from then on', async () => {
    const api = await open(FAILED);
    expect(
      await screen.findByText('71 % slower than the baseline'),
    ).toBeInTheDocument();
    await choose('Make it the baseline');
    await waitFor(async () =>
      expect((await api.getRun(BASELINE)).baseline).toBe(false),
    );
    await waitFor(() =>
      expect(
        screen.queryByText('71 % slower than the baseline'),
      ).not.toBeInTheDocument(),
    );
    await choose('No longer the baseline');
    await waitFor(async () =>
      expect((await api.getRun(FAILED)).baseline).toBe(false),
    );
  });

  it('not offered as a baseline while it goes', async () => {
    await open(RUNNING);
    await userEvent.click(
      screen.getByRole('button', { name: 'More actions for this run' }),
    );
    await screen.findByRole('menuitem', { name: 'Pin, keep for good' });
    expect(
      screen.queryByRole('menuitem', { name: 'Make it the baseline' }),
    ).not.toBeInTheDocument();
  });
});

describe('the note on a run', () => {
  it('is written, and said by whom', async () => {
    await open(FAILED);
    await choose('Add note…');
    const dialog = await screen.findByRole('dialog');
    const save = within(dialog).getByRole('button', { name: 'Save note' });
    expect(save).toBeDisabled();
    await userEvent.type(within(dialog).getByLabelText('Note'), 'New cache');
    await userEvent.click(
      within(dialog).getByRole('button', { name: 'Save note' }),
    );
    const note = await screen.findByRole('note', { name: 'Note on this run' });
    expect(note).toHaveTextContent('New cache');
    expect(note).toHaveTextContent('You');
  });

  it('keeps what was typed where it could not be saved, and says why', async () => {
    await open(FAILED, new FakeLocustApi({ trouble: 'readOnly' }));
    await choose('Add note…');
    const dialog = await screen.findByRole('dialog');
    await userEvent.type(within(dialog).getByLabelText('Note'), 'New cache');
    await userEvent.click(
      within(dialog).getByRole('button', { name: 'Save note' }),
    );
    expect(await within(dialog).findByRole('alert')).toHaveTextContent(
      'You may look at the runs',
    );
    expect(within(dialog).getByLabelText('Note')).toHaveValue('New cache');
  });

  it('is removed after a question, for its words are lost', async () => {
    const api = await open(BASELINE);
    await userEvent.click(screen.getByRole('button', { name: 'Edit note' }));
    await userEvent.click(
      await screen.findByRole('button', { name: 'Remove note…' }),
    );
    await userEvent.click(
      await screen.findByRole('button', { name: 'Remove note' }),
    );
    await waitFor(() =>
      expect(
        screen.queryByRole('note', { name: 'Note on this run' }),
      ).not.toBeInTheDocument(),
    );
    expect((await api.getRun(BASELINE)).note).toBeUndefined();
  });
});

describe('an export', () => {
  it('is fetched and saved as a file', async () => {
    await open(FAILED);
    await userEvent.click(screen.getByRole('button', { name: 'Export' }));
    await userEvent.click(
      await screen.findByRole('menuitem', { name: 'Statistics (CSV)' }),
    );
    await waitFor(() =>
      expect(saveFile).toHaveBeenCalledWith(
        'nightly-checkout.csv',
        expect.any(Blob),
      ),
    );
  });

  it('that fails says why', async () => {
    const api = new FakeLocustApi();
    jest
      .spyOn(api, 'exportRun')
      .mockRejectedValue(
        await refusal(404, 'NotFoundError', 'There is no run of that id.'),
      );
    await open(FAILED, api);
    await userEvent.click(screen.getByRole('button', { name: 'Export' }));
    await userEvent.click(
      await screen.findByRole('menuitem', { name: 'Log (text)' }),
    );
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'There is no run of that id.',
    );
  });
});

describe('the figures of a run', () => {
  it('say in words how far they are from the baseline’s', async () => {
    await open(FAILED);
    const figures = screen.getByLabelText('Figures of the run');
    expect(
      await within(figures).findByText('71 % slower than the baseline'),
    ).toBeInTheDocument();
    expect(
      within(figures).getByText(
        '3 % fewer requests per second than the baseline',
      ),
    ).toBeInTheDocument();
    expect(screen.getByRole('link', { name: /^baseline of/ })).toHaveAttribute(
      'href',
      `/runs/${BASELINE}`,
    );
  });

  it('of each endpoint too', async () => {
    await open(FAILED, new FakeLocustApi(), 'statistics');
    const table = await screen.findByRole('table', { name: 'Statistics' });
    await within(table).findByRole('columnheader', { name: 'p95 to baseline' });
    expect(within(table).getByRole('row', { name: /\/pay/ })).toHaveTextContent(
      /\+\d+ %\d+ % slower than the baseline$/,
    );
  });

  it('lead to the comparison with the baseline', async () => {
    await open(FAILED);
    await screen.findByRole('link', { name: /^baseline of/ });
    await choose('Compare with the baseline');
    expect(
      await screen.findByText(`at /compare?runs=${BASELINE},${FAILED}`),
    ).toBeInTheDocument();
  });

  it('stand alone where the baseline cannot be loaded, which is said', async () => {
    const api = new FakeLocustApi();
    jest
      .spyOn(api, 'listRuns')
      .mockRejectedValue(await refusal(500, 'Error', 'No database.'));
    await open(FAILED, api);
    expect(
      await screen.findByText(
        /The baseline of this test could not be loaded: No database\./,
      ),
    ).toBeInTheDocument();
  });
});
