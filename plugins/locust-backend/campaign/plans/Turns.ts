import type { Baseline } from '../Baseline';

/** The workload in which everything befalls everything. */
const THOROUGH = 'success';

/** Where not every kind of a fault is tried at every point, the kinds take turns from point to point. */
export class Turns {
  private next: number;

  constructor(private readonly baseline: Pick<Baseline, 'workload'>) {
    // Others begin elsewhere, so that the same point of another workload meets another kind.
    this.next = baseline.workload.length;
  }

  choose<T>(kinds: readonly T[]): readonly T[] {
    if (this.baseline.workload === THOROUGH) {
      return kinds;
    }
    this.next += 1;
    return [kinds[this.next % kinds.length]];
  }
}
