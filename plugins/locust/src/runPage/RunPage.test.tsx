import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { Run } from 'backstage-plugin-locust-common';
import { Route, Routes } from 'react-router-dom';
import { saveFile } from '../exports/saveFile';
import { aRun, someStatistics } from '../fake/aRun';
import { FakeLocustApi } from '../fake/FakeLocustApi';
import { Location, openScreen, RUN_IDS } from '../__testUtils__/openScreen';
import { refusal } from '../fake/refusal';
import RunPage from './RunPage';

// jsdom has no downloads.
jest.mock('../exports/saveFile', () => ({ saveFile: jest.fn() }));

const { running: RUNNING, baseline: PASSED } = RUN_IDS;
const BROKEN = 'brokenrun'.padEnd(26, '0');

async function open(runId: string, tab = '', api = new FakeLocustApi()) {
  await openScreen(
    <Routes>
      <Route path="runs/:runId/:tab?" element={<RunPage />} />
      <Route path="*" element={<Location />} />
    </Routes>,
    api,
    `/runs/${runId}${tab && `/${tab}`}`,
  );
  return api;
}

const state = () => screen.findByRole('status', { name: 'State of the run' });
const figure = (name: string) =>
  screen.getByText(name, { selector: 'dt' }).nextElementSibling;

describe('the page of a run that goes', () => {
  it('says how far it is, with how many workers, where and by whom', async () => {
    await open(RUNNING);
    expect(await state()).toHaveTextContent('Running');
    expect(screen.getByText(/^\d:\d\d of 10:00$/)).toBeInTheDocument();
    expect(screen.getByText('4 of 4 workers')).toBeInTheDocument();
    expect(
      await screen.findByText(/started by you · cluster eu-1 \/ load/),
    ).toBeInTheDocument();
    expect(
      screen.getByRole('progressbar', { name: 'Progress of the run' }),
    ).toHaveAttribute('aria-valuenow', expect.stringMatching(/^3\d$/));
  });

  it('shows the figures that everybody asks for', async () => {
    await open(RUNNING);
    await state();
    expect(figure('Users')).toHaveTextContent('200');
    expect(figure('Requests/s')).toHaveTextContent(/^(20|19)\d\b/);
    expect(figure('Failures')).toHaveTextContent('0.29 %');
    expect(figure('p95')).toHaveTextContent('388 ms');
  });

  it('tells those who do not see the charts what they show', async () => {
    await open(RUNNING);
    expect(
      await screen.findByRole('img', {
        name: /Response times. p95: latest \d+, on average \d+, highest \d+/,
      }),
    ).toBeInTheDocument();
    expect(
      screen.getByRole('img', { name: /Throughput. requests\/s/ }),
    ).toBeInTheDocument();
    expect(
      screen.getByRole('img', { name: /Users. users: latest 200/ }),
    ).toBeInTheDocument();
  });

  it('stops it', async () => {
    await open(RUNNING);
    await state();
    await userEvent.click(screen.getByRole('button', { name: 'Stop' }));
    await waitFor(async () =>
      expect(await state()).toHaveTextContent('Stopped'),
    );
    expect(screen.getByRole('button', { name: 'Delete' })).toBeInTheDocument();
  });

  it('says why it could not be stopped', async () => {
    const api = new FakeLocustApi();
    jest
      .spyOn(api, 'stopRun')
      .mockRejectedValue(
        await refusal(503, 'ServiceUnavailableError', 'eu-1 does not answer.'),
      );
    await open(RUNNING, '', api);
    await state();
    await userEvent.click(screen.getByRole('button', { name: 'Stop' }));
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'eu-1 does not answer.',
    );
  });
});

