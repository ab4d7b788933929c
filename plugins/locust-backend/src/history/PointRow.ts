import type { Point } from 'backstage-plugin-locust-common';
import { present } from './present';
import {
  type StoredNumber,
  type StoredTime,
  decodeNumber,
  decodeTime,
} from './RunRow';

/** A row of `run_points`. */
export interface PointRow {
  readonly run_id: string;
  /** The whole second that makes a point the same as another. */
  readonly second: number;
  readonly elapsed_seconds: number;
  readonly time: StoredTime | null;
  readonly users: number;
  readonly rps: number;
  readonly failures_per_second: number;
  readonly avg: number | null;
  readonly median: number | null;
  readonly p95: number | null;
  readonly workers: number | null;
  readonly requests: StoredNumber | null;
  readonly failures: StoredNumber | null;
}

/** The row of a point. */
export function encodePoint(runId: string, point: Point): PointRow {
  return {
    run_id: runId,
    second: Math.floor(point.elapsedSeconds),
    elapsed_seconds: point.elapsedSeconds,
    time: point.time ?? null,
    users: point.users,
    rps: point.rps,
    failures_per_second: point.failuresPerSecond,
    avg: point.avg ?? null,
    median: point.median ?? null,
    p95: point.p95 ?? null,
    workers: point.workers ?? null,
    requests: point.requests ?? null,
    failures: point.failures ?? null,
  };
}

/** The point of a row. */
export function decodePoint(row: PointRow): Point {
  return present<Point>({
    elapsedSeconds: row.elapsed_seconds,
    time: decodeTime(row.time),
    users: row.users,
    rps: row.rps,
    failuresPerSecond: row.failures_per_second,
    avg: row.avg,
    median: row.median,
    p95: row.p95,
    workers: row.workers,
    requests: decodeNumber(row.requests),
    failures: decodeNumber(row.failures),
  });
}
