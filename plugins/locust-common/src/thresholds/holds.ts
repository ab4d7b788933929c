import type { ThresholdOperator } from './Threshold';

const HOLDS: Readonly<
  Record<ThresholdOperator, (actual: number, limit: number) => boolean>
> = {
  '<': (actual, limit) => actual < limit,
  '<=': (actual, limit) => actual <= limit,
  '==': (actual, limit) => actual === limit,
  '>=': (actual, limit) => actual >= limit,
  '>': (actual, limit) => actual > limit,
};

/** Whether a figure is on the side of the limit that the operator names. @public */
export function holds(
  actual: number,
  operator: ThresholdOperator,
  limit: number,
): boolean {
  return HOLDS[operator](actual, limit);
}
