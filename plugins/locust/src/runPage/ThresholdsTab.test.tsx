import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { Route, Routes } from 'react-router-dom';
import { openScreen, RUN_IDS } from '../__testUtils__/openScreen';
import { FakeLocustApi } from '../fake/FakeLocustApi';
import RunPage from './RunPage';

async function open(runId: string, api = new FakeLocustApi()) {
  await openScreen(
    <Routes>
      <Route path="runs/:runId/:tab?" element={<RunPage />} />
    </Routes>,
    api,
    `/runs/${runId}/thresholds`,
  );
  return screen.findByRole('status', { name: 'State of the run' });
}

const rowsOf = (table: HTMLElement) =>
  within(table)
    .getAllByRole('row')
    .slice(1)
    .map(row =>
      within(row)
        .getAllByRole('cell')
        .map(cell => cell.textContent),
    );

async function write(text: string) {
  const field = screen.getByRole('textbox', { name: 'Thresholds' });
  await userEvent.clear(field);
  await userEvent.type(field, text);
}

describe('the thresholds of a run', () => {
  it('stand with limit, figure and margin', async () => {
    await open(RUN_IDS.failed);
    const table = screen.getByRole('table', { name: 'Thresholds' });
    expect(rowsOf(table).slice(0, 2)).toEqual([
      [
        'Failed',
        'p95 < 500ms',
        '< 500ms',
        '612ms',
        '22.4 % missed',
        'p95 was 612ms; wanted: < 500ms.',
      ],
      [
        'Passed',
        'fail_ratio < 1%',
        '< 1%',
        '0.31 %',
        '69.1 % to spare',
        'fail_ratio was 0.309257%, as wanted: < 1%.',
      ],
    ]);
    expect(
      screen.getByRole('tab', { name: 'Thresholds (2)' }),
    ).toBeInTheDocument();
    expect(screen.getByText('2 of 3 thresholds failed')).toBeInTheDocument();
  });

  it('are not called passed or failed while it goes', async () => {
    await open(RUN_IDS.running);
    const table = screen.getByRole('table', { name: 'Thresholds' });
    expect(rowsOf(table).map(([standing]) => standing)).toEqual([
      'Holds',
      'Holds',
      'Holds',
    ]);
    expect(screen.queryByText('By other thresholds')).not.toBeInTheDocument();
  });
});

describe('a run is judged by other thresholds', () => {
  it('and keeps its own verdict', async () => {
    await open(RUN_IDS.failed);
    await write('p95 < 700ms');
    await userEvent.click(
      screen.getByRole('button', { name: 'Judge by these' }),
    );
    const table = await screen.findByRole('table', {
      name: 'By other thresholds',
    });
    expect(rowsOf(table)[0].slice(0, 2)).toEqual(['Passed', 'p95 < 700ms']);
    expect(
      screen.getByText(/It has passed by these .* Its own verdict stays/),
    ).toBeInTheDocument();
    expect(
      screen.getByRole('status', { name: 'State of the run' }),
    ).toHaveTextContent('Failed');

    await userEvent.click(
      screen.getByRole('button', { name: 'Own verdict only' }),
    );
    expect(
      await screen.findByRole('table', { name: 'Thresholds' }),
    ).toBeInTheDocument();
    expect(
      screen.queryByRole('table', { name: 'By other thresholds' }),
    ).not.toBeInTheDocument();
  });

  it('not by one that cannot be read, which is said at the field', async () => {
    await open(RUN_IDS.failed);
    await write('p95 << 700ms');
    expect(screen.getByRole('textbox', { name: 'Thresholds' })).toBeInvalid();
    expect(
      screen.getByRole('button', { name: 'Judge by these' }),
    ).toBeDisabled();
  });

  it('unless that is refused, with the reason', async () => {
    await open(RUN_IDS.failed, new FakeLocustApi({ trouble: 'readOnly' }));
    await userEvent.click(
      screen.getByRole('button', { name: 'Judge by these' }),
    );
    expect(
      await screen.findByText('The run was not judged'),
    ).toBeInTheDocument();
    expect(screen.getByText(/You may look at the runs/)).toBeInTheDocument();
  });
});
