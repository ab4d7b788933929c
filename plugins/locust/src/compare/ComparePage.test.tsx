import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { FakeLocustApi } from '../fake/FakeLocustApi';
import { Location, openScreen, RUN_IDS } from '../__testUtils__/openScreen';
import { refusal } from '../fake/refusal';
import ComparePage from './ComparePage';

const { failed: FAILED, baseline: BASELINE } = RUN_IDS;
const SOAK = 'applied'.padEnd(26, '0');

async function open(search: string, api = new FakeLocustApi()) {
  await openScreen(
    <>
      <ComparePage />
      <Location />
    </>,
    api,
    `/${search}`,
  );
  return api;
}

const cells = (row: HTMLElement) =>
  within(row)
    .getAllByRole('cell')
    .map(cell => cell.textContent);

describe('runs side by side', () => {
  it('link to each run and tell what came of it', async () => {
    await open(`?runs=${BASELINE},${FAILED}`);
    const runs = await screen.findByRole('list', { name: 'Runs compared' });
    const [first, second] = within(runs).getAllByRole('listitem');
    expect(within(first).getByRole('link')).toHaveAttribute(
      'href',
      `/runs/${BASELINE}`,
    );
    expect(first).toHaveTextContent('the others are held against it');
    expect(second).toHaveTextContent('Failed');
  });

  it('hold every figure against the first', async () => {
    await open(`?runs=${BASELINE},${FAILED}`);
    const table = await screen.findByRole('table', { name: 'All requests' });
    expect(cells(within(table).getByRole('row', { name: /^p95, ms/ }))).toEqual(
      ['358', '612 +71 %71 % slower than A'],
    );
  });

  it('or against another one, which stands in the URL', async () => {
    await open(`?runs=${BASELINE},${FAILED}`);
    await userEvent.selectOptions(
      await screen.findByLabelText('Held against'),
      FAILED,
    );
    const table = await screen.findByRole('table', { name: 'All requests' });
    expect(cells(within(table).getByRole('row', { name: /^p95, ms/ }))).toEqual(
      ['358 −42 %42 % faster than B', '612'],
    );
    expect(
      screen.getByText(`at /?runs=${BASELINE}%2C${FAILED}&reference=${FAILED}`),
    ).toBeInTheDocument();
  });

  it('name a regression where the trend has one, and nowhere else', async () => {
    await open(`?runs=${BASELINE},${FAILED}`);
    const regression = await screen.findByTitle(
      /^p95 612 ms; usual of the runs before it is \d+ ms ± \d+ ms$/,
    );
    expect(regression).toHaveTextContent('Regression: p95');
    expect(regression.closest('li')).toHaveTextContent('Failed');
    expect(screen.getAllByText(/^Regression/)).toHaveLength(1);
  });

  it('say that regressions are not known where the trend cannot be loaded', async () => {
    const api = new FakeLocustApi();
    jest
      .spyOn(api, 'getTrend')
      .mockRejectedValue(await refusal(500, 'Error', 'No database.'));
    await open(`?runs=${BASELINE},${FAILED}`, api);
    expect(
      await screen.findByText('It is not known whether these are regressions'),
    ).toBeInTheDocument();
    expect(screen.queryByText(/^Regression/)).not.toBeInTheDocument();
  });

  it('show the settings that differ, and those only', async () => {
    await open(`?runs=${BASELINE},${'running'.padEnd(26, '0')}`);
    const table = await screen.findByRole('table', { name: 'Settings' });
    expect(
      within(table).getByRole('row', { name: /^users/ }),
    ).toHaveTextContent('users100200');
    expect(
      within(table).queryByRole('row', { name: /^host/ }),
    ).not.toBeInTheDocument();
  });

  it('say so where no setting differs', async () => {
    await open(`?runs=${BASELINE},${FAILED}`);
    expect(
      await screen.findByText('All were started with the same settings.'),
    ).toBeInTheDocument();
  });

  it('lay the figure that one picks over each other', async () => {
    await open(`?runs=${BASELINE},${FAILED}`);
    expect(
      await screen.findByRole('img', {
        name: /^p95, ms\. A, nightly-checkout, .*: latest \d+, on average \d+, highest \d+; B, nightly-checkout/,
      }),
    ).toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: 'Users' }));
    expect(
      await screen.findByRole('img', { name: /^Users\. .*highest 100/ }),
    ).toBeInTheDocument();
    expect(screen.getByText(/^at .*series=users$/)).toBeInTheDocument();
  });

  it('lay the figure of the endpoint that one picks over each other', async () => {
    const api = await open(`?runs=${BASELINE},${FAILED}`);
    const ofWhole = await screen.findByRole('img', { name: /^p95, ms\. A/ });
    const whole = ofWhole.getAttribute('aria-label');
    const asked = jest.spyOn(api, 'getPoints');
    await userEvent.selectOptions(
      screen.getByLabelText('Endpoint'),
      'POST /pay',
    );
    const ofEndpoint = await screen.findByRole('img', {
      name: /^p95, ms: POST \/pay\. A, nightly-checkout, .*latest \d+.*; B,/,
    });
    expect(ofEndpoint.getAttribute('aria-label')?.split('. A')[1]).not.toBe(
      whole?.split('. A')[1],
    );
    expect(asked.mock.calls.map(([id]) => id)).toEqual([BASELINE, FAILED]);
    expect(screen.getByLabelText('Endpoint')).toHaveFocus();
    expect(
      screen.getByText(/^at .*endpoint=POST\+%2Fpay$/),
    ).toBeInTheDocument();
  });

  it('draw nothing of a run that never asked the endpoint', async () => {
    const api = new FakeLocustApi();
    const notThere = await refusal(404, 'NotFoundError', 'No such endpoint.');
    const getPoints = api.getPoints.bind(api);
    jest
      .spyOn(api, 'getPoints')
      .mockImplementation(async (id, after, endpoint) => {
        if (id === FAILED && endpoint) {
          throw notThere;
        }
        return getPoints(id, after, endpoint);
      });
    await open(`?runs=${BASELINE},${FAILED}&endpoint=GET+/cart`, api);
    const chart = await screen.findByRole('img', {
      name: /^p95, ms: GET \/cart\. A, nightly-checkout, [^;]*latest \d+/,
    });
    expect(chart.getAttribute('aria-label')).not.toMatch(/B, .*latest/);
    expect(screen.queryByRole('alert')).not.toBeInTheDocument();
  });

  it('say why where the figures of an endpoint cannot be loaded', async () => {
    const api = new FakeLocustApi();
    await open(`?runs=${BASELINE},${FAILED}`, api);
    await screen.findByRole('img', { name: /^p95, ms\. A/ });
    jest
      .spyOn(api, 'getPoints')
      .mockRejectedValue(await refusal(500, 'Error', 'No database.'));
    await userEvent.selectOptions(
      screen.getByLabelText('Endpoint'),
      'GET /cart',
    );
    expect(await screen.findByText(/No database\./)).toBeInTheDocument();
  });

  it('compare each endpoint by the figure that one picks', async () => {
    await open(`?runs=${BASELINE},${FAILED}&figure=requests`);
    const table = await screen.findByRole('table', { name: 'Endpoints' });
    expect(
      within(table).getByRole('row', { name: /^GET \/cart/ }),
    ).toHaveTextContent('±0');
    await userEvent.selectOptions(screen.getByLabelText('Figure'), 'p95');
    expect(
      within(table).getByRole('row', { name: /^POST \/pay/ }),
    ).toHaveTextContent(/% slower than A$/);
  });

  it('can be fewer, but not fewer than two', async () => {
    await open(`?runs=${SOAK},${BASELINE},${FAILED}`);
    await userEvent.click(
      await screen.findByRole('button', { name: /^Take A/ }),
    );
    expect(
      await screen.findByRole('heading', { name: '2 runs' }),
    ).toBeInTheDocument();
    expect(
      screen.queryByRole('button', { name: /^Take A/ }),
    ).not.toBeInTheDocument();
  });
});

