import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { Route, Routes } from 'react-router-dom';
import { FakeLocustApi, REPOSITORY_LOCUSTFILE } from '../fake/FakeLocustApi';
import { FOLDER } from '../fake/locustfiles';
import { Location, openScreen, RUN_IDS } from '../__testUtils__/openScreen';
import { refusal } from '../fake/refusal';
import NewRunPage from './NewRunPage';

// The editor measures text, which jsdom cannot; what the form does with the text is the point here.
jest.mock('./PythonEditor', () => ({
  __esModule: true,
  default: (props: {
    readonly label: string;
    readonly value: string;
    readonly invalid: boolean;
    readonly onChange: (value: string) => void;
  }) => (
    <textarea
      aria-label={props.label}
      aria-invalid={props.invalid}
      value={props.value}
      onChange={event => props.onChange(event.target.value)}
    />
  ),
}));

async function open(api = new FakeLocustApi({ trouble: 'noRuns' }), from = '') {
  await openScreen(
    <Routes>
      <Route path="new" element={<NewRunPage />} />
      <Route path="*" element={<Location />} />
    </Routes>,
    api,
    `/new${from}`,
  );
  await screen.findByRole('form', { name: 'New run' });
  return api;
}

async function write(label: string, text: string) {
  const field = screen.getByLabelText(label);
  await userEvent.clear(field);
  if (text) {
    await userEvent.type(field, text);
  }
}

const submit = (name = 'Start run') =>
  userEvent.click(screen.getByRole('button', { name }));

