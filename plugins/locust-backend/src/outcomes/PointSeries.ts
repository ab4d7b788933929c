import type { Point } from 'backstage-plugin-locust-common';
import { thinPoints } from '../runs/thinPoints';

/** Points are thinned when there are this many, to half of it or less. */
const ROOM = 4_000;

interface Placed {
  readonly second: number;
  readonly point: Point;
}

/** Points in the order of time, one per second at most, thinned as the history thins them. */
export class PointSeries {
  private placed: Placed[] = [];
  private interval = 1;

  add(point: Point): void {
    const second = Math.floor(point.elapsedSeconds);
    const newest = this.placed[this.placed.length - 1];
    // What comes late or again belongs to a log that was read twice or to another test in the same master.
    if (newest && second <= newest.second) {
      return;
    }
    this.placed.push({ second, point });
    if (this.placed.length > ROOM) {
      const { interval, kept } = thinPoints(this.placed, this.interval);
      this.interval = interval;
      this.placed = [...kept];
    }
  }

  get size(): number {
    return this.placed.length;
  }

  points(): readonly Point[] {
    return thinPoints(this.placed, this.interval).kept.map(it => it.point);
  }
}