describe('the page of a run that has ended', () => {
  it('is run again at once with its settings, and the page of that opens', async () => {
    const api = await open(PASSED);
    const createRun = jest.spyOn(api, 'createRun');
    await state();
    await userEvent.click(screen.getByRole('button', { name: 'Run again' }));
    await waitFor(async () =>
      expect(await state()).toHaveTextContent('Running'),
    );
    expect(createRun).toHaveBeenCalledTimes(1);
    const { test, spec } = await api.getRun(PASSED);
    expect(createRun).toHaveBeenCalledWith(
      expect.objectContaining({ name: test, spec }),
      expect.stringMatching(/^[0-9a-f]{32}$/),
    );
  });

  it('says why it could not be run again, and asks for the same where no answer came', async () => {
    const api = await open(PASSED);
    const createRun = jest
      .spyOn(api, 'createRun')
      .mockRejectedValueOnce(new TypeError('Failed to fetch'))
      .mockRejectedValueOnce(await refusal(403, 'NotAllowedError', 'No more.'));
    await state();
    const again = screen.getByRole('button', { name: 'Run again' });
    await userEvent.click(again);
    expect(
      await screen.findByText('The run could not be started again'),
    ).toBeInTheDocument();
    await userEvent.click(again);
    expect(await screen.findByText('No more.')).toBeInTheDocument();
    const [[, first], [, second]] = createRun.mock.calls;
    expect(second).toBe(first);
  });

  it('is cloned into the form', async () => {
    await open(PASSED);
    await state();
    await userEvent.click(screen.getByRole('button', { name: 'Clone…' }));
    expect(
      await screen.findByText(`at /new?from=${PASSED}`),
    ).toBeInTheDocument();
  });

  it('is deleted after a question', async () => {
    await open(PASSED);
    await state();
    await userEvent.click(screen.getByRole('button', { name: 'Delete' }));
    await userEvent.click(
      within(await screen.findByRole('dialog')).getByRole('button', {
        name: 'Delete run',
      }),
    );
    expect(await screen.findByText('at /')).toBeInTheDocument();
  });

  it('says why it could not run, and shows no empty charts', async () => {
    await open(BROKEN);
    expect(await state()).toHaveTextContent('Could not run');
    expect(screen.getByRole('alert')).toHaveTextContent(
      'The image registry.example.com/locust:2.99 cannot be pulled',
    );
    expect(
      await screen.findByText(/The master wrote nothing/),
    ).toBeInTheDocument();
    expect(screen.queryByRole('img')).not.toBeInTheDocument();
  });

  it('says against itself that it measured nothing, beside its figures', async () => {
    const api = new FakeLocustApi();
    const reason = {
      code: 'HostUnreachable',
      message:
        'No request reached the host http://shop, for it refuses connections; check the port, and that the service runs.',
    };
    jest
      .spyOn(api, 'getRun')
      .mockResolvedValue(aRun({ total: someStatistics(), reason }));
    await open(PASSED, '', api);
    expect(await state()).toHaveTextContent('Finished');
    expect(screen.getByRole('note')).toHaveTextContent(reason.message);
    expect(figure('Requests/s')).toHaveTextContent(/^100/);
  });

  it('shows the last lines of the log of one that broke', async () => {
    const api = new FakeLocustApi();
    jest.spyOn(api, 'getLog').mockResolvedValue({
      lines: ['SyntaxError: invalid syntax'],
      lastLine: 1,
      complete: true,
    });
    await open(BROKEN, '', api);
    expect(
      await screen.findByLabelText('Last lines of the log'),
    ).toHaveTextContent('SyntaxError: invalid syntax');
  });
});

describe('figures that are less to be trusted', () => {
  const doubts = [
    { code: 'WorkersLost' as const, message: '1 of 4 workers was lost.' },
    { code: 'MasterCpu' as const, message: 'The master stood above 90 %.' },
  ];
  const openWith = async (change: Partial<Run>) => {
    const api = new FakeLocustApi();
    jest.spyOn(api, 'getRun').mockResolvedValue(aRun(change));
    await open(PASSED, '', api);
    await state();
  };

  it('are called so beside the verdict, with every reason', async () => {
    await openWith({ verdict: 'passed', doubts });
    const note = screen.getByRole('note');
    expect(note).toHaveTextContent('These figures are less to be trusted');
    expect(
      within(note)
        .getAllByRole('listitem')
        .map(it => it.textContent),
    ).toEqual(doubts.map(it => it.message));
  });

  it('are called so while the run still goes', async () => {
    await openWith({ phase: 'running', finishedAt: undefined, doubts });
    expect(screen.getByRole('note')).toHaveTextContent(
      'The figures so far are less to be trusted',
    );
  });

  it.each([[[]], [undefined]])(
    'are not where there is no doubt: %p',
    async none => {
      await openWith({ doubts: none });
      expect(screen.queryByRole('note')).not.toBeInTheDocument();
    },
  );
});

