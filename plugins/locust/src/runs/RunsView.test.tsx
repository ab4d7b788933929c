import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { Route, Routes } from 'react-router-dom';
import { TestApiProvider } from '@backstage/test-utils';
import { signalApiRef, type SignalApi } from '@backstage/plugin-signals-react';
import { runSignalSlot } from 'backstage-plugin-locust-common';
import { saveFile } from '../exports/saveFile';
import { FakeLocustApi } from '../fake/FakeLocustApi';
import { Location, openScreen, RUN_IDS } from '../__testUtils__/openScreen';
import { refusal } from '../fake/refusal';
import { RunsView } from './RunsView';

// jsdom has no downloads.
jest.mock('../exports/saveFile', () => ({ saveFile: jest.fn() }));

const { failed: FAILED, baseline: BASELINE } = RUN_IDS;

async function open(
  path = '/',
  api = new FakeLocustApi(),
  signals: SignalApi = { subscribe: () => ({ unsubscribe: () => {} }) },
) {
  await openScreen(
    <Routes>
      <Route
        path="/"
        element={
          <TestApiProvider apis={[[signalApiRef, signals]]}>
            <RunsView toolbar={filters => filters} />
            <Location />
          </TestApiProvider>
        }
      />
      <Route path="*" element={<Location />} />
    </Routes>,
    api,
    path,
  );
  await screen.findByRole('table', { name: 'Runs' });
  return api;
}

const rowOf = (runId: string) => {
  const link = screen
    .getAllByRole('link')
    .find(one => one.getAttribute('href') === `/runs/${runId}`);
  return link?.closest('tr') as HTMLElement;
};

async function choose(runId: string, item: string) {
  await userEvent.click(
    within(rowOf(runId)).getByRole('button', { name: /^Actions/ }),
  );
  await userEvent.click(await screen.findByRole('menuitem', { name: item }));
}

describe('the list of runs, in a portal with signals', () => {
  it('shows a run that was begun elsewhere as soon as a signal says that something changed', async () => {
    let tell: (message: never) => void = () => {};
    const api = new FakeLocustApi();
    await open('/', api, {
      subscribe: (_, onMessage) => {
        tell = onMessage;
        return { unsubscribe: () => {} };
      },
    });
    const made = await api.createRun(
      { name: 'begun-elsewhere', spec: { host: 'https://shop.example.com' } },
      'key',
    );
    expect(rowOf(made.id)).toBeFalsy();
    tell({ slot: runSignalSlot('component:default/checkout') } as never);
    await waitFor(() => expect(rowOf(made.id)).toBeTruthy());
  });
});

describe('the list of runs', () => {
  it('says how far each p95 is from the baseline of its test', async () => {
    await open();
    expect(
      await within(rowOf(FAILED)).findByText('71 % slower than the baseline'),
    ).toBeInTheDocument();
    expect(
      within(rowOf(BASELINE)).queryByText(/than the baseline/),
    ).not.toBeInTheDocument();
    expect(rowOf(BASELINE)).toHaveTextContent('baseline');
  });

  it('moves the baseline of a test', async () => {
    await open();
    await choose(FAILED, 'Make it the baseline');
    await waitFor(() => expect(rowOf(FAILED)).toHaveTextContent('baseline'));
    expect(
      await within(rowOf(BASELINE)).findByText('42 % faster than the baseline'),
    ).toBeInTheDocument();
  });

  it('keeps the mark there was where another is refused, and says why', async () => {
    await open('/', new FakeLocustApi({ trouble: 'readOnly' }));
    await choose(BASELINE, 'Unpin');
    expect(await screen.findByRole('alert')).toHaveTextContent(
      /could not be unpinned.*You may look at the runs/,
    );
    expect(within(rowOf(BASELINE)).getByTitle('Pinned')).toBeInTheDocument();
  });

  it('exports a run', async () => {
    await open();
    await choose(FAILED, 'Export…');
    await userEvent.click(
      await screen.findByRole('menuitem', { name: 'Report (HTML)' }),
    );
    await waitFor(() =>
      expect(saveFile).toHaveBeenCalledWith(
        'nightly-checkout.html',
        expect.any(Blob),
      ),
    );
  });

  it('runs one again, and goes to it', async () => {
    const api = await open();
    const createRun = jest.spyOn(api, 'createRun');
    await choose(FAILED, 'Run again');
    expect(await screen.findByText(/^at \/runs\/made/)).toBeInTheDocument();
    expect(createRun.mock.calls[0][0].name).toBe(
      (await api.getRun(FAILED)).test,
    );
  });

  it('says why one could not be run again', async () => {
    const api = await open();
    jest
      .spyOn(api, 'createRun')
      .mockRejectedValue(
        await refusal(403, 'NotAllowedError', 'You may not start runs here.'),
      );
    await choose(FAILED, 'Run again');
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'You may not start runs here.',
    );
  });

  it('clones one into the form', async () => {
    await open();
    await choose(FAILED, 'Clone…');
    expect(
      await screen.findByText(`at /new?from=${FAILED}`),
    ).toBeInTheDocument();
  });

  it('leads to all runs of a test', async () => {
    await open();
    await choose(FAILED, 'All runs of this test');
    expect(
      await screen.findByText('at /trend?test=nightly-checkout'),
    ).toBeInTheDocument();
  });
});

describe('runs are chosen for a comparison', () => {
  const tick = (runId: string) =>
    userEvent.click(within(rowOf(runId)).getByRole('checkbox'));

  it('by ticking them, and stand in the URL', async () => {
    await open();
    expect(
      screen.queryByRole('region', { name: 'Comparison' }),
    ).not.toBeInTheDocument();
    await tick(FAILED);
    const bar = screen.getByRole('region', { name: 'Comparison' });
    expect(bar).toHaveTextContent('Choose another one');
    await tick(BASELINE);
    expect(
      screen.getByText(`at /?chosen=${FAILED}%2C${BASELINE}`),
    ).toBeInTheDocument();
    await userEvent.click(
      within(bar).getByRole('button', { name: 'Compare 2 runs' }),
    );
    // The others are held against the baseline, whichever was ticked first.
    expect(
      await screen.findByText(
        `at /compare?runs=${FAILED},${BASELINE}&reference=${BASELINE}`,
      ),
    ).toBeInTheDocument();
  });

  it('and left out again', async () => {
    await open(`/?chosen=${FAILED},${BASELINE}`);
    expect(within(rowOf(FAILED)).getByRole('checkbox')).toBeChecked();
    await userEvent.click(screen.getByRole('button', { name: 'Clear' }));
    expect(within(rowOf(FAILED)).getByRole('checkbox')).not.toBeChecked();
    expect(screen.getByText('at /')).toBeInTheDocument();
  });

  it('up to ten of them', async () => {
    const ten = Array.from({ length: 10 }, (_, i) =>
      `older${i + 100}`.padEnd(26, '0'),
    );
    await open(`/?chosen=${ten.join(',')}`);
    expect(
      screen.getByText(/10 runs chosen, which is as many as can be compared/),
    ).toBeInTheDocument();
    expect(within(rowOf(FAILED)).getByRole('checkbox')).toBeDisabled();
    expect(within(rowOf(ten[0])).getByRole('checkbox')).toBeEnabled();
  });
});
