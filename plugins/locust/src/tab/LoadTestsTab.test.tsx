import { act, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { EntityProvider } from '@backstage/plugin-catalog-react';
import type { LocustApi } from '../api/LocustApi';
import { aRun, aTest } from '../fake/aRun';
import { FakeLocustApi, type FakeTrouble } from '../fake/FakeLocustApi';
import { openInApp } from '../__testUtils__/openScreen';
import { refusal } from '../fake/refusal';
import { LoadTestsTab } from './LoadTestsTab';

const open = (api: LocustApi, path = '/') =>
  openInApp(
    <EntityProvider
      entity={{
        apiVersion: 'backstage.io/v1alpha1',
        kind: 'Component',
        metadata: { name: 'checkout', namespace: 'default' },
      }}
    >
      <LoadTestsTab />
    </EntityProvider>,
    api,
    path,
  );

const withTrouble = (trouble: FakeTrouble) => new FakeLocustApi({ trouble });
const row = async (name: RegExp) => screen.findByRole('row', { name });

describe('the list of runs', () => {
  it('asks for the runs of this entity only', async () => {
    const api = new FakeLocustApi();
    const listRuns = jest.spyOn(api, 'listRuns');
    await open(api);
    await screen.findByRole('table', { name: 'Runs' });
    expect(listRuns).toHaveBeenCalledWith(
      expect.objectContaining({ entityRef: 'component:default/checkout' }),
    );
  });

  it('says of each run what came of it, and who started it', async () => {
    await open(new FakeLocustApi());
    expect(await row(/Running \d:\d\d of 10:00/)).toHaveTextContent('You');
    expect(await row(/Could not run · image pull failed/)).toHaveTextContent(
      'jane.doe',
    );
    const failed = await row(/Failed/);
    expect(failed).toHaveTextContent('Schedule');
    expect(failed).toHaveTextContent('58,204');
    expect(failed).toHaveTextContent('0.31 %');
    expect(failed).toHaveTextContent('612');
  });

  it('marks those whose figures are less to be trusted', async () => {
    const api = new FakeLocustApi();
    const doubts = [{ code: 'MasterCpu' as const, message: 'It was busy.' }];
    jest.spyOn(api, 'listRuns').mockResolvedValue({
      items: [aRun({ doubts }), aRun({ id: 'trusted'.padEnd(26, '0') })],
    });
    await open(api);
    const table = await screen.findByRole('table', { name: 'Runs' });
    expect(
      within(table)
        .getAllByRole('img')
        .map(it => it.getAttribute('aria-label')),
    ).toEqual(['Figures less to be trusted: It was busy.']);
  });

  it('links each run', async () => {
    await open(new FakeLocustApi());
    const failed = await row(/Failed/);
    expect(within(failed).getByRole('link')).toHaveAttribute(
      'href',
      expect.stringMatching(/\/runs\/failed0+$/),
    );
  });

  it('loads more runs after those shown', async () => {
    await open(new FakeLocustApi());
    await screen.findByRole('table', { name: 'Runs' });
    expect(screen.getAllByRole('row')).toHaveLength(26);
    await userEvent.click(screen.getByRole('button', { name: 'Load more' }));
    await waitFor(() => expect(screen.getAllByRole('row')).toHaveLength(51));
  });

  it('narrows to the filters of the URL', async () => {
    await open(new FakeLocustApi(), '/?phase=error');
    await row(/Could not run/);
    expect(screen.getAllByRole('row')).toHaveLength(2);
    expect(screen.getByLabelText('State')).toHaveValue('error');
  });

  it('says when no run matches, and takes the filters off', async () => {
    await open(new FakeLocustApi(), '/?test=nothing-of-the-kind');
    await screen.findByText('No run matches these filters');
    await userEvent.click(
      screen.getByRole('button', { name: 'Clear filters' }),
    );
    expect(
      await screen.findByRole('table', { name: 'Runs' }),
    ).toBeInTheDocument();
  });

  it('stops a run that goes', async () => {
    await open(new FakeLocustApi());
    const running = await row(/Running/);
    await userEvent.click(
      within(running).getByRole('button', { name: /Actions/ }),
    );
    await userEvent.click(
      screen.getByRole('menuitem', { name: 'Stop, keep results' }),
    );
    await waitFor(() =>
      expect(screen.queryByText(/Running 3/)).not.toBeInTheDocument(),
    );
  });

  it('says why a run could not be stopped', async () => {
    const api = new FakeLocustApi();
    jest
      .spyOn(api, 'stopRun')
      .mockRejectedValue(
        await refusal(403, 'NotAllowedError', 'You may not stop it.'),
      );
    await open(api);
    const running = await row(/Running/);
    await userEvent.click(
      within(running).getByRole('button', { name: /Actions/ }),
    );
    await userEvent.click(
      screen.getByRole('menuitem', { name: 'Stop, keep results' }),
    );
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'You may not stop it.',
    );
  });

  it('asks before it deletes a run, and deletes it', async () => {
    await open(new FakeLocustApi());
    const broken = await row(/Could not run/);
    await userEvent.click(
      within(broken).getByRole('button', { name: /Actions/ }),
    );
    await userEvent.click(screen.getByRole('menuitem', { name: 'Delete…' }));
    await userEvent.click(
      within(await screen.findByRole('dialog')).getByRole('button', {
        name: 'Delete run',
      }),
    );
    await waitFor(() =>
      expect(screen.queryByText(/Could not run ·/)).not.toBeInTheDocument(),
    );
  });

  it('keeps the question open with the reason when a run cannot be deleted', async () => {
    const api = new FakeLocustApi();
    jest
      .spyOn(api, 'deleteRun')
      .mockRejectedValue(
        await refusal(409, 'ConflictError', 'It is still going.'),
      );
    await open(api);
    const broken = await row(/Could not run/);
    await userEvent.click(
      within(broken).getByRole('button', { name: /Actions/ }),
    );
    await userEvent.click(screen.getByRole('menuitem', { name: 'Delete…' }));
    const dialog = await screen.findByRole('dialog');
    await userEvent.click(
      within(dialog).getByRole('button', { name: 'Delete run' }),
    );
    expect(await within(dialog).findByRole('alert')).toHaveTextContent(
      'It is still going.',
    );
  });
});