describe('the views of a run', () => {
  it('are in the URL', async () => {
    await open(RUNNING, 'settings');
    expect(
      await screen.findByRole('tab', { name: 'Settings' }),
    ).toHaveAttribute('aria-selected', 'true');
    await userEvent.click(screen.getByRole('tab', { name: 'Statistics' }));
    expect(screen.getByRole('tab', { name: 'Statistics' })).toHaveAttribute(
      'aria-selected',
      'true',
    );
  });

  it('have all percentiles per endpoint and the whole', async () => {
    await open(RUNNING, 'statistics');
    const table = await screen.findByRole('table', { name: 'Statistics' });
    for (const name of ['p50', 'p95', 'p99', 'p99.99', 'p100']) {
      expect(
        within(table).getByRole('columnheader', { name }),
      ).toBeInTheDocument();
    }
    expect(
      within(table).getByRole('row', { name: /All requests/ }),
    ).toBeInTheDocument();
  });

  it('sort endpoints by what one clicks', async () => {
    await open(RUNNING, 'statistics');
    const table = await screen.findByRole('table', { name: 'Statistics' });
    const names = () =>
      within(table)
        .getAllByRole('row')
        .slice(1, 5)
        .map(one => within(one).getAllByRole('cell')[1].textContent);
    expect(names()[0]).toBe('/cart');
    await userEvent.click(within(table).getByRole('button', { name: 'p95' }));
    expect(names()[0]).toBe('/pay');
  });

  it('let one choose the percentiles', async () => {
    await open(RUNNING);
    const table = await screen.findByRole('table', { name: 'Endpoints' });
    expect(
      within(table).queryByRole('columnheader', { name: 'p90' }),
    ).not.toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: /^Percentiles/ }));
    await userEvent.click(
      screen.getByRole('menuitemcheckbox', { name: 'p90' }),
    );
    await userEvent.keyboard('{Escape}');
    expect(
      await within(table).findByRole('columnheader', { name: 'p90' }),
    ).toBeInTheDocument();
  });

  it('count the failures before they are looked at', async () => {
    await open(RUNNING);
    await userEvent.click(
      await screen.findByRole('tab', { name: 'Failures (2)' }),
    );
    expect(
      screen.getByRole('table', { name: 'Failed requests' }),
    ).toHaveTextContent('502 Server Error');
  });

  it('search the log', async () => {
    await open(RUNNING, 'log');
    const log = await screen.findByRole('log');
    expect(log).toHaveTextContent('Starting Locust 2.47.0');
    await userEvent.type(screen.getByLabelText('Search the log'), 'spawn jobs');
    expect(log).toHaveTextContent('Sending spawn jobs of 200 users');
    expect(log).not.toHaveTextContent('Starting Locust');
  });

  it('show a log as the text that it is, whoever wrote it', async () => {
    const lines = [
      '<script>alert(1)</script>',
      '<img src=x onerror="alert(1)"><b>bold</b>',
      '[click](javascript:alert(1)) https://evil.example',
      '\u001b[31mred\u001b[0m &lt;i&gt;',
    ];
    const api = new FakeLocustApi();
    jest
      .spyOn(api, 'getLog')
      .mockResolvedValue({ lines, lastLine: lines.length, complete: true });
    await open(RUNNING, 'log', api);
    const log = await screen.findByRole('log');
    expect(log.textContent).toBe(`${lines.join('\n')}\n`);
    expect(log.children).toHaveLength(0);
    await userEvent.type(screen.getByLabelText('Search the log'), '<b>');
    expect(log.textContent).toBe(`${lines[1]}\n`);
    expect([...log.children].map(it => it.outerHTML)).toEqual([
      '<mark>&lt;b&gt;</mark>',
    ]);
  });

  it('say events in words', async () => {
    await open(RUNNING, 'events');
    const events = await screen.findByRole('list', { name: 'Events' });
    expect(events).toHaveTextContent('Users spawned');
    expect(
      within(events).getByRole('img', { name: 'Warning' }),
    ).toBeInTheDocument();
  });

  it('have the manifest to keep in git, without the suffix of the run', async () => {
    await open(RUNNING, 'settings');
    const manifest = await screen.findByLabelText('Manifest of this run');
    expect(manifest).toHaveTextContent('name: checkout-peak namespace: load');
    expect(
      screen.getByRole('button', { name: 'Copy for git' }),
    ).toBeInTheDocument();
  });
});