describe('the locustfiles of runs side by side', () => {
  it('are the same', async () => {
    const api = new FakeLocustApi();
    const files = await api.getRunLocustfile(BASELINE);
    jest.spyOn(api, 'getRunLocustfile').mockResolvedValue(files);
    await open(`?runs=${BASELINE},${FAILED}`, api);
    expect(
      await screen.findByRole('heading', { name: 'Locustfile: same' }),
    ).toBeInTheDocument();
    expect(screen.getByText(/to the last byte/)).toBeInTheDocument();
  });

  it('differ in lines that are told by words and signs', async () => {
    await open(`?runs=${BASELINE},${FAILED}`);
    expect(
      await screen.findByRole('heading', { name: 'Locustfile: changed' }),
    ).toBeInTheDocument();
    const lines = screen.getByRole('table', { name: 'lib/cart.py: changed' });
    expect(
      within(lines).getByRole('row', { name: /removed: .*@task\(3\)/ }),
    ).toHaveTextContent(/^5− removed: @task\(3\)$/);
    expect(
      within(lines).getByRole('row', { name: /added: .*@task\(5\)/ }),
    ).toHaveTextContent(/^5\+ added: @task\(5\)$/);
    expect(
      screen.getByRole('region', { name: 'lib/cart.py: changed' }),
    ).toHaveAttribute('tabindex', '0');
    expect(
      screen.getByRole('heading', { name: 'data/receipt.pdf: changed' }),
    ).toBeInTheDocument();
    expect(screen.getByText(/its content is another one/)).toBeInTheDocument();
    expect(screen.getByText('3 files are the same')).toBeInTheDocument();
  });

  it('are not known where none was kept, and of which run is said', async () => {
    await open(`?runs=${BASELINE},${SOAK}`);
    expect(
      await screen.findByRole('heading', { name: 'Locustfile: not known' }),
    ).toBeInTheDocument();
    expect(
      screen.getByText(/^None was kept of B, soak-before-release/),
    ).toBeInTheDocument();
  });

  it('are held against the reference one after the other', async () => {
    await open(`?runs=${BASELINE},${FAILED},${SOAK}`);
    await screen.findByRole('heading', { name: 'Locustfile: changed' });
    await userEvent.selectOptions(screen.getByLabelText('Locustfile'), SOAK);
    expect(
      await screen.findByRole('heading', { name: 'Locustfile: not known' }),
    ).toBeInTheDocument();
  });
});