describe('the schedules', () => {
  it('are counted before they are looked at', async () => {
    await open(new FakeLocustApi());
    await userEvent.click(
      await screen.findByRole('button', { name: 'Schedules (3)' }),
    );
    expect(
      await screen.findByRole('heading', { name: 'nightly-checkout' }),
    ).toBeInTheDocument();
  });

  it('say in plain language when they run', async () => {
    await open(new FakeLocustApi(), '/?view=schedules');
    expect(
      await screen.findByText('At 02:00, Monday through Friday'),
    ).toBeInTheDocument();
    expect(screen.getAllByText(/Europe\/Berlin/)[0]).toBeInTheDocument();
  });

  it('say what is wrong with one that is invalid', async () => {
    await open(new FakeLocustApi(), '/?view=schedules');
    expect(await screen.findByText('Invalid')).toBeInTheDocument();
    expect(screen.getByRole('alert')).toHaveTextContent(
      'hours go from 0 to 23',
    );
  });

  it('start a run at once, whose page opens', async () => {
    const api = new FakeLocustApi();
    const trigger = jest.spyOn(api, 'triggerTest');
    await open(api, '/?view=schedules');
    await userEvent.click(
      await screen.findByRole('button', { name: 'Run now nightly-checkout' }),
    );
    expect(
      await screen.findByRole('status', { name: 'State of the run' }),
    ).toHaveTextContent('Running');
    expect(trigger).toHaveBeenCalledTimes(1);
  });

  it('say why a run could not be started, and ask anew when it is tried again', async () => {
    const api = new FakeLocustApi();
    const trigger = jest
      .spyOn(api, 'triggerTest')
      .mockRejectedValue(
        await refusal(409, 'ConflictError', 'A run of it is going already.'),
      );
    await open(api, '/?view=schedules');
    const button = await screen.findByRole('button', {
      name: 'Run now nightly-checkout',
    });
    await userEvent.click(button);
    expect(
      await screen.findByText('A run of it is going already.'),
    ).toBeInTheDocument();
    await userEvent.click(button);
    await waitFor(() => expect(trigger).toHaveBeenCalledTimes(2));
    const [[, first], [, second]] = trigger.mock.calls;
    expect(second).not.toBe(first);
  });

  it('lead to the form that changes them', async () => {
    await open(new FakeLocustApi(), '/?view=schedules');
    expect(
      await screen.findByRole('button', { name: 'Edit nightly-checkout' }),
    ).toHaveAttribute('href', expect.stringMatching(/\/schedules\/.+\/edit$/));
  });

  it('are changed elsewhere where git has them', async () => {
    const api = new FakeLocustApi();
    jest.spyOn(api, 'listTests').mockResolvedValue({
      items: [aTest({ trackedBy: 'Argo CD' })],
      unavailable: [],
    });
    await open(api, '/?view=schedules');
    expect(
      await screen.findByText(
        'Argo CD keeps it as it is in git: edit it there',
      ),
    ).toBeInTheDocument();
    expect(
      screen.queryByRole('button', { name: /^Edit/ }),
    ).not.toBeInTheDocument();
  });

  it('can be paused and resumed', async () => {
    await open(new FakeLocustApi(), '/?view=schedules');
    await userEvent.click(
      await screen.findByRole('button', { name: 'Pause nightly-checkout' }),
    );
    await userEvent.click(
      await screen.findByRole('button', { name: 'Resume nightly-checkout' }),
    );
    expect(
      await screen.findByRole('button', { name: 'Pause nightly-checkout' }),
    ).toBeInTheDocument();
  });

  it('say why one could not be paused', async () => {
    const api = new FakeLocustApi();
    jest
      .spyOn(api, 'pauseTest')
      .mockRejectedValue(
        await refusal(503, 'ServiceUnavailableError', 'eu-1 is away.'),
      );
    await open(api, '/?view=schedules');
    await userEvent.click(
      await screen.findByRole('button', { name: 'Pause nightly-checkout' }),
    );
    expect(await screen.findByText('eu-1 is away.')).toBeInTheDocument();
  });

  it('are deleted after a question', async () => {
    const api = new FakeLocustApi();
    await open(api, '/?view=schedules');
    await userEvent.click(
      await screen.findByRole('button', { name: 'Delete weekend-soak' }),
    );
    await userEvent.click(
      within(await screen.findByRole('dialog')).getByRole('button', {
        name: 'Delete schedule',
      }),
    );
    await waitFor(() =>
      expect(screen.queryByText('Invalid')).not.toBeInTheDocument(),
    );
  });

  it('are not called empty while a cluster does not answer', async () => {
    await open(withTrouble('unreachable'), '/?view=schedules');
    expect(
      await screen.findByText(/Cluster eu-1 cannot be reached/),
    ).toBeInTheDocument();
    expect(screen.queryByText('Nothing is scheduled')).not.toBeInTheDocument();
    expect(
      screen.getByRole('button', { name: 'Schedules' }),
    ).toBeInTheDocument();
  });

  it('are called empty when there are none', async () => {
    await open(withTrouble('noRuns'), '/?view=schedules');
    expect(await screen.findByText('Nothing is scheduled')).toBeInTheDocument();
  });
});

