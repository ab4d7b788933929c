import type { Samples } from './Samples';

/** What stands for many samples: their mean, or the highest, where a spike must not disappear. */
export type Kept = 'mean' | 'highest';

/** A point of a line as it is drawn. */
export interface DrawnPoint {
  readonly seconds: number;
  readonly value: number;
}

/** Fewer points with the same story, so that hours draw as fast as minutes; at most `limit` of them. */
export function thinSamples(
  { seconds, values }: Samples,
  limit: number,
  kept: Kept,
): readonly DrawnPoint[] {
  const size = Math.max(1, Math.ceil(seconds.length / limit));
  const drawn: DrawnPoint[] = [];
  for (let start = 0; start < seconds.length; start += size) {
    const end = Math.min(start + size, seconds.length);
    let highest = start;
    let sum = 0;
    for (let place = start; place < end; place++) {
      sum += values[place];
      if (values[place] > values[highest]) {
        highest = place;
      }
    }
    drawn.push(
      kept === 'highest'
        ? { seconds: seconds[highest], value: values[highest] }
        : { seconds: seconds[end - 1], value: sum / (end - start) },
    );
  }
  return drawn;
}
