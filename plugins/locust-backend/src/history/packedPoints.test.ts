import fc from 'fast-check';
import type { Point } from 'backstage-plugin-locust-common';
// What the history puts together is what the parser of a log has taken apart.
// eslint-disable-next-line import/no-restricted-paths
import { EndpointSeries } from '../outcomes/EndpointSeries';
import {
  EndpointPoints,
  MAX_ENDPOINT_POINTS,
  MAX_ENDPOINTS,
} from '../runs/EndpointPoints';
import { joinPoints, packPoints, unpackPoints } from './packedPoints';

const endpoint = (name: string) => ({ method: 'GET', name });

const point = (elapsedSeconds: number, more: Partial<Point> = {}): Point => ({
  elapsedSeconds,
  users: 1,
  rps: 0.5,
  failuresPerSecond: 0,
  ...more,
});

type Told = readonly [name: string, point: Point];

/** What a process knows that has read the log from its start. */
function reading(told: readonly Told[]): EndpointSeries {
  const series = new EndpointSeries();
  told.forEach(([name, it]) => series.add(endpoint(name), it));
  return series;
}

/**
 * A moment of a log: what is told of which endpoint, and whether the reader writes then or a new one begins anew. More
 * of them than are kept.
 */
const MOMENTS = fc.array(
  fc.record({
    step: fc.integer({ min: 1, max: 9 }),
    endpoint: fc.nat(1),
    then: fc.oneof(
      { weight: 50, arbitrary: fc.constant('nothing') },
      { weight: 9, arbitrary: fc.constant('write') },
      { weight: 1, arbitrary: fc.constant('restart') },
    ),
  }),
  { minLength: 1, maxLength: 3 * MAX_ENDPOINT_POINTS, size: 'max' },
);

describe('points of endpoints', () => {
  it('are the same when they were packed', async () => {
    const packed: EndpointPoints[] = [
      {
        ...endpoint('/a "name" | 🛒 \0'),
        interval: 4,
        points: [
          point(0.25, { avg: 1.5, requests: 3, failures: 0 }),
          point(2, { p95: 12 }),
        ],
      },
      { method: '', name: '', interval: 1, points: [] },
    ];
    expect(await unpackPoints(await packPoints(packed))).toStrictEqual(packed);
  });

  it('are packed to a fraction of what rows take', async () => {
    const packed = await packPoints(
      Array.from({ length: MAX_ENDPOINTS }, (_, index) => ({
        ...endpoint(`/endpoint/${index}`),
        interval: 1,
        points: Array.from({ length: MAX_ENDPOINT_POINTS }, (__, second) =>
          point(2 * second, {
            users: 200,
            rps: Math.round(1000 * (5 + Math.sin(second + index))) / 100,
            avg: Math.round(10_000 + 900 * Math.sin(7 * second + index)) / 100,
            p95: 200 + Math.round(90 * Math.sin(3 * second + index)),
            requests: 17 * second,
            failures: second,
          }),
        ),
      })),
    );
    expect(packed.length).toBeLessThan(
      25 * MAX_ENDPOINTS * MAX_ENDPOINT_POINTS,
    );
  });

  it('are what the log tells, in whatever portions they came and however often it was read again', () => {
    fc.assert(
      fc.property(MOMENTS, moments => {
        let stored: readonly EndpointPoints[] = [];
        let series = new EndpointSeries();
        const told: Told[] = [];
        const write = (together: boolean) => {
          const portions = [...stored, ...series.take()];
          stored = together ? joinPoints(portions) : portions;
        };
        let second = 0;
        for (const moment of moments) {
          second += moment.step;
          const next: Told = [`/${moment.endpoint}`, point(second)];
          told.push(next);
          series.add(endpoint(next[0]), next[1]);
          if (moment.then === 'write') {
            write(moment.step > 4);
          } else if (moment.then === 'restart') {
            series = reading(told);
          }
        }
        write(true);
        expect(stored).toEqual(series.points());
        // Once more changes nothing.
        expect(joinPoints([...stored, ...series.points()])).toEqual(stored);
      }),
      { numRuns: 15, endOnFailure: true },
    );
  });

  it('are of no more endpoints than are to be kept, whoever read the log', () => {
    const portion = (from: number) =>
      Array.from({ length: MAX_ENDPOINTS }, (_, index) => ({
        ...endpoint(`/${from + index}`),
        interval: 1,
        points: [point(1)],
      }));
    expect(joinPoints([...portion(0), ...portion(5)])).toEqual(portion(0));
  });
});
