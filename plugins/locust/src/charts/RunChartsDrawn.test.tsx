import { useState } from 'react';
import { act, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { Point } from 'backstage-plugin-locust-common';
import { aRun } from '../fake/aRun';
import { FakeLocustApi } from '../fake/FakeLocustApi';
import { openScreen } from '../__testUtils__/openScreen';
import RunCharts from './RunCharts';

const mockDrawn = jest.fn();
jest.mock('recharts', () => ({
  ...jest.requireActual('recharts'),
  ResponsiveContainer: ({ children }: { children: React.ReactNode }) =>
    children,
  LineChart: () => {
    mockDrawn();
    return null;
  },
}));

const RUN = aRun({ users: 10, spec: { thresholds: ['p95 < 250ms'] } });
const pointsUntil = (seconds: number): readonly Point[] =>
  Array.from({ length: seconds / 2 + 1 }, (_, place) => ({
    elapsedSeconds: place * 2,
    users: 10,
    rps: 20,
    failuresPerSecond: 0,
    median: 100,
    p95: 200 + place,
  }));
const POINTS = pointsUntil(60);
const MORE_POINTS = pointsUntil(62);

function Page() {
  const [points, setPoints] = useState(POINTS);
  const [requests, setRequests] = useState<[]>([]);
  return (
    <>
      <button onClick={() => setRequests([])}>Draw again</button>
      <button onClick={() => setPoints(MORE_POINTS)}>More points</button>
      <RunCharts run={RUN} points={points} requests={requests} />
    </>
  );
}

it('draws its charts again only when there is something new to draw', async () => {
  const api = new FakeLocustApi();
  jest.spyOn(api, 'getEvents').mockResolvedValue([]);
  await openScreen(<Page />, api, `/runs/${RUN.id}`);
  await screen.findByRole('slider', { name: 'Moment of Throughput' });
  await act(async () => {});
  mockDrawn.mockClear();
  await userEvent.click(screen.getByRole('button', { name: 'Draw again' }));
  expect(mockDrawn).not.toHaveBeenCalled();
  await userEvent.click(screen.getByRole('button', { name: 'More points' }));
  expect(mockDrawn).toHaveBeenCalledTimes(3);
});
