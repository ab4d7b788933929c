import type { Samples } from './Samples';
import type { Kept } from './thinSamples';

/** One line of a chart over time. */
export interface TimeLine {
  readonly id: string;
  readonly name: string;
  /** Stands on the line where colours and dashes are not enough to tell it from the others. */
  readonly letter?: string;
  readonly colour: string;
  readonly dash?: string;
  readonly samples: Samples;
  /** What stays of many samples where there is room for few. */
  readonly kept: Kept;
}
