import { useState } from 'react';
import { render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { validateLocustSpec } from 'backstage-plugin-locust-common';
import { WithTexts } from '../../__testUtils__/WithTexts';
import { aRun, someStatistics } from '../../fake/aRun';
import { placeProblems } from '../formProblems';
import { rowsFrom, textOf } from './conditionRow';
import { ConditionRows } from './ConditionRows';
import type { EarlierRun } from './suggestCondition';

const earlier: EarlierRun = {
  run: aRun(),
  requests: [
    {
      method: 'POST',
      name: '/pay',
      statistics: someStatistics({ percentiles: { '99': 640 } }),
    },
  ],
};

let written: readonly string[] = [];

/** The rows as the form holds them, judged as the form judges them. */
function Rows(props: {
  readonly kind?: 'threshold' | 'stopCondition';
  readonly start: readonly string[];
}) {
  const { kind = 'threshold', start } = props;
  const [rows, setRows] = useState(rowsFrom(kind, start));
  written = rows.map(textOf);
  const { byPath } = placeProblems(
    validateLocustSpec({
      [kind === 'threshold' ? 'thresholds' : 'stopWhen']: written,
    }),
  );
  return (
    <ConditionRows
      kind={kind}
      rows={rows}
      problems={byPath}
      earlier={earlier}
      onChange={setRows}
    />
  );
}

const row = (number: number) =>
  within(screen.getByRole('group', { name: `Threshold ${number}` }));

describe('the rows of thresholds', () => {
  it('show what is written in fields, with the figure of the last run beside it', () => {
    render(<Rows start={['POST /pay: p99 < 1s']} />, { wrapper: WithTexts });
    expect(row(1).getByLabelText('Of')).toHaveValue('POST /pay');
    expect(row(1).getByLabelText('Metric')).toHaveValue('p99');
    expect(row(1).getByLabelText('Is')).toHaveValue('<');
    expect(row(1).getByLabelText('Limit')).toHaveValue('1s');
    expect(row(1).getByText('last run: 640ms')).toBeInTheDocument();
  });

  it('are added with one key to something sensible, the limit ready to be typed over', async () => {
    render(<Rows start={[]} />, { wrapper: WithTexts });
    await userEvent.tab();
    expect(screen.getByRole('button', { name: 'Add threshold' })).toHaveFocus();
    await userEvent.keyboard('{Enter}');
    expect(written).toEqual(['p95 < 430ms']);
    expect(row(1).getByLabelText('Limit')).toHaveFocus();
    await userEvent.keyboard('300');
    expect(written).toEqual(['p95 < 300ms']);
  });

  it('are removed by keyboard, which stays where it was', async () => {
    render(<Rows start={['p95 < 1s', 'rps > 1', 'avg < 2s']} />, {
      wrapper: WithTexts,
    });
    row(2).getByRole('button', { name: 'Remove Threshold 2' }).focus();
    await userEvent.keyboard('{Enter}');
    expect(written).toEqual(['p95 < 1s', 'avg < 2s']);
    expect(
      row(2).getByRole('button', { name: 'Remove Threshold 2' }),
    ).toHaveFocus();
    await userEvent.keyboard('{Enter}');
    await userEvent.keyboard('{Enter}');
    expect(written).toEqual([]);
    expect(screen.getByRole('button', { name: 'Add threshold' })).toHaveFocus();
  });

  it('offer the endpoints of earlier runs', () => {
    render(<Rows start={['p95 < 1s']} />, { wrapper: WithTexts });
    const list = row(1).getByLabelText('Of').getAttribute('list');
    const offered = document.getElementById(list!)!;
    expect(
      [...offered.querySelectorAll('option')].map(option => option.value),
    ).toEqual(['POST /pay']);
  });

  it('take another operator and limit where the metric is of another kind', async () => {
    render(<Rows start={['p95 < 750ms']} />, { wrapper: WithTexts });
    await userEvent.selectOptions(row(1).getByLabelText('Metric'), 'p99');
    expect(written).toEqual(['p99 < 750ms']);
    await userEvent.selectOptions(row(1).getByLabelText('Metric'), 'rps');
    expect(written).toEqual(['rps >= 80/s']);
  });

  it.each([
    ['Limit', 'soon', /write a response time such as 500ms/],
    ['Of', '/pay', /an endpoint is its method, a space and its name/],
  ])('say at %s that %s is wrong', async (label, text, sentence) => {
    render(<Rows start={['p95 < 1s']} />, { wrapper: WithTexts });
    const field = row(1).getByLabelText(label);
    await userEvent.clear(field);
    await userEvent.type(field, text);
    expect(field).toHaveAttribute('aria-invalid', 'true');
    expect(field).toHaveAccessibleDescription(sentence);
  });

  it('become more when several are pasted into one', async () => {
    render(<Rows start={['rps > 1', 'max < 5s']} />, { wrapper: WithTexts });
    await userEvent.click(row(1).getByLabelText('Limit'));
    await userEvent.paste('p95 < 500ms\n\nGET /checkout: p99 < 1s\n');
    expect(written).toEqual([
      'p95 < 500ms',
      'GET /checkout: p99 < 1s',
      'max < 5s',
    ]);
    await userEvent.clear(row(2).getByLabelText('Limit'));
    await userEvent.paste('2s');
    expect(written[1]).toBe('GET /checkout: p99 < 2s');
  });

  it('keep what cannot be read as text with its error, until it can', async () => {
    render(<Rows start={['p95 << 1s']} />, { wrapper: WithTexts });
    const field = row(1).getByLabelText('As text');
    expect(field).toHaveValue('p95 << 1s');
    expect(field).toHaveAccessibleDescription(/at character 6/);
    await userEvent.clear(field);
    await userEvent.type(field, 'p95 < 1s');
    await userEvent.tab();
    expect(row(1).getByLabelText('Limit')).toHaveValue('1s');
  });

  it('can be written as text, and are rows again after', async () => {
    render(<Rows start={['p95 < 1s']} />, { wrapper: WithTexts });
    await userEvent.click(
      screen.getByRole('button', { name: 'Write as text: thresholds' }),
    );
    const text = screen.getByRole('textbox', { name: 'Thresholds' });
    await userEvent.type(text, '{enter}rps > 2{enter}avg << 1s');
    expect(text).toHaveAccessibleDescription(/compare with|write a response/);
    await userEvent.click(screen.getByRole('button', { name: 'Show as rows' }));
    expect(row(2).getByLabelText('Limit')).toHaveValue('2/s');
    expect(row(3).getByLabelText('As text')).toHaveValue('avg << 1s');
  });

  it('say when there are as many as a test may have', () => {
    render(<Rows start={Array.from({ length: 50 }, () => 'p95 < 1s')} />, {
      wrapper: WithTexts,
    });
    expect(
      screen.getByRole('button', { name: 'Add threshold' }),
    ).toBeDisabled();
    expect(
      screen.getByText('These are the 50 that a test may have.'),
    ).toBeInTheDocument();
  });
});

describe('the conditions to stop early', () => {
  it('have how long they hold, and only metrics that are known on the way', async () => {
    render(<Rows kind="stopCondition" start={[]} />, { wrapper: WithTexts });
    await userEvent.click(
      screen.getByRole('button', { name: 'Stop early when…' }),
    );
    expect(written).toEqual(['fail_ratio > 50% for 60s']);
    const only = within(
      screen.getByRole('group', { name: 'Condition to stop early 1' }),
    );
    expect(
      within(only.getByLabelText('Metric'))
        .getAllByRole('option')
        .map(option => option.textContent),
    ).toEqual(['p50', 'p95', 'median', 'rps', 'fail_ratio']);
    await userEvent.clear(only.getByLabelText('For'));
    expect(only.getByLabelText('For')).toHaveAccessibleDescription(
      /write a duration such as 60s/,
    );
  });
});
