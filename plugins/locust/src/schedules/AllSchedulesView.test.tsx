import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { Location, openInApp } from '../__testUtils__/openScreen';
import type { LocustApi } from '../api/LocustApi';
import { aTest } from '../fake/aRun';
import { FakeLocustApi } from '../fake/FakeLocustApi';
import { LoadTestsPathsProvider } from '../navigation/LoadTestsPaths';
import AllSchedulesView from './AllSchedulesView';

const open = (api: LocustApi = new FakeLocustApi(), query = '') =>
  openInApp(
    <LoadTestsPathsProvider>
      <AllSchedulesView />
      <Location />
    </LoadTestsPathsProvider>,
    api,
    `/${query}`,
  );

const schedules = async () =>
  within(await screen.findByRole('list', { name: 'Schedules' })).findAllByRole(
    'listitem',
  );

describe('the schedules of all', () => {
  it('say whose they are, where and when they run, and what came of them last', async () => {
    await open();
    const items = await schedules();
    expect(items).toHaveLength(6);
    const nightly = items.find(item => /nightly/.test(item.textContent ?? ''))!;
    expect(nightly).toHaveTextContent(
      /checkout · .*team-checkout · eu-1 \/ load/,
    );
    expect(nightly).toHaveTextContent(/At 02:00, Monday through Friday/);
    expect(nightly).toHaveTextContent(/Next run/);
    expect(within(nightly).getByText('Failed')).toBeVisible();
    expect(
      items.find(item => /us-1 \/ data-load/.test(item.textContent ?? '')),
    ).toHaveTextContent(/import-burst.*Argo CD/);
  });

  it('are paused, resumed and started from here', async () => {
    const api = new FakeLocustApi();
    await open(api);
    await userEvent.click(
      await screen.findByRole('button', { name: 'Pause login-pulse' }),
    );
    await userEvent.click(
      await screen.findByRole('button', { name: 'Resume login-pulse' }),
    );
    expect(
      await screen.findByRole('button', { name: 'Pause login-pulse' }),
    ).toBeVisible();
    await userEvent.click(
      screen.getByRole('button', { name: 'Run now login-pulse' }),
    );
    expect(await screen.findByText(/^at \/runs\/made/)).toBeVisible();
  });

  it('have only the buttons of what one may do', async () => {
    await open(new FakeLocustApi({ trouble: 'readOnly' }));
    await schedules();
    for (const name of [/^Pause/, /^Resume/, /^Run now/, /^Delete/]) {
      expect(screen.queryByRole('button', { name })).toBeNull();
    }
  });

  it('are looked through by name, component, owner or place', async () => {
    const api = new FakeLocustApi();
    const asked = jest.spyOn(api, 'listTests');
    await open(api);
    await schedules();
    await userEvent.type(screen.getByLabelText('Search'), 'search');
    await waitFor(async () => expect(await schedules()).toHaveLength(1));
    expect(screen.getByText('at /?search=search')).toBeVisible();
    expect(asked).toHaveBeenLastCalledWith({ search: 'search', limit: 50 });
    await userEvent.type(screen.getByLabelText('Search'), ' nothing');
    expect(await screen.findByText('No schedule matches')).toBeVisible();
    expect(screen.queryByText('Nothing is scheduled')).toBeNull();
  });

  it('come a page at a time, each with an address', async () => {
    const api = new FakeLocustApi();
    jest.spyOn(api, 'listTests').mockImplementation(async ({ cursor }) => ({
      items: [aTest({ id: cursor ?? 'first', test: cursor ?? 'first' })],
      total: 120,
      nextCursor: cursor ? undefined : 'second',
      unavailable: [],
    }));
    await open(api);
    expect(await screen.findByRole('heading', { name: 'first' })).toBeVisible();
    expect(screen.getByText(/1 of 120 shown/)).toBeVisible();
    await userEvent.click(screen.getByRole('button', { name: 'Next page' }));
    expect(
      await screen.findByRole('heading', { name: 'second' }),
    ).toBeVisible();
    expect(screen.getByText('at /?after=second')).toBeVisible();
    expect(screen.queryByRole('button', { name: 'Next page' })).toBeNull();
    await userEvent.click(screen.getByRole('button', { name: 'First page' }));
    expect(await screen.findByRole('heading', { name: 'first' })).toBeVisible();
  });

  it('say which cluster is missing, and why they cannot be told', async () => {
    await open(new FakeLocustApi({ trouble: 'partial' }));
    expect(
      await screen.findByText(/Cluster us-1 cannot be reached/),
    ).toBeVisible();
    expect(await schedules()).toHaveLength(3);
  });
});
