import type { Baseline } from '../Baseline';

/** The workload in which everything befalls everything. */
const THOROUGH = 'success';

/**
 * Which plans there are: those of a campaign, or all that can be thought of. What a plan's name stands for may not
 * depend on which turn it was in another clean run.
 */
export type Extent = 'campaign' | 'everything';

/** Where not every kind of a fault is tried at every point, the kinds take turns from point to point. */
export class Turns {
  private next: number;

  constructor(
    private readonly baseline: Pick<Baseline, 'workload'>,
    private readonly extent: Extent,
  ) {
    // Others begin elsewhere, so that the same point of another workload meets another kind.
    this.next = baseline.workload.length;
  }

  choose<T>(kinds: readonly T[]): readonly T[] {
    if (this.extent === 'everything' || this.baseline.workload === THOROUGH) {
      return kinds;
    }
    this.next += 1;
    return [kinds[this.next % kinds.length]];
  }
}