describe('what a run ran', () => {
  const SOAK = 'applied'.padEnd(26, '0');

  it('is shown as code, file by file', async () => {
    await open(PASSED, 'settings');
    const main = await screen.findByLabelText('Content of locustfile.py');
    expect(main).toHaveTextContent('class Shopper(Cart, HttpUser):');
    // Python is in colours once its grammar is there.
    expect(await within(main).findByText('class')).toHaveStyle({
      fontWeight: 600,
    });
    await userEvent.click(
      screen.getByRole('button', { name: 'data/users.csv 40 B' }),
    );
    expect(
      screen.getByLabelText('Content of data/users.csv'),
    ).toHaveTextContent('ada,lovelace');
    expect(
      screen.getByRole('button', { name: 'data/users.csv 40 B' }),
    ).toHaveAttribute('aria-current', 'true');
  });

  it('tells of bytes what can be told', async () => {
    await open(PASSED, 'settings');
    await userEvent.click(
      await screen.findByRole('button', { name: /^data\/receipt\.pdf/ }),
    );
    expect(
      screen.getByText(/47 KiB, SHA-256 [0-9a-f]{64}/),
    ).toBeInTheDocument();
  });

  it('can be taken away', async () => {
    await open(PASSED, 'settings');
    await userEvent.click(
      await screen.findByRole('button', { name: /^lib\/cart\.py/ }),
    );
    await userEvent.click(screen.getByRole('button', { name: 'Download' }));
    expect(saveFile).toHaveBeenCalledWith('cart.py', expect.any(Blob));
    expect(screen.getByRole('button', { name: 'Copy' })).toBeInTheDocument();
  });

  it('is said not to be there where none was kept', async () => {
    await open(SOAK, 'settings');
    expect(
      await screen.findByText('No locustfile was kept of this run'),
    ).toBeInTheDocument();
    expect(screen.getByText(/it came with the image/)).toBeInTheDocument();
  });

  it('says why it could not be loaded, and is tried again', async () => {
    const api = new FakeLocustApi();
    jest
      .spyOn(api, 'getRunLocustfile')
      .mockRejectedValueOnce(await refusal(500, 'Error', 'No database.'));
    await open(PASSED, 'settings', api);
    expect(await screen.findByText('No database.')).toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(
      await screen.findByLabelText('Content of locustfile.py'),
    ).toBeInTheDocument();
  });
});

describe('when there is no run to show, the page says', () => {
  it('that there is none of that id', async () => {
    await open('x'.repeat(26));
    expect(
      await screen.findByText('The run cannot be found'),
    ).toBeInTheDocument();
  });

  it('that one may not see it', async () => {
    await open(RUNNING, '', new FakeLocustApi({ trouble: 'noPermission' }));
    expect(
      await screen.findByText('You may not see these load tests'),
    ).toBeInTheDocument();
  });
});

it('counts a single worker as one', async () => {
  const api = new FakeLocustApi();
  jest
    .spyOn(api, 'getRun')
    .mockResolvedValue(aRun({ workersWanted: 1, workersConnected: 1 }));
  await open(PASSED, '', api);
  expect(await screen.findByText('1 of 1 worker')).toBeInTheDocument();
});
