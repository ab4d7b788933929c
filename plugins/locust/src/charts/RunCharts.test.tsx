import { fireEvent, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { TranslationApi } from '@backstage/frontend-plugin-api';
import type {
  Point,
  RequestStatistics,
  Run,
  RunEvent,
} from 'backstage-plugin-locust-common';
import { aRun } from '../fake/aRun';
import { FakeLocustApi } from '../fake/FakeLocustApi';
import { refusal } from '../fake/refusal';
import { Location, openScreen } from '../__testUtils__/openScreen';
import { germanTranslations } from '../__testUtils__/translate';
import RunCharts from './RunCharts';

const START = new Date('2026-11-22T10:00:10Z');

/** A point every two seconds for ten minutes; slow from 5:00 on. */
const POINTS: readonly Point[] = Array.from({ length: 301 }, (_, place) => ({
  elapsedSeconds: place * 2,
  time: new Date(START.getTime() + place * 2_000),
  users: Math.min(200, place * 10),
  rps: 100,
  failuresPerSecond: 0,
  median: 150,
  avg: 170,
  p95: place * 2 >= 300 ? 600 : 350 + (place % 2),
}));

const RUN = aRun({
  startedAt: START,
  users: 200,
  spec: { ...aRun().spec, thresholds: ['p95 < 500ms', 'rps >= 50'] },
});

async function open(
  options: {
    readonly search?: string;
    readonly run?: Run;
    readonly points?: readonly Point[];
    readonly events?: readonly RunEvent[];
    readonly requests?: readonly RequestStatistics[];
    readonly api?: FakeLocustApi;
    readonly texts?: TranslationApi;
  } = {},
) {
  const { run = RUN, points = POINTS, api = new FakeLocustApi() } = options;
  if (!options.api) {
    jest.spyOn(api, 'getEvents').mockResolvedValue(options.events ?? []);
  }
  await openScreen(
    <>
      <RunCharts run={run} points={points} requests={options.requests ?? []} />
      <Location />
    </>,
    api,
    `/runs/${run.id}${options.search ?? ''}`,
    undefined,
    options.texts,
  );
}

const slider = (title: string) =>
  screen.getByRole('slider', { name: `Moment of ${title}` });
const said = (title: string) => slider(title).getAttribute('aria-valuetext');
const place = () => screen.getByText(/^at \/runs/);
const shown = () => screen.getByRole('status', { name: 'Time shown' });

describe('the crosshair', () => {
  it('is moved by the arrow keys, says exact figures, and is the same in all charts', async () => {
    await open();
    expect(said('Throughput')).toBe('no moment chosen');
    slider('Response times').focus();
    await userEvent.keyboard('{Home}{ArrowRight}');
    expect(said('Response times')).toBe(
      '0:02, p95 351, median 150, average 170',
    );
    expect(said('Throughput')).toBe('0:02, requests/s 100, failures/s 0');
    expect(said('Users')).toBe('0:02, users 10');
    expect(slider('Users')).toHaveAttribute('aria-valuenow', '2');
  });

  it('goes when the chart loses the focus', async () => {
    await open();
    slider('Users').focus();
    await userEvent.keyboard('{End}');
    expect(said('Users')).toBe('10:00, users 200');
    await userEvent.tab();
    expect(said('Users')).toBe('no moment chosen');
  });

  it('follows the pointer in all charts', async () => {
    await open();
    const surface = slider('Throughput');
    jest
      .spyOn(surface, 'getBoundingClientRect')
      .mockReturnValue(new DOMRect(0, 0, 600, 100));
    fireEvent.pointerMove(surface, { clientX: 301 });
    expect(said('Response times')).toBe(
      '5:00, p95 600, median 150, average 170',
    );
    fireEvent.pointerLeave(surface);
    expect(said('Response times')).toBe('no moment chosen');
  });
});

describe('zooming', () => {
  it('by dragging shows that stretch in all charts, and keeps it in the URL', async () => {
    await open();
    const surface = slider('Throughput');
    jest
      .spyOn(surface, 'getBoundingClientRect')
      .mockReturnValue(new DOMRect(0, 0, 600, 100));
    fireEvent.pointerDown(surface, { clientX: 60, button: 0 });
    fireEvent.pointerMove(surface, { clientX: 120 });
    expect(said('Users')).toMatch(/^from 1:00 to 2:00 chosen/);
    fireEvent.pointerUp(surface, { clientX: 120 });
    expect(place()).toHaveTextContent(/\?from=60&to=120$/);
    expect(shown()).toHaveTextContent('1:00 to 2:00');
    expect(slider('Users')).toHaveAttribute('aria-valuemin', '60');
    expect(slider('Users')).toHaveAttribute('aria-valuemax', '120');
  });

  it('does not happen by a mere click', async () => {
    await open();
    const surface = slider('Throughput');
    jest
      .spyOn(surface, 'getBoundingClientRect')
      .mockReturnValue(new DOMRect(0, 0, 600, 100));
    fireEvent.pointerDown(surface, { clientX: 60, button: 0 });
    fireEvent.pointerMove(surface, { clientX: 62 });
    fireEvent.pointerUp(surface, { clientX: 62 });
    expect(place()).toHaveTextContent(/runs\/\w+$/);
  });

  it('by keyboard chooses with Shift, shows with Enter, and goes back with Escape', async () => {
    await open();
    slider('Response times').focus();
    await userEvent.keyboard('{Home}{PageUp}');
    await userEvent.keyboard('{Shift>}{PageUp}{ArrowRight}{/Shift}');
    expect(said('Response times')).toMatch(/^from 1:00 to 2:02 chosen, 2:02/);
    await userEvent.keyboard('{Enter}');
    expect(place()).toHaveTextContent(/\?from=60&to=122$/);
    await userEvent.keyboard('{Escape}');
    expect(place()).toHaveTextContent(/runs\/\w+$/);
  });

  it('by buttons goes in, along and out', async () => {
    await open({ search: '?endpoint=kept' });
    expect(screen.getByRole('button', { name: 'Zoom out' })).toBeDisabled();
    await userEvent.click(screen.getByRole('button', { name: 'Zoom in' }));
    expect(shown()).toHaveTextContent('2:30 to 7:30');
    await userEvent.click(screen.getByRole('button', { name: 'Later' }));
    expect(shown()).toHaveTextContent('5:00 to 10:00');
    expect(screen.getByRole('button', { name: 'Later' })).toBeDisabled();
    await userEvent.click(
      screen.getByRole('button', { name: 'Show the whole run' }),
    );
    expect(shown()).toBeEmptyDOMElement();
    expect(place()).toHaveTextContent(/\?endpoint=kept$/);
    expect(
      screen.queryByRole('button', { name: 'Show the whole run' }),
    ).not.toBeInTheDocument();
  });

  it('is taken from a link, and what is said is of that stretch', async () => {
    await open({ search: '?from=0&to=60' });
    expect(shown()).toHaveTextContent('0:00 to 1:00');
    expect(
      screen.getByRole('img', { name: /p95: latest 350, .*highest 351/ }),
    ).toBeInTheDocument();
  });

  it('passes over a link that names no stretch', async () => {
    await open({ search: '?from=ten&to=1' });
    expect(shown()).toBeEmptyDOMElement();
  });
});

describe('what is marked', () => {
  const events: readonly RunEvent[] = [
    {
      time: new Date(START.getTime() + 131_000),
      type: 'warning',
      reason: 'WorkerLost',
      message: 'Worker 3 stopped answering.',
    },
    {
      time: new Date(START.getTime() + 40_000),
      type: 'normal',
      reason: 'UsersSpawned',
      message: 'All 200 users spawned.',
    },
  ];

  it('is listed in words and in the order of time', async () => {
    await open({ events });
    const list = await screen.findByRole('list', {
      name: 'Marked on the charts',
    });
    await within(list).findByText('Worker 3 stopped answering.');
    expect(
      within(list)
        .getAllByRole('listitem')
        .map(item => item.textContent),
    ).toEqual([
      '0:40All 200 users spawned.',
      '2:11Worker 3 stopped answering.',
      expect.stringMatching(/^5:00First beyond p95 < 500ms, at 5:00/),
    ]);
  });

  it('are the limits, by word on the chart and for those who do not see it', async () => {
    await open();
    expect(screen.getByText('limit 500ms')).toBeInTheDocument();
    expect(screen.getByText('limit 50/s')).toBeInTheDocument();
    expect(
      screen.getByRole('img', {
        name: /Response times.*threshold: p95 < 500ms/,
      }),
    ).toBeInTheDocument();
  });

  it('is a limit that is far off at the edge', async () => {
    await open({
      run: aRun({ ...RUN, spec: { thresholds: ['p95 < 30s'] } }),
    });
    expect(screen.getByText('limit 30s, above ↑')).toBeInTheDocument();
  });

  it('is not said to be nothing where the events could not be had', async () => {
    const api = new FakeLocustApi();
    jest
      .spyOn(api, 'getEvents')
      .mockRejectedValue(await refusal(500, 'Error', 'The database is away.'));
    await open({ api });
    expect(
      await screen.findByText(
        /The events are not marked: .*The database is away/,
      ),
    ).toBeInTheDocument();
  });
});

describe('a chart as a table', () => {
  it('has the figures of what is shown, and says of how much', async () => {
    await open({ search: '?from=60&to=80' });
    await userEvent.click(
      screen.getByRole('button', { name: 'Show Response times as a table' }),
    );
    const table = screen.getByRole('table', {
      name: 'Response times, 1:00 to 1:20',
    });
    expect(
      within(table)
        .getAllByRole('columnheader')
        .map(one => one.textContent),
    ).toEqual(['Time', 'p95', 'median', 'average']);
    expect(within(table).getAllByRole('rowheader')).toHaveLength(11);
    expect(
      within(table).getByRole('row', { name: '1:02 351 150 170' }),
    ).toBeInTheDocument();
    await userEvent.click(
      screen.getByRole('button', { name: 'Show Response times as a chart' }),
    );
    expect(slider('Response times')).toBeInTheDocument();
  });

  it('is no longer than anybody reads, ends with the latest, and says what it leaves out', async () => {
    await open();
    await userEvent.click(
      screen.getByRole('button', { name: 'Show Users as a table' }),
    );
    const table = screen.getByRole('table', {
      name: /Of 301 measured moments one in 2 is shown/,
    });
    const rows = within(table).getAllByRole('rowheader');
    expect(rows).toHaveLength(151);
    expect(rows[150]).toHaveTextContent('10:00');
  });
});

it('says that no figures were recorded where there are none', async () => {
  await open({ points: [] });
  expect(screen.getAllByText('No figures were recorded.')).toHaveLength(3);
  expect(screen.queryByRole('slider')).not.toBeInTheDocument();
});

it('speaks the chosen language, also in what is only heard', async () => {
  await open({
    texts: germanTranslations(),
    points: POINTS.map(point => ({ ...point, rps: 1234.5 })),
  });
  const surface = screen.getByRole('slider', {
    name: 'Zeitpunkt: Durchsatz',
  });
  expect(surface).toHaveAttribute('aria-valuetext', 'kein Zeitpunkt gewählt');
  surface.focus();
  await userEvent.keyboard('{Home}{Shift>}{ArrowRight}{/Shift}');
  expect(surface).toHaveAttribute(
    'aria-valuetext',
    'von 0:00 bis 0:02 gewählt, 0:02, Anfragen/s 1.235, Fehler/s 0',
  );
  expect(
    screen.getByRole('img', {
      name: /^Antwortzeiten\. p95: zuletzt 600, im Mittel .*; Schwellenwert: p95 < 500ms$/,
    }),
  ).toBeInTheDocument();
  expect(screen.getByText('Grenze 500ms')).toBeInTheDocument();
  expect(screen.getByText('alle 200 seit 0:40')).toBeInTheDocument();
  await userEvent.click(
    screen.getByRole('button', { name: 'Nutzer als Tabelle zeigen' }),
  );
  expect(
    screen.getByRole('table', {
      name: /^Nutzer, 0:00 bis 10:00\. Von 301 gemessenen Zeitpunkten/,
    }),
  ).toBeInTheDocument();
});
