import type { Point } from 'backstage-plugin-locust-common';
import { intervalStart, MAX_POINTS, onePerInterval } from '../runs/thinPoints';

/** Where each number of a point stands in its row; a number that is not known is NaN there. */
const COLUMNS = [
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
] as const satisfies readonly (keyof Point)[];
const TIME = COLUMNS.length;
const WIDTH = COLUMNS.length + 1;
const FIRST_ROOM = 64;

/**
 * Points in the order of time, one per second at most, thinned as the history thins them.
 *
 * They are kept as rows of numbers, for as objects they were the larger part of what a followed log takes.
 */
export class PointSeries {
  private rows = new Float64Array(FIRST_ROOM * WIDTH);
  private count = 0;
  private interval = 1;
  private takenTo = -Infinity;

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
    while (this.count > MAX_POINTS) {
      this.thin();
    }
  }

  get size(): number {
    return this.count;
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
    const start = this.count * WIDTH;
    if (start === this.rows.length) {
      const wider = new Float64Array(2 * this.rows.length);
      wider.set(this.rows);
      this.rows = wider;
    }
    for (const [column, name] of COLUMNS.entries()) {
      this.rows[start + column] = point[name] ?? NaN;
    }
    this.rows[start + TIME] = point.time?.getTime() ?? NaN;
    this.count += 1;
  }

  private thin(): void {
    this.interval *= 2;
    const all = Array.from({ length: this.count }, (_, row) => ({
      row,
      second: this.second(row),
    }));
    const kept = onePerInterval(all, this.interval);
    for (const [to, { row }] of kept.entries()) {
      this.rows.copyWithin(to * WIDTH, row * WIDTH, (row + 1) * WIDTH);
    }
    this.count = kept.length;
  }

  private second(row: number): number {
    return Math.floor(this.rows[row * WIDTH]);
  }

  private inIntervalOfThePrevious(row: number): boolean {
    const [previous, own] = [row - 1, row].map(it =>
      intervalStart({ second: this.second(it) }, this.interval),
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
    const values = this.rows.subarray(row * WIDTH, (row + 1) * WIDTH);
    const known = COLUMNS.flatMap((name, column) =>
      Number.isNaN(values[column]) ? [] : [[name, values[column]]],
    );
    const time = values[TIME];
    return {
      ...Object.fromEntries(known),
      ...(!Number.isNaN(time) && { time: new Date(time) }),
    };
  }
}
