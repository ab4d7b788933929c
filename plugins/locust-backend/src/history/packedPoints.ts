import type { Point } from 'backstage-plugin-locust-common';
import {
  EndpointPoints,
  endpointKey,
  MAX_ENDPOINT_POINTS,
  MAX_ENDPOINTS,
} from '../runs/EndpointPoints';
import { thinPoints } from '../runs/thinPoints';
import { packJson, unpackJson } from './packedJson';

/** The numbers of points, each by itself: so they are written once, and alike stands beside alike. */
type Columns = { readonly [name: string]: readonly (number | null)[] };

interface PackedEndpoint {
  readonly method: string;
  readonly name: string;
  readonly interval: number;
  readonly columns: Columns;
}

export async function packPoints(
  endpoints: readonly EndpointPoints[],
): Promise<Buffer> {
  const packed = endpoints.map(
    ({ method, name, interval, points }): PackedEndpoint => ({
      method,
      name,
      interval,
      columns: toColumns(points),
    }),
  );
  return packJson(packed);
}

export async function unpackPoints(
  packed: Buffer,
): Promise<readonly EndpointPoints[]> {
  const endpoints = await unpackJson<readonly PackedEndpoint[]>(packed);
  return endpoints.map(({ method, name, interval, columns }) => ({
    method,
    name,
    interval,
    points: toPoints(columns),
  }));
}

/**
 * Puts portions of the same run together, the oldest first: of an endpoint and second the newest point is kept, and of
 * all as many as are to be.
 */
export function joinPoints(
  portions: readonly EndpointPoints[],
): readonly EndpointPoints[] {
  const byKey = new Map<
    string,
    {
      readonly first: EndpointPoints;
      interval: number;
      bySecond: Map<number, Point>;
    }
  >();
  for (const portion of portions) {
    const key = endpointKey(portion);
    const there = byKey.get(key) ?? {
      first: portion,
      interval: 1,
      bySecond: new Map<number, Point>(),
    };
    there.interval = Math.max(there.interval, portion.interval);
    for (const point of portion.points) {
      there.bySecond.set(Math.floor(point.elapsedSeconds), point);
    }
    byKey.set(key, there);
  }
  return [...byKey.values()]
    .slice(0, MAX_ENDPOINTS)
    .map(({ first: { method, name }, interval, bySecond }) => {
      const placed = [...bySecond]
        .map(([second, point]) => ({ second, point }))
        .sort((a, b) => a.second - b.second);
      const thinned = thinPoints(placed, interval, MAX_ENDPOINT_POINTS);
      return {
        method,
        name,
        interval: thinned.interval,
        points: thinned.kept.map(it => it.point),
      };
    });
}

function toColumns(points: readonly Point[]): Columns {
  const names = new Set(points.flatMap(point => Object.keys(point)));
  return Object.fromEntries(
    [...names].map(name => [
      name,
      points.map(point => (point[name as keyof Point] as number) ?? null),
    ]),
  );
}

function toPoints(columns: Columns): Point[] {
  const names = Object.keys(columns);
  return (columns.elapsedSeconds ?? []).map(
    (_, index) =>
      Object.fromEntries(
        names.flatMap(name => {
          const value = columns[name][index];
          return value === null ? [] : [[name, value]];
        }),
      ) as unknown as Point,
  );
}
