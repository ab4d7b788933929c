import type { Endpoint, Point } from 'backstage-plugin-locust-common';
import {
  EndpointPoints,
  endpointKey,
  MAX_ENDPOINT_POINTS,
  MAX_ENDPOINTS,
} from '../runs/EndpointPoints';
import { PointColumns, PointSeries } from './PointSeries';

/** What is measured of an endpoint; that of the workers and the time of day are the whole run's. */
const COLUMNS = [
  'elapsedSeconds',
  'users',
  'rps',
  'failuresPerSecond',
  'avg',
  'median',
  'p95',
  'requests',
  'failures',
] as const satisfies PointColumns;

/** The courses of the first endpoints that there are points of. */
export class EndpointSeries {
  private readonly byKey = new Map<
    string,
    { readonly endpoint: Endpoint; readonly series: PointSeries }
  >();

  /** Points of an endpoint that is one too many are not kept. */
  add(endpoint: Endpoint, point: Point): void {
    const key = endpointKey(endpoint);
    let there = this.byKey.get(key);
    if (!there && this.byKey.size < MAX_ENDPOINTS) {
      const { method, name } = endpoint;
      there = {
        endpoint: { method, name },
        series: new PointSeries(COLUMNS, MAX_ENDPOINT_POINTS),
      };
      this.byKey.set(key, there);
    }
    there?.series.add(rounded(point));
  }

  has(endpoint: Endpoint): boolean {
    return this.byKey.has(endpointKey(endpoint));
  }

  endpoints(): readonly Endpoint[] {
    return [...this.byKey.values()].map(it => it.endpoint);
  }

  points(): readonly EndpointPoints[] {
    return this.listed(it => it.points());
  }

  /** Those that were not taken before, of the endpoints that have any. */
  take(): readonly EndpointPoints[] {
    return this.listed(it => it.take()).filter(it => it.points.length > 0);
  }

  private listed(
    of: (series: PointSeries) => readonly Point[],
  ): readonly EndpointPoints[] {
    return [...this.byKey.values()].map(({ endpoint, series }) => ({
      ...endpoint,
      interval: series.interval,
      points: of(series),
    }));
  }
}

/** To the hundredth, as Locust prints: a figure with all its digits takes four times the place. */
function rounded(point: Point): Point {
  return Object.fromEntries(
    Object.entries(point).map(([name, value]) => [
      name,
      typeof value === 'number' ? Math.round(value * 100) / 100 : value,
    ]),
  ) as unknown as Point;
}
