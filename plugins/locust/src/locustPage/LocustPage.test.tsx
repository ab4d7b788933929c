import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { Route, Routes } from 'react-router-dom';
import { Location, openInApp } from '../__testUtils__/openScreen';
import { FakeLocustApi } from '../fake/FakeLocustApi';
import { LocustPageContent } from './LocustPage';

const open = (path: string) =>
  openInApp(
    <>
      <Routes>
        <Route path="/locust/*" element={<LocustPageContent />} />
      </Routes>
      <Location />
    </>,
    new FakeLocustApi(),
    path,
  );

const view = (name: string) => screen.findByRole('button', { name });

describe('the page of all load tests', () => {
  it.each([
    ['/locust', 'Overview', 'list', 'Running'],
    ['/locust?view=runs', 'Runs', 'table', 'Runs'],
    ['/locust?view=schedules', 'Schedules', 'list', 'Schedules'],
    ['/locust?view=calendar', 'Calendar', 'grid', 'Scheduled load'],
    ['/locust?view=usage', 'Usage', 'table', 'Usage'],
    ['/locust?view=nothing', 'Overview', 'list', 'Running'],
  ])('%s shows %s', async (path, name, role, content) => {
    await open(path);
    expect(await view(name)).toHaveAttribute('aria-pressed', 'true');
    expect(await screen.findByRole(role, { name: content })).toBeVisible();
  });

  it('has its view in the address', async () => {
    await open('/locust');
    await userEvent.click(await view('Usage'));
    expect(screen.getByText('at /locust?view=usage')).toBeVisible();
    await userEvent.click(await view('Overview'));
    expect(screen.getByText('at /locust')).toBeVisible();
  });

  it('has the runs of all components, with where they were', async () => {
    await open('/locust?view=runs');
    expect(
      await screen.findByRole('table', { name: 'Runs' }),
    ).toHaveTextContent(/import-burst.*us-1 \/ data-load/);
  });
});
