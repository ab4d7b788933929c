import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type {
  Endpoint,
  Point,
  RequestStatistics,
} from 'backstage-plugin-locust-common';
import { aRun, someStatistics } from '../fake/aRun';
import { FakeLocustApi } from '../fake/FakeLocustApi';
import { refusal } from '../fake/refusal';
import { Location, openScreen } from '../__testUtils__/openScreen';
import RunCharts from './RunCharts';

const points = (p95: number): readonly Point[] =>
  Array.from({ length: 31 }, (_, place) => ({
    elapsedSeconds: place * 2,
    users: 10,
    rps: p95 / 10,
    failuresPerSecond: 0,
    median: p95 / 2,
    p95: p95 + place,
  }));

const request = (
  name: string,
  requests: number,
  hasPoints = true,
): RequestStatistics => ({
  method: 'GET',
  name,
  statistics: someStatistics({ requests }),
  hasPoints,
});

const RUN = aRun({
  spec: { thresholds: ['GET /cart: p95 < 250ms', 'p95 < 400ms'] },
});
const REQUESTS = [
  request('/rare', 5, false),
  request('/search', 100),
  request('/cart', 200),
];

function anApi(
  answer: (endpoint: Endpoint) => Promise<readonly Point[]> = async ({
    name,
  }) => points(name === '/cart' ? 230 : 500),
) {
  const api = new FakeLocustApi();
  jest.spyOn(api, 'getEvents').mockResolvedValue([]);
  const getPoints = jest
    .spyOn(api, 'getPoints')
    .mockImplementation((_, __, endpoint) => answer(endpoint!));
  return { api, getPoints };
}

async function open(
  options: {
    readonly search?: string;
    readonly api?: FakeLocustApi;
    readonly requests?: readonly RequestStatistics[];
  } = {},
) {
  await openScreen(
    <>
      <RunCharts
        run={RUN}
        points={points(300)}
        requests={options.requests ?? REQUESTS}
      />
      <Location />
    </>,
    options.api ?? anApi().api,
    `/runs/${RUN.id}${options.search ?? ''}`,
  );
}

const openPicker = async () => {
  await userEvent.click(screen.getByRole('button', { name: /^Endpoints: / }));
  return screen.findByRole('dialog', { name: 'Endpoints' });
};
const boxes = (picker: HTMLElement) =>
  within(picker).getAllByRole('checkbox') as HTMLInputElement[];

describe('picking endpoints', () => {
  it('offers those with the most requests first, and says which have no figures over time', async () => {
    await open();
    const picker = await openPicker();
    expect(
      within(picker)
        .getAllByRole('listitem')
        .map(item => item.textContent),
    ).toEqual([
      'GET /cart200 requests',
      'GET /search100 requests',
      'GET /rareno figures over time',
    ]);
    expect(boxes(picker).map(box => box.disabled)).toEqual([
      false,
      false,
      true,
    ]);
  });

  it('draws them beside all requests, in each chart, and keeps them in the URL', async () => {
    await open({ search: '?from=10&to=50' });
    const picker = await openPicker();
    await userEvent.type(
      within(picker).getByRole('textbox', { name: 'Search endpoints' }),
      'cart',
    );
    expect(boxes(picker)).toHaveLength(1);
    await userEvent.click(
      within(picker).getByRole('checkbox', { name: /GET \/cart/ }),
    );
    await userEvent.click(within(picker).getByRole('button', { name: 'Done' }));
    expect(
      await screen.findByRole('img', {
        name: /Response times\. all requests: .*; GET \/cart: latest 255/,
      }),
    ).toBeInTheDocument();
    for (const title of ['Requests/s', 'Failures/s']) {
      expect(
        screen.getByRole('img', {
          name: new RegExp(`^${title}\\. all requests: .*GET /cart: latest`),
        }),
      ).toBeInTheDocument();
    }
    expect(
      screen.getByText(/^at .*\?from=10&to=50&endpoint=GET\+%2Fcart$/),
    ).toBeInTheDocument();
  });

  it('can be undone at once', async () => {
    await open({ search: '?endpoint=GET+/cart&endpoint=GET+/search' });
    expect(
      screen.getByRole('button', { name: 'Endpoints: 2 chosen' }),
    ).toBeInTheDocument();
    const picker = await openPicker();
    await userEvent.click(
      within(picker).getByRole('button', { name: 'Clear' }),
    );
    expect(screen.getByText(/^at \/runs\/\w+$/)).toBeInTheDocument();
  });

  it('ends at twenty', async () => {
    const requests = Array.from({ length: 25 }, (_, place) =>
      request(`/${place}`, 100 - place),
    );
    const search = requests
      .slice(0, 20)
      .map(({ name }) => `endpoint=GET+${name}`)
      .join('&');
    await open({ search: `?${search}`, requests });
    const picker = await openPicker();
    expect(
      within(picker).getByText('No more than 20 at once.'),
    ).toBeInTheDocument();
    expect(
      boxes(picker).filter(box => !box.checked && !box.disabled),
    ).toHaveLength(0);
    expect(boxes(picker).filter(box => box.checked)).toHaveLength(20);
  });
});

