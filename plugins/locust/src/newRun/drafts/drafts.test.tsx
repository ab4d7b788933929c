import { cleanup, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { mockApis } from '@backstage/test-utils';
import type { StorageApi } from '@backstage/core-plugin-api';
import { Route, Routes } from 'react-router-dom';
import { Location, openScreen } from '../../__testUtils__/openScreen';
import { FakeLocustApi } from '../../fake/FakeLocustApi';
import NewRunPage from '../NewRunPage';

jest.mock('../PythonEditor', () => ({
  __esModule: true,
  default: (props: { readonly label: string; readonly value: string }) => (
    <textarea aria-label={props.label} value={props.value} readOnly />
  ),
}));

async function open(storage: StorageApi, search = '') {
  await openScreen(
    <Routes>
      <Route path="new" element={<NewRunPage />} />
      <Route path="*" element={<Location />} />
    </Routes>,
    new FakeLocustApi(),
    `/new${search}`,
    storage,
  );
  await screen.findByRole('form', { name: 'New run' });
}

/** Leaves the page, and comes again. */
async function reload(storage: StorageApi, search = '') {
  cleanup();
  await open(storage, search);
}

async function writeUsers(text: string) {
  await userEvent.clear(screen.getByLabelText('Users'));
  await userEvent.type(screen.getByLabelText('Users'), text);
}

const draftSaid = () => screen.queryByText('Draft restored');

describe('what is typed into the form', () => {
  it('is there after a reload, and can be discarded', async () => {
    const storage = mockApis.storage();
    await open(storage);
    const before = screen.getByLabelText('Users').getAttribute('value');
    expect(draftSaid()).not.toBeInTheDocument();
    await writeUsers('77');
    await userEvent.click(
      screen.getByRole('button', { name: 'Add threshold' }),
    );

    await reload(storage);
    expect(draftSaid()).toBeInTheDocument();
    expect(screen.getByLabelText('Users')).toHaveValue('77');
    expect(
      within(screen.getByRole('list', { name: 'Thresholds' })).getAllByRole(
        'listitem',
      ).length,
    ).toBeGreaterThan(0);

    await userEvent.click(screen.getByRole('button', { name: 'Discard' }));
    await waitFor(() => expect(draftSaid()).not.toBeInTheDocument());
    expect(screen.getByLabelText('Users')).toHaveValue(before);
    await reload(storage);
    expect(draftSaid()).not.toBeInTheDocument();
  });

  it('is gone once the run is started', async () => {
    const storage = mockApis.storage();
    await open(storage);
    await writeUsers('77');
    await userEvent.click(screen.getByRole('button', { name: 'Start run' }));
    await screen.findByText(/^at \/runs\/made/);
    await reload(storage);
    expect(draftSaid()).not.toBeInTheDocument();
  });

  it('does not come into a run that is cloned, and stays for later', async () => {
    const storage = mockApis.storage();
    await open(storage);
    await writeUsers('77');
    await reload(storage, `?from=${'running'.padEnd(26, '0')}`);
    expect(draftSaid()).not.toBeInTheDocument();
    expect(screen.getByLabelText('Users')).toHaveValue('200');
    await reload(storage);
    expect(screen.getByLabelText('Users')).toHaveValue('77');
  });

  it('is no draft where nothing was changed', async () => {
    const storage = mockApis.storage();
    await open(storage);
    await reload(storage);
    expect(draftSaid()).not.toBeInTheDocument();
  });

  it('of an earlier release is left alone', async () => {
    const storage = mockApis.storage();
    await storage
      .forBucket('locust-new-run')
      .set('component:default/checkout', { version: 0, form: { users: 3 } });
    await open(storage);
    expect(draftSaid()).not.toBeInTheDocument();
  });

  it('says why it would not survive a reload', async () => {
    const storage = mockApis.storage();
    jest
      .spyOn(storage.forBucket('locust-new-run'), 'set')
      .mockRejectedValue(new Error('There is no room left.'));
    await open(storage);
    await writeUsers('77');
    expect(
      await screen.findByText('There is no room left.'),
    ).toBeInTheDocument();
  });
});