describe('the form of a new run', () => {
  it('is prefilled with what the entity may use', async () => {
    await open();
    expect(screen.getByLabelText('Test name')).toHaveValue('checkout');
    expect(screen.getByLabelText('Host')).toHaveValue(
      'https://checkout.staging.example.com',
    );
    expect(screen.getByLabelText('Users')).toHaveValue('10');
    expect(screen.getByLabelText('Spawn rate')).toHaveValue('2');
    expect(screen.getByLabelText('Run time')).toHaveValue('5m');
    expect(screen.getByLabelText('Workers')).toHaveValue('2');
    expect(
      screen.getByText('10 users after 5 s · 5 users a worker'),
    ).toBeInTheDocument();
  });

  it('tells the limits before they are hit, and refuses at the field what is over one', async () => {
    const api = await open();
    const created = jest.spyOn(api, 'createRun');
    expect(screen.getByLabelText('Workers')).toHaveAccessibleDescription(
      'at most 20',
    );
    expect(screen.getByLabelText('Users')).toHaveAccessibleDescription(
      'at most 5,000',
    );
    expect(screen.getByLabelText('Run time')).toHaveAccessibleDescription(
      '30s, 10m, 1h30m; at most 4h',
    );
    await write('Workers', '21');
    expect(
      await screen.findByText(/21 workers are more than may be used here/),
    ).toBeInTheDocument();
    expect(screen.getByLabelText('Workers')).toBeInvalid();
    await submit();
    expect(created).not.toHaveBeenCalled();
  });

  it('starts a run and goes to it', async () => {
    const api = await open();
    const createRun = jest.spyOn(api, 'createRun');
    await write('Run time', '20s');
    await submit();
    expect(await screen.findByText(/^at \/runs\/made/)).toBeInTheDocument();
    expect(createRun).toHaveBeenCalledWith(
      expect.objectContaining({
        name: 'checkout',
        entityRef: 'component:default/checkout',
        cluster: 'eu-1',
        namespace: 'load',
        spec: expect.objectContaining({
          workers: 2,
          users: 10,
          spawnRate: 2,
          runTime: '20s',
          locustfile: { inline: expect.stringContaining('HttpUser') },
        }),
      }),
      expect.stringMatching(/^[0-9a-f]{32}$/),
    );
  });

  it('asks what counts as passed, and which beginning does not count', async () => {
    const api = await open();
    const createRun = jest.spyOn(api, 'createRun');
    const step = screen.getByRole('region', { name: 'What counts as passed' });
    const add = within(step).getByRole('button', { name: 'Add threshold' });
    await userEvent.click(add);
    await userEvent.click(add);
    await userEvent.type(
      within(step).getByRole('textbox', { name: 'Warm-up' }),
      '30s',
    );
    expect(screen.getByText('2, without the first 30 s')).toBeInTheDocument();
    await submit();
    await screen.findByText(/^at \/runs\/made/);
    expect(createRun).toHaveBeenCalledWith(
      expect.objectContaining({
        spec: expect.objectContaining({
          thresholds: ['p95 < 500ms', 'fail_ratio < 1%'],
          ignoreFirst: '30s',
        }),
      }),
      expect.anything(),
    );
  });

  it.each([
    ['Warm-up', 'soon', /"soon" is not a duration/],
    ['Workers', '-1', /-1 is not accepted/],
    ['Run time', 'soon', /"soon" is not a duration/],
  ])(
    'refuses the %s %s at the field, and starts nothing',
    async (label, text, sentence) => {
      const api = await open();
      const createRun = jest.spyOn(api, 'createRun');
      await write(label, text);
      const field = screen.getByLabelText(label);
      expect(field).toHaveAttribute('aria-invalid', 'true');
      expect(field).toHaveAccessibleDescription(sentence);
      await submit();
      await waitFor(() => expect(field).toHaveFocus());
      expect(createRun).not.toHaveBeenCalled();
    },
  );

  it('says in words when a schedule runs, and creates it', async () => {
    const api = await open();
    const createTest = jest.spyOn(api, 'createTest');
    await userEvent.click(
      screen.getByRole('button', { name: 'On a schedule' }),
    );
    await write('Cron', '*/5 * * * *');
    await userEvent.selectOptions(screen.getByLabelText('Time zone'), 'UTC');
    expect(await screen.findByText('Every 5 minutes.')).toBeInTheDocument();
    expect(
      within(screen.getByRole('list', { name: 'Next times' })).getAllByRole(
        'listitem',
      ),
    ).toHaveLength(5);
    await submit('Create schedule');
    expect(await screen.findByText('at /?view=schedules')).toBeInTheDocument();
    expect(createTest.mock.calls[0][0].spec).toMatchObject({
      schedule: '*/5 * * * *',
      timeZone: 'UTC',
    });
  });

  it('says which other schedules run at the same time, as long as they do', async () => {
    await open(new FakeLocustApi());
    await userEvent.click(
      screen.getByRole('button', { name: 'On a schedule' }),
    );
    await userEvent.selectOptions(
      screen.getByLabelText('Time zone'),
      'Europe/Berlin',
    );
    await write('Cron', '5 2 * * *');
    await write('Run time', '20m');
    const meeting = await screen.findByRole('list', {
      name: 'Schedules at the same time',
    });
    // The paused one and the broken one do not run.
    const [only, ...more] = within(meeting).getAllByRole('listitem');
    expect(more).toEqual([]);
    expect(only).toHaveTextContent(/^nightly-checkout, first .*; 5 times/);
    await write('Cron', '5 4 * * *');
    expect(
      screen.queryByRole('list', { name: 'Schedules at the same time' }),
    ).not.toBeInTheDocument();
  });

  it('says why it cannot tell of other schedules', async () => {
    const api = await open();
    jest
      .spyOn(api, 'listTests')
      .mockRejectedValue(
        await refusal(403, 'NotAllowedError', 'You may not see schedules.'),
      );
    await userEvent.click(
      screen.getByRole('button', { name: 'On a schedule' }),
    );
    expect(
      await screen.findByText('You may not see schedules.'),
    ).toBeInTheDocument();
  });

  it('refuses a broken cron at the field, and says no times', async () => {
    await open();
    await userEvent.click(
      screen.getByRole('button', { name: 'On a schedule' }),
    );
    await write('Cron', '0 25 * * *');
    expect(screen.getByLabelText('Cron')).toHaveAttribute(
      'aria-invalid',
      'true',
    );
    expect(
      screen.queryByRole('list', { name: 'Next times' }),
    ).not.toBeInTheDocument();
  });

  it('makes a nightly schedule with a threshold in three steps', async () => {
    const api = await open();
    const createTest = jest.spyOn(api, 'createTest');
    for (const name of ['On a schedule', 'Add threshold', 'Create schedule']) {
      await userEvent.click(screen.getByRole('button', { name }));
    }
    expect(await screen.findByText('at /?view=schedules')).toBeInTheDocument();
    expect(createTest.mock.calls[0][0].spec).toMatchObject({
      schedule: '0 2 * * 1-5',
      thresholds: ['p95 < 500ms'],
    });
  });

  it('shows at the field what only the server knows', async () => {
    await open();
    await write('Host', 'https://production.example.com');
    await waitFor(() =>
      expect(screen.getByLabelText('Host')).toHaveAccessibleDescription(
        /team-checkout may not send load to/,
      ),
    );
  });

  it('says why the server did not start the run, and stays', async () => {
    const api = await open();
    jest
      .spyOn(api, 'createRun')
      .mockRejectedValue(
        await refusal(403, 'NotAllowedError', 'You may not start runs here.'),
      );
    await submit();
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'You may not start runs here.',
    );
    expect(screen.getByRole('button', { name: 'Start run' })).toBeEnabled();
  });

  it('sends the same key again when no answer came, and another after a refusal', async () => {
    const api = await open();
    const createRun = jest
      .spyOn(api, 'createRun')
      .mockRejectedValueOnce(new TypeError('Failed to fetch'))
      .mockRejectedValueOnce(await refusal(400, 'InputError', 'No.'))
      .mockRejectedValueOnce(await refusal(400, 'InputError', 'No again.'));
    await submit();
    await screen.findByText(/backend does not answer/);
    await submit();
    await screen.findByText('No.');
    await submit();
    await screen.findByText('No again.');
    const keys = createRun.mock.calls.map(call => call[1]);
    expect(keys[1]).toBe(keys[0]);
    expect(keys[2]).not.toBe(keys[1]);
  });

  it('takes a locustfile from a ConfigMap', async () => {
    const api = await open();
    const createRun = jest.spyOn(api, 'createRun');
    await userEvent.click(screen.getByRole('button', { name: 'ConfigMap' }));
    await userEvent.selectOptions(
      await screen.findByRole('combobox', { name: 'ConfigMap' }),
      'checkout-load',
    );
    await submit();
    await screen.findByText(/^at \/runs\/made/);
    expect(createRun.mock.calls[0][0].spec.locustfile).toEqual({
      configMap: 'checkout-load',
      key: 'locustfile.py',
    });
  });

  it('asks for a ConfigMap only once one tries to start without', async () => {
    await open();
    await userEvent.click(screen.getByRole('button', { name: 'ConfigMap' }));
    const choice = await screen.findByRole('combobox', { name: 'ConfigMap' });
    expect(choice).toHaveAttribute('aria-invalid', 'false');
    await submit();
    expect(choice).toHaveAttribute('aria-invalid', 'true');
  });

  it('says why the ConfigMaps cannot be listed', async () => {
    const api = await open();
    jest
      .spyOn(api, 'listConfigMaps')
      .mockRejectedValue(
        await refusal(403, 'NotAllowedError', 'Not in this namespace.'),
      );
    await userEvent.click(screen.getByRole('button', { name: 'ConfigMap' }));
    expect(
      await screen.findByText(/Not in this namespace\./),
    ).toBeInTheDocument();
  });

  it('shows the manifest as it is typed', async () => {
    await open();
    await write('Users', '77');
    expect(screen.getByLabelText('Manifest')).toHaveTextContent('users: 77');
  });

  it('has the settings of the run that is run again', async () => {
    await open(new FakeLocustApi(), `?from=${'running'.padEnd(26, '0')}`);
    expect(screen.getByLabelText('Test name')).toHaveValue('checkout-peak');
    expect(screen.getByLabelText('Users')).toHaveValue('200');
    expect(screen.getByLabelText('Workers')).toHaveValue('4');
  });
});

