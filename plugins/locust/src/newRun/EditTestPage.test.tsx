import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { Route, Routes } from 'react-router-dom';
import { Location, openScreen } from '../__testUtils__/openScreen';
import { aTest } from '../fake/aRun';
import { FakeLocustApi } from '../fake/FakeLocustApi';
import EditTestPage from './EditTestPage';

const spec = {
  schedule: '0 2 * * 1-5',
  timeZone: 'Europe/Berlin',
  users: 100,
  workers: 4,
  runTime: '10m',
  thresholds: ['p95 < 500ms'],
  concurrencyPolicy: 'Allow',
  worker: { tolerations: [{ key: 'load', operator: 'Exists' }] },
};
const test = aTest({ generation: 7, spec });

async function open(api: FakeLocustApi, shown = test) {
  jest.spyOn(api, 'getTest').mockResolvedValue(shown);
  await openScreen(
    <Routes>
      <Route path="schedules/:testId/edit" element={<EditTestPage />} />
      <Route path="*" element={<Location />} />
    </Routes>,
    api,
    `/schedules/${test.id}/edit`,
  );
  return api;
}

const form = () => screen.findByRole('form', { name: 'Edit nightly-checkout' });

const save = () =>
  userEvent.click(screen.getByRole('button', { name: 'Save schedule' }));

describe('the form of a schedule', () => {
  it('is filled with it, and neither its name nor that it is one can be changed', async () => {
    await open(new FakeLocustApi());
    await form();
    expect(screen.getByLabelText('Cron')).toHaveValue('0 2 * * 1-5');
    expect(screen.getByLabelText('Time zone')).toHaveValue('Europe/Berlin');
    expect(screen.getByLabelText('Users')).toHaveValue('100');
    expect(screen.getByLabelText('Host')).toHaveValue('');
    expect(
      within(screen.getByRole('group', { name: 'Threshold 1' })).getByLabelText(
        'Limit',
      ),
    ).toHaveValue('500ms');
    expect(
      screen.getByText('The locustfile comes with the image or a mount'),
    ).toBeInTheDocument();
    expect(screen.queryByLabelText('Test name')).not.toBeInTheDocument();
    expect(
      screen.queryByRole('button', { name: 'Now' }),
    ).not.toBeInTheDocument();
    // It does not collide with itself.
    expect(
      screen.queryByRole('list', { name: 'Schedules at the same time' }),
    ).not.toBeInTheDocument();
  });

  it('saves what was changed, and keeps what it does not show', async () => {
    const api = await open(new FakeLocustApi());
    const updateTest = jest.spyOn(api, 'updateTest').mockResolvedValue(test);
    await form();
    await userEvent.clear(screen.getByLabelText('Users'));
    await userEvent.type(screen.getByLabelText('Users'), '150');
    await save();
    expect(await screen.findByText('at /?view=schedules')).toBeInTheDocument();
    expect(updateTest).toHaveBeenCalledWith(test.id, {
      generation: 7,
      spec: { ...spec, users: 150 },
    });
  });

  it('says that somebody else was faster, and stays', async () => {
    await open(new FakeLocustApi());
    await form();
    await save();
    expect(await screen.findByRole('alert')).toHaveTextContent(
      /was changed meanwhile; open it again/,
    );
    expect(screen.getByText('The schedule was not saved')).toBeInTheDocument();
  });

  it('is not offered where git has the schedule', async () => {
    await open(new FakeLocustApi(), { ...test, trackedBy: 'Flux' });
    expect(
      await screen.findByText(/Flux keeps this schedule as it is in git/),
    ).toBeInTheDocument();
    expect(screen.queryByRole('form')).not.toBeInTheDocument();
  });
});