describe('when there is nothing to compare, the page says', () => {
  it.each([
    ['', 'Choose 2 to 10 runs to compare'],
    [`?runs=${FAILED},nonsense`, 'Choose 2 to 10 runs to compare'],
    [
      `?runs=${Array.from({ length: 11 }, (_, i) =>
        `${i + 10}`.padEnd(26, 'a'),
      ).join(',')}`,
      '11 runs are too many to compare',
    ],
  ])('how many it takes: "%s"', async (search, words) => {
    const api = new FakeLocustApi();
    const compareRuns = jest.spyOn(api, 'compareRuns');
    await open(search, api);
    expect(await screen.findByText(words)).toBeInTheDocument();
    expect(screen.getByRole('button', { name: 'Choose runs' })).toHaveAttribute(
      'href',
      '/',
    );
    expect(compareRuns).not.toHaveBeenCalled();
  });

  it('that a run is gone', async () => {
    await open(`?runs=${FAILED},${'x'.repeat(26)}`);
    expect(
      await screen.findByText('The comparison cannot be found'),
    ).toBeInTheDocument();
  });

  it('that it is loading', async () => {
    await open(
      `?runs=${FAILED},${BASELINE}`,
      new FakeLocustApi({ trouble: 'loading' }),
    );
    expect(
      await screen.findByRole('status', { name: 'Loading the comparison' }),
    ).toBeInTheDocument();
  });

  it('that one may not see them', async () => {
    await open(
      `?runs=${FAILED},${BASELINE}`,
      new FakeLocustApi({ trouble: 'noPermission' }),
    );
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'You are not an owner',
    );
  });
});
