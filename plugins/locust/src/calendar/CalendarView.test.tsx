import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { PlannedSchedule } from 'backstage-plugin-locust-common';
import { Location, openInApp } from '../__testUtils__/openScreen';
import type { Calendar, LocustApi } from '../api/LocustApi';
import { FakeLocustApi, type FakeTrouble } from '../fake/FakeLocustApi';
import { LoadTestsPathsProvider } from '../navigation/LoadTestsPaths';
import CalendarView from './CalendarView';

const schedule = (change: Partial<PlannedSchedule>): PlannedSchedule => ({
  id: change.test ?? 'nightly',
  cluster: 'eu-1',
  namespace: 'load',
  test: 'nightly',
  entityRef: 'component:default/shop',
  owner: 'group:default/team-shop',
  schedule: '0 2 * * 2',
  timeZone: new Intl.DateTimeFormat().resolvedOptions().timeZone,
  suspended: false,
  concurrencyPolicy: 'Forbid',
  runTimeSeconds: 600,
  users: 1_200,
  workers: 4,
  ...change,
});

function withSchedules(
  items: readonly PlannedSchedule[],
  more: Partial<Calendar> = {},
): LocustApi {
  const api = new FakeLocustApi();
  jest.spyOn(api, 'getCalendar').mockResolvedValue({
    items,
    total: items.length,
    unavailable: [],
    ...more,
  });
  return api;
}

const open = (api: LocustApi, query = 'week=2024-01-08') =>
  openInApp(
    <LoadTestsPathsProvider>
      <CalendarView />
      <Location />
    </LoadTestsPathsProvider>,
    api,
    `/?${query}`,
  );

const cell = (name: RegExp) => screen.findByRole('gridcell', { name });