describe('the lines of endpoints', () => {
  it('show the response time that one picks', async () => {
    await open({ search: '?endpoint=GET+/cart' });
    await screen.findByRole('img', { name: /GET \/cart: latest 260/ });
    await userEvent.click(screen.getByRole('button', { name: 'Median' }));
    expect(
      await screen.findByRole('img', { name: /GET \/cart: latest 115/ }),
    ).toBeInTheDocument();
    expect(screen.getByText(/figure=median$/)).toBeInTheDocument();
  });

  it('are held against their own limits as well', async () => {
    await open({ search: '?endpoint=GET+/cart' });
    expect(
      await screen.findByText('GET /cart: limit 250ms'),
    ).toBeInTheDocument();
    expect(screen.getByText('limit 400ms')).toBeInTheDocument();
    expect(
      screen.getByText(/First beyond GET \/cart: p95 < 250ms, at 0:40/),
    ).toBeInTheDocument();
  });

  it('have a letter each, and can be brought to the front of many', async () => {
    const requests = Array.from({ length: 5 }, (_, place) =>
      request(`/${place}`, 100 - place),
    );
    const search = requests.map(({ name }) => `endpoint=GET+${name}`).join('&');
    await open({ search: `?${search}`, requests });
    const legend = await screen.findByRole('list', {
      name: 'Lines of Requests/s',
    });
    const name = await within(legend).findByText('GET /2');
    const line = name.closest('button')!;
    expect(line).toHaveTextContent('C GET /2');
    await userEvent.click(line);
    expect(line).toHaveAttribute('aria-pressed', 'true');
    await userEvent.click(line);
    expect(line).toHaveAttribute('aria-pressed', 'false');
  });

  it('are in the table', async () => {
    await open({ search: '?endpoint=GET+/cart' });
    await screen.findByRole('img', { name: /GET \/cart: latest 260/ });
    await userEvent.click(
      screen.getByRole('button', { name: 'Show Response times as a table' }),
    );
    expect(
      screen.getByRole('row', { name: '0:10 305 235' }),
    ).toBeInTheDocument();
  });

  it('are asked for once of a run that has ended', async () => {
    const { api, getPoints } = anApi();
    await open({ search: '?endpoint=GET+/cart', api });
    await screen.findByRole('img', { name: /GET \/cart: latest 260/ });
    const picker = await openPicker();
    await userEvent.click(
      within(picker).getByRole('checkbox', { name: /GET \/search/ }),
    );
    await waitFor(() => expect(getPoints).toHaveBeenCalledTimes(2));
    expect(
      getPoints.mock.calls.map(([, , endpoint]) => endpoint?.name),
    ).toEqual(['/cart', '/search']);
  });

  it('that could not be had are said to be missing, and take no other line away', async () => {
    const refused = await refusal(500, 'Error', 'The database is away.');
    const { api } = anApi(async ({ name }) => {
      if (name === '/search') {
        throw refused;
      }
      return points(230);
    });
    await open({ search: '?endpoint=GET+/search&endpoint=GET+/cart', api });
    expect(
      await screen.findByText('The figures of GET /search are missing or old'),
    ).toBeInTheDocument();
    expect(
      screen.getByRole('img', { name: /Response times.*GET \/cart: latest/ }),
    ).toBeInTheDocument();
  });

  it('that nobody kept are named where a link asks for them', async () => {
    const { api, getPoints } = anApi();
    await open({ search: '?endpoint=GET+/rare', api });
    expect(
      screen.getByText('No figures over time were kept of GET /rare.'),
    ).toBeInTheDocument();
    expect(getPoints).not.toHaveBeenCalled();
  });
});
