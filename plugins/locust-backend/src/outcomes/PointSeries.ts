import type { Point } from 'backstage-plugin-locust-common';
import { intervalStart, MAX_POINTS, onePerInterval } from '../runs/thinPoints';

/** What of a point is kept, in the order of its row; what is not known is NaN there. */
export type PointColumns = readonly ['elapsedSeconds', ...(keyof Point)[]];

export const WHOLE_RUN = [
  'elapsedSeconds',
  'users',
  'rps',
  'failuresPerSecond',
  'avg',
  'median',
  'p95',
  'workers',
  'requests',
  'failures',
  'time',
] as const satisfies PointColumns;
const FIRST_ROOM = 64;

/**
 * Points in the order of time, one per second at most, thinned as the history thins them.
 *
 * They are kept as rows of numbers, for as objects they were the larger part of what a followed log takes.
 */
export class PointSeries {
  private readonly width: number;
  private rows: Float64Array;
  private count = 0;
  private intervalNow = 1;
  private takenTo = -Infinity;

  /**
   * @param columns - what of the points is kept
   * @param max - how many are kept at most
   */
  constructor(
    private readonly columns: PointColumns = WHOLE_RUN,
    private readonly max: number = MAX_POINTS,
  ) {
    this.width = columns.length;
    this.rows = new Float64Array(FIRST_ROOM * this.width);
  }

  add(point: Point): void {
    const second = Math.floor(point.elapsedSeconds);
    // What comes late or again belongs to a log that was read twice or to another test in the same master.
    if (this.count > 0 && second <= this.second(this.count - 1)) {
      return;
    }
    // Who stood there only for being the newest goes.
    if (this.count > 1 && this.inIntervalOfThePrevious(this.count - 1)) {
      this.count -= 1;
    }
    this.put(point);
    while (this.count > this.max) {
      this.thin();
    }
  }

  get size(): number {
    return this.count;
  }

  /** Seconds of which one point is kept by now. */
  get interval(): number {
    return this.intervalNow;
  }

  points(): readonly Point[] {
    return this.pointsFrom(0);
  }

  /** Those that were not taken before. */
  take(): readonly Point[] {
    let first = this.count;
    while (first > 0 && this.second(first - 1) > this.takenTo) {
      first -= 1;
    }
    if (this.count > 0) {
      this.takenTo = this.second(this.count - 1);
    }
    return this.pointsFrom(first);
  }

  private put(point: Point): void {
    const start = this.count * this.width;
    if (start === this.rows.length) {
      const wider = new Float64Array(2 * this.rows.length);
      wider.set(this.rows);
      this.rows = wider;
    }
    for (const [column, name] of this.columns.entries()) {
      this.rows[start + column] = Number(point[name] ?? NaN);
    }
    this.count += 1;
  }

  private thin(): void {
    this.intervalNow *= 2;
    const all = Array.from({ length: this.count }, (_, row) => ({
      row,
      second: this.second(row),
    }));
    const kept = onePerInterval(all, this.intervalNow);
    for (const [to, { row }] of kept.entries()) {
      this.rows.copyWithin(
        to * this.width,
        row * this.width,
        (row + 1) * this.width,
      );
    }
    this.count = kept.length;
  }

  private second(row: number): number {
    return Math.floor(this.rows[row * this.width]);
  }

  private inIntervalOfThePrevious(row: number): boolean {
    const [previous, own] = [row - 1, row].map(it =>
      intervalStart({ second: this.second(it) }, this.intervalNow),
    );
    return previous === own;
  }

  private pointsFrom(first: number): Point[] {
    const points = [];
    for (let row = first; row < this.count; row++) {
      points.push(this.point(row));
    }
    return points;
  }

  /** Without fields that are not known. */
  private point(row: number): Point {
    const values = this.rows.subarray(row * this.width, (row + 1) * this.width);
    return Object.fromEntries(
      this.columns.flatMap((name, column) => {
        const value = values[column];
        return Number.isNaN(value)
          ? []
          : [[name, name === 'time' ? new Date(value) : value]];
      }),
    ) as unknown as Point;
  }
}