describe('the calendar of scheduled load', () => {
  it('says of each hour how many runs and users there may be, in words and numbers', async () => {
    await open(
      withSchedules([
        schedule({}),
        schedule({ test: 'soak', schedule: '30 2 * * 2', users: 50 }),
      ]),
    );
    const busy = await cell(
      /^Tue, Jan 9, 02:00: 2 runs, at most 1,250 users and 8 workers$/,
    );
    expect(busy).toHaveTextContent('1.3k2×');
    expect(
      await cell(/^Tue, Jan 9, 03:00: Nothing is scheduled$/),
    ).toHaveTextContent(/^$/);
    expect(screen.getAllByRole('gridcell')).toHaveLength(168);
    expect(
      screen.getByText(
        `who has what at which hour; times in ${
          new Intl.DateTimeFormat().resolvedOptions().timeZone
        }`,
      ),
    ).toBeVisible();
  });

  it('tells on a click who has what in an hour', async () => {
    await open(
      withSchedules([
        schedule({}),
        schedule({
          test: 'soak',
          entityRef: undefined,
          owner: undefined,
          users: undefined,
        }),
      ]),
    );
    await userEvent.click(await cell(/^Tue, Jan 9, 02:00/));
    expect(screen.getByText('at /?week=2024-01-08&hour=26')).toBeVisible();
    const table = await screen.findByRole('table', {
      name: 'Tue, Jan 9, 02:00–03:00',
    });
    const [, first, second] = within(table).getAllByRole('row');
    expect(first).toHaveTextContent(/nightly.*shop.*team-shop.*eu-1 \/ load/);
    expect(first).toHaveTextContent(/At 02:00.*0 2 \* \* 2.*10 min.*1,200/);
    expect(
      within(first).getByRole('link', { name: 'nightly' }),
    ).toHaveAttribute(
      'href',
      '/trend?test=nightly&entityRef=component%3Adefault%2Fshop',
    );
    expect(second).toHaveTextContent(/soak.*—/);
  });

  it('is gone through by the arrow keys, one stop of Tab, and Enter picks', async () => {
    await open(withSchedules([schedule({})]));
    const first = await cell(/^Mon, Jan 8, 00:00/);
    first.focus();
    await userEvent.keyboard('{ArrowDown}{ArrowRight}{ArrowRight}');
    const busy = await cell(/^Tue, Jan 9, 02:00/);
    expect(busy).toHaveFocus();
    expect(busy).toHaveAttribute('tabindex', '0');
    expect(first).toHaveAttribute('tabindex', '-1');
    await userEvent.keyboard('{Enter}');
    expect(busy).toHaveFocus();
    expect(busy).toHaveAttribute('aria-selected', 'true');
    expect(
      await screen.findByRole('table', { name: /^Tue, Jan 9/ }),
    ).toBeVisible();
    await userEvent.keyboard('{End}');
    expect(await cell(/^Tue, Jan 9, 23:00/)).toHaveFocus();
  });

  it('opens at the hour that the address has', async () => {
    await open(withSchedules([schedule({})]), 'week=2024-01-08&hour=26');
    expect(
      await screen.findByRole('table', { name: 'Tue, Jan 9, 02:00–03:00' }),
    ).toBeVisible();
  });

  it('goes from week to week', async () => {
    await open(withSchedules([schedule({})]), 'week=2024-01-08&hour=26');
    await userEvent.click(
      await screen.findByRole('button', { name: 'Week after' }),
    );
    expect(screen.getByText('Mon, Jan 15 – Sun, Jan 21')).toBeVisible();
    expect(screen.getByText('at /?week=2024-01-15')).toBeVisible();
    expect(await cell(/^Tue, Jan 16, 02:00: 1 run/)).toBeVisible();
    await userEvent.click(screen.getByRole('button', { name: 'This week' }));
    expect(screen.getByText('at /')).toBeVisible();
  });

  it('is of one cluster where that is picked', async () => {
    await open(
      withSchedules([
        schedule({}),
        schedule({ test: 'soak', cluster: 'us-1' }),
      ]),
    );
    await userEvent.selectOptions(
      await screen.findByLabelText('Cluster'),
      'us-1',
    );
    expect(await cell(/^Tue, Jan 9, 02:00: 1 run,/)).toBeVisible();
    expect(
      screen.getByText(/at \/\?week=2024-01-08&cluster=us-1/),
    ).toBeVisible();
  });

  it('is a table as well, of the hours in which there is something', async () => {
    await open(
      withSchedules(['a', 'b', 'c', 'd', 'e'].map(test => schedule({ test }))),
    );
    await userEvent.click(await screen.findByRole('button', { name: 'Table' }));
    const table = await screen.findByRole('table', { name: 'Scheduled load' });
    const rows = within(table).getAllByRole('row');
    expect(rows).toHaveLength(2);
    expect(rows[1]).toHaveTextContent(
      'Tue, Jan 9 02:0056,00020a, b, c and 2 more',
    );
    await userEvent.click(within(rows[1]).getByRole('button'));
    expect(
      await screen.findByRole('table', { name: 'Tue, Jan 9, 02:00–03:00' }),
    ).toBeVisible();
  });

  it('says what is not in it', async () => {
    await open(
      withSchedules(
        [
          schedule({}),
          schedule({ test: 'paused', suspended: true }),
          schedule({ test: 'broken', problem: 'It has the hour 25.' }),
        ],
        {
          total: 2_010,
          unavailable: [{ cluster: 'edge', message: 'It does not answer.' }],
        },
      ),
    );
    expect(await cell(/^Tue, Jan 9, 02:00: 1 run,/)).toBeVisible();
    expect(screen.getByText('1 paused schedule is not in it.')).toBeVisible();
    expect(screen.getByText('1 invalid schedule is not in it.')).toBeVisible();
    expect(
      screen.getByText(/Only 3 of 2,010 schedules are in it/),
    ).toBeVisible();
    expect(screen.getByText(/Cluster edge cannot be reached/)).toBeVisible();
  });

  it('says so where nothing is scheduled', async () => {
    await open(withSchedules([]));
    expect(
      await screen.findByRole('heading', { name: 'Nothing is scheduled' }),
    ).toBeVisible();
  });

  it('is not said to be empty while a cluster does not answer', async () => {
    await open(
      withSchedules([], {
        unavailable: [{ cluster: 'edge', message: 'It does not answer.' }],
      }),
    );
    expect(
      await screen.findByText(/Cluster edge cannot be reached/),
    ).toBeVisible();
    expect(
      screen.queryByRole('heading', { name: 'Nothing is scheduled' }),
    ).toBeNull();
  });

  it.each<[FakeTrouble, string]>([
    ['noPermission', 'You may not see these load tests'],
    ['error', 'The calendar could not be loaded'],
    ['backendAway', 'The backend cannot be reached'],
  ])('with %s says so', async (trouble, title) => {
    await open(new FakeLocustApi({ trouble }));
    expect(await screen.findByText(title)).toBeVisible();
    expect(screen.queryByRole('grid')).toBeNull();
  });
});