describe('when there is no list to show, the tab says', () => {
  it('that it is loading', async () => {
    await open(withTrouble('loading'));
    expect(
      await screen.findByRole('status', { name: 'Loading runs' }),
    ).toBeInTheDocument();
  });

  it('that nothing was run yet, and how to begin', async () => {
    await open(withTrouble('noRuns'));
    expect(
      await screen.findByText('No load test has run here yet'),
    ).toBeInTheDocument();
    expect(
      screen.getAllByRole('button', { name: 'New run' })[0],
    ).toHaveAttribute('href', '/new');
  });

  it('which annotations choose where to run, and offers no run before', async () => {
    await open(withTrouble('noTarget'));
    expect(
      await screen.findByLabelText('Annotations to add'),
    ).toHaveTextContent('locust-qa.xyz/namespace: load-tests');
    expect(
      screen.getByRole('button', { name: 'Copy annotations' }),
    ).toBeInTheDocument();
    expect(
      screen.queryByRole('button', { name: 'New run' }),
    ).not.toBeInTheDocument();
  });

  it('that one may not see it, and offers no run', async () => {
    await open(withTrouble('noPermission'));
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'You are not an owner of component:default/checkout.',
    );
    await waitFor(() =>
      expect(
        screen.queryByRole('button', { name: 'New run' }),
      ).not.toBeInTheDocument(),
    );
  });

  it('which cluster cannot be reached since when, beside the history', async () => {
    await open(withTrouble('unreachable'));
    expect(
      await screen.findByText(/Cluster eu-1 cannot be reached/),
    ).toBeInTheDocument();
    expect(await screen.findByText(/38 minutes ago/)).toBeInTheDocument();
    expect(
      await screen.findByRole('table', { name: 'Runs' }),
    ).toBeInTheDocument();
  });

  it('what the portal may not do in a cluster', async () => {
    await open(withTrouble('forbidden'));
    expect(
      await screen.findByText(/lacks permissions in cluster eu-1/),
    ).toBeInTheDocument();
    expect(screen.getByRole('alert')).toHaveTextContent(
      'may not list locusts.locust-qa.xyz in namespace load',
    );
  });

  it('that one of two clusters is away, beside the schedules of the other', async () => {
    await open(withTrouble('partial'), '/?view=schedules');
    expect(
      await screen.findByText(/Cluster us-1 cannot be reached/),
    ).toBeInTheDocument();
    expect(
      await screen.findByRole('heading', { name: 'nightly-checkout' }),
    ).toBeInTheDocument();
    expect(
      screen.queryByText(/Cluster eu-1 cannot be reached/),
    ).not.toBeInTheDocument();
  });

  it('how old its figures are once they cannot be renewed, and keeps them', async () => {
    jest.useFakeTimers({ doNotFake: ['nextTick', 'queueMicrotask'] });
    try {
      await open(withTrouble('stale'));
      await screen.findByRole('table', { name: 'Runs' });
      await act(() => jest.advanceTimersByTimeAsync(10_000));
      expect(screen.getByText(/Last update \d+ s ago/)).toBeInTheDocument();
      expect(screen.getByRole('table', { name: 'Runs' })).toBeInTheDocument();
    } finally {
      jest.useRealTimers();
    }
  });

  it('that the backend is away, which is not the same as no runs', async () => {
    await open(withTrouble('backendAway'));
    expect(
      await screen.findByText('The backend cannot be reached'),
    ).toBeInTheDocument();
    expect(
      screen.queryByText('No load test has run here yet'),
    ).not.toBeInTheDocument();
  });

  it('what failed, and tries again when asked to', async () => {
    const api = new FakeLocustApi();
    const error = await refusal(500, 'Error', 'The database does not answer.');
    const list = api.listRuns.bind(api);
    const listRuns = jest.spyOn(api, 'listRuns').mockRejectedValue(error);
    await open(api);
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'The database does not answer.',
    );
    // It asks again by itself too, sooner or later: what answers by then is asked by hand.
    const asked = listRuns.mock.calls.length;
    listRuns.mockImplementation(list);
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    await screen.findByRole('table', { name: 'Runs' });
    expect(listRuns.mock.calls.length).toBeGreaterThan(asked);
  });
});

describe('on a narrow screen', () => {
  const { matchMedia } = window;
  beforeEach(() => {
    window.matchMedia = query =>
      ({
        matches: true,
        media: query,
        addListener: () => {},
        removeListener: () => {},
        addEventListener: () => {},
        removeEventListener: () => {},
      } as unknown as MediaQueryList);
  });
  afterEach(() => {
    window.matchMedia = matchMedia;
  });

  it('runs stand below each other instead of in a table', async () => {
    const api = new FakeLocustApi();
    jest.spyOn(api, 'listRuns').mockResolvedValue({ items: [aRun()] });
    jest
      .spyOn(api, 'listTests')
      .mockResolvedValue({ items: [aTest()], unavailable: [] });
    await open(api);
    const list = await screen.findByRole('list', { name: 'Runs' });
    expect(list).toHaveTextContent('60,118');
    expect(screen.queryByRole('table')).not.toBeInTheDocument();
  });
});
