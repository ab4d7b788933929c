import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { FakeLocustApi } from '../fake/FakeLocustApi';
import { Location, openScreen, RUN_IDS } from '../__testUtils__/openScreen';
import TrendPage from './TrendPage';

const { failed: FAILED, baseline: BASELINE } = RUN_IDS;

async function open(search: string, api = new FakeLocustApi()) {
  await openScreen(
    <>
      <TrendPage />
      <Location />
    </>,
    api,
    `/${search}`,
  );
  return api;
}

describe('the trend of a test', () => {
  it('is of the test that the URL names, in the entity', async () => {
    const api = new FakeLocustApi();
    const getTrend = jest.spyOn(api, 'getTrend');
    await open('?test=nightly-checkout', api);
    expect(
      await screen.findByRole('heading', { name: 'nightly-checkout' }),
    ).toBeInTheDocument();
    expect(getTrend).toHaveBeenCalledWith(
      { test: 'nightly-checkout', entityRef: 'component:default/checkout' },
      30,
    );
  });

  it('links every run, the newest first, with what came of it', async () => {
    await open('?test=nightly-checkout');
    const table = await screen.findByRole('table', {
      name: 'Runs of the test',
    });
    const [, newest, second] = within(table).getAllByRole('row');
    expect(within(newest).getByRole('link')).toHaveAttribute(
      'href',
      `/runs/${FAILED}`,
    );
    expect(newest).toHaveTextContent(/Failed.*612 ms/);
    expect(second).toHaveTextContent(/baseline.*Passed.*358 ms/);
  });

  it('names the regression of the latest run with what is usual', async () => {
    await open('?test=nightly-checkout');
    expect(
      await screen.findByText('Regression: p95 612 ms'),
    ).toBeInTheDocument();
    expect(
      screen.getByText(/Usual of the runs before it is \d+ ms ± \d+ ms/),
    ).toBeInTheDocument();
    const table = screen.getByRole('table', { name: 'Runs of the test' });
    // The run of a month ago that was slow is one, too.
    expect(within(table).getAllByText('regression')).toHaveLength(2);
  });

  it('says how many passed of those judged', async () => {
    await open('?test=nightly-checkout');
    expect(
      await screen.findByText(/16 of 18 passed · 19 runs shown/),
    ).toBeInTheDocument();
    expect(screen.getByText('88.9 % passed')).toBeInTheDocument();
  });

  it('leads to the comparison with the last good run', async () => {
    await open('?test=nightly-checkout');
    expect(
      await screen.findByRole('button', { name: 'Compare with last good' }),
    ).toHaveAttribute('href', `/compare?runs=${BASELINE},${FAILED}`);
  });

  it('calls nothing a regression while there are too few runs', async () => {
    await open('?test=soak-before-release');
    expect(
      await screen.findByText(/The latest run has no earlier runs/),
    ).toBeInTheDocument();
    expect(screen.queryByText(/^Regression/)).not.toBeInTheDocument();
    expect(screen.getByText('No verdict yet')).toBeInTheDocument();
  });

  it('looks as far back as one likes, which stands in the URL', async () => {
    const api = new FakeLocustApi();
    const getTrend = jest.spyOn(api, 'getTrend');
    await open('?test=smoke', api);
    expect(
      await screen.findByText(/None of these runs has thresholds\..* 30 runs/),
    ).toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: 'Last 100' }));
    expect(await screen.findByText(/32 runs shown/)).toBeInTheDocument();
    expect(getTrend).toHaveBeenLastCalledWith(expect.anything(), 100);
    expect(screen.getByText('at /?test=smoke&limit=100')).toBeInTheDocument();
  });
});

describe('when there is no trend to show, the page says', () => {
  it('that the address names no test', async () => {
    await open('');
    expect(await screen.findByText('Which test?')).toBeInTheDocument();
  });

  it('that no run has ended', async () => {
    await open('?test=never-run');
    expect(
      await screen.findByText('No run of this test has ended yet'),
    ).toBeInTheDocument();
  });

  it('that it is loading', async () => {
    await open('?test=smoke', new FakeLocustApi({ trouble: 'loading' }));
    expect(
      await screen.findByRole('status', { name: 'Loading the trend' }),
    ).toBeInTheDocument();
  });

  it('what failed', async () => {
    await open('?test=smoke', new FakeLocustApi({ trouble: 'error' }));
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'The database does not answer',
    );
  });
});