describe('the locustfile of the entity’s repository', () => {
  const inRepository = () =>
    new FakeLocustApi({
      trouble: 'noRuns',
      locustfile: 'loadtest/locustfile.py',
    });

  it('is shown with where it lies, and is what runs', async () => {
    const api = inRepository();
    const createRun = jest.spyOn(api, 'createRun');
    await open(api);
    expect(
      await screen.findByRole('link', { name: /loadtest\/locustfile.py/ }),
    ).toHaveAttribute(
      'href',
      'https://github.com/acme/shop/tree/main/loadtest/locustfile.py',
    );
    expect(screen.getByLabelText('Locustfile')).toHaveTextContent(
      /class Shopper/,
    );
    await submit();
    await waitFor(() => expect(createRun).toHaveBeenCalled());
    expect(createRun.mock.calls[0][0].spec.locustfile).toEqual({
      inline: REPOSITORY_LOCUSTFILE,
    });
  });

  it('can be changed for one run', async () => {
    await open(inRepository());
    await userEvent.click(
      await screen.findByRole('button', { name: 'Change it for this run' }),
    );
    expect(await screen.findByLabelText('Locustfile')).toHaveValue(
      REPOSITORY_LOCUSTFILE,
    );
  });

  it('is not run before it was read, and says why it cannot be', async () => {
    const api = inRepository();
    const createRun = jest.spyOn(api, 'createRun');
    jest
      .spyOn(api, 'getRepositoryLocustfile')
      .mockRejectedValue(
        await refusal(404, 'NotFoundError', 'There is no file at that place.'),
      );
    await open(api);
    expect(
      await screen.findByText('There is no file at that place.'),
    ).toBeInTheDocument();
    await submit();
    expect(createRun).not.toHaveBeenCalled();
  });

  describe('in a folder', () => {
    const inFolder = () =>
      new FakeLocustApi({ trouble: 'noRuns', locustfile: 'loadtest/' });

    it('is shown with every file and its size, what is left out, and what runs', async () => {
      await open(inFolder());
      const files = await screen.findByRole('list', { name: 'Files' });
      expect(
        within(files)
          .getAllByRole('listitem')
          .map(it => it.textContent),
      ).toEqual([
        expect.stringMatching(/^locustfile\.py \d+ B$/),
        'data/users.csv 40 B',
        'lib/__init__.py 0 B',
        expect.stringMatching(/^lib\/cart\.py \d+ B$/),
        'data/receipt.pdf 47 KiB, no text',
      ]);
      expect(
        screen.getByText(
          /^locustfile\.py is what runs.* left out: \.gitignore$/,
        ),
      ).toBeInTheDocument();
      expect(screen.getByLabelText('Locustfile')).toHaveTextContent(
        'from lib.cart import Cart',
      );
      expect(
        screen.queryByRole('button', { name: 'Change it for this run' }),
      ).not.toBeInTheDocument();
    });

    it('is sent by its hash and paths', async () => {
      const api = inFolder();
      const createRun = jest.spyOn(api, 'createRun');
      await open(api);
      await screen.findByRole('list', { name: 'Files' });
      await submit();
      await waitFor(() => expect(createRun).toHaveBeenCalled());
      expect(createRun.mock.calls[0][0].spec.locustfile).toEqual({
        snapshot: 'a1'.repeat(32),
        files: FOLDER.entries.map(it => it.path),
      });
    });

    it('runs again as an earlier run had it', async () => {
      const api = new FakeLocustApi({ locustfile: 'loadtest/' });
      const createRun = jest.spyOn(api, 'createRun');
      const earlier = {
        snapshot: 'b2'.repeat(32),
        files: ['locustfile.py', 'lib/cart.py'],
      };
      const run = await api.getRun(RUN_IDS.baseline);
      jest
        .spyOn(api, 'getRun')
        .mockResolvedValue({ ...run, spec: { locustfile: earlier } });
      await open(api, `?from=${run.id}`);
      expect(
        await screen.findByRole('button', { name: 'As before' }),
      ).toHaveAttribute('aria-pressed', 'true');
      await userEvent.click(
        await screen.findByRole('button', { name: /^lib\/cart\.py/ }),
      );
      expect(screen.getByLabelText('Content of lib/cart.py')).toHaveTextContent(
        'class Cart',
      );
      await submit();
      await waitFor(() => expect(createRun).toHaveBeenCalled());
      expect(createRun.mock.calls[0][0].spec.locustfile).toEqual(earlier);
    });
  });

  it('is not offered where the entity names none', async () => {
    await open();
    expect(
      screen.queryByRole('button', { name: 'Repository' }),
    ).not.toBeInTheDocument();
  });
});
